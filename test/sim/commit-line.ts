import type { Write } from '@lockstep/sync'
import { formatDigits } from './digit-code.ts'
import type { EntryStep } from './entries.ts'

/** "revision 7 of m4@2: lines/eggs +#3": what a commit did, for traces. */
export function commitLine(writes: readonly Write[]): string {
  const rows = writes.flatMap((write) =>
    write.type === 'mutation'
      ? [
          `${write.mutation.mutationId}@${write.mutation.seq} ${write.mutation.burnedBy === null ? write.mutation.state : `burned by ${write.mutation.burnedBy}`}`,
        ]
      : [],
  )
  const steps = writes.flatMap((write) => (write.type === 'log' ? write.entry.changes.map(stepText) : []))
  const revision = writes.find((write) => write.type === 'document')?.document.revision
  return `  disk: revision ${revision}, ${rows.join(', ')}: ${steps.join(', ') || 'no change'}`
}

function stepText({ field, id, from, to }: EntryStep): string {
  return field === 'lines' ? `${id} ${formatDigits(Number(to ?? 0) - Number(from ?? 0))}` : `${field}/${id} ${from} to ${to}`
}
