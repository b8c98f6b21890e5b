import type { Mutation, Snapshot, SyncReply } from '@lockstep/sync'
import type { Contestant } from './open-contender.ts'

/** Commits one edit and answers the reply. @throws when it is refused, since a refusal costs less. */
export async function commitOne({ carts }: Contestant, edit: Mutation): Promise<SyncReply> {
  const outcome = await carts.sync(edit, { actor: 'user' })
  if (!outcome.ok) throw new Error(`an edit of the measurement was refused: ${outcome.failure.code} ${outcome.failure.message}`)
  return outcome.reply
}

/** Commits edits one after another, made between the commits, and answers what each took. */
export async function timeLone(
  contestant: Contestant,
  count: number,
  edit: (turn: number) => Mutation,
  seen: (reply: SyncReply) => void = () => {},
): Promise<number[]> {
  const took: number[] = []
  for (let turn = 0; turn < count; turn += 1) {
    const mutation = edit(turn)
    const start = performance.now()
    const reply = await commitOne(contestant, mutation)
    took.push(performance.now() - start)
    seen(reply)
  }
  return took
}

export function snapshotOf({ documentId, epoch, revision, value }: Snapshot): Snapshot {
  return { documentId, epoch, revision, value }
}
