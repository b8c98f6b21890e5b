import type { CrashPoint } from './child/crash-point.ts'
import type { CrewFigures } from './crew.ts'

/** What was killed, and when. */
export type KillKind = CrashPoint | 'any moment' | 'database at any moment' | 'database during a checkpoint'

export interface CrashReport {
  store: string
  seed: number
  kills: number
  byKind: ReadonlyMap<KillKind, number>
  /** Null when the run broke off before anything was written. */
  figures: CrewFigures | null
  seconds: number
  violations: readonly string[]
}

/** The closing lines of a run. */
export function formatCrashReport(report: CrashReport): string {
  const { store, seed, kills, byKind, figures, seconds, violations } = report
  const kinds = [...byKind].map(([kind, count]) => `${count} ${kind}`).join(', ')
  return [
    `${store}: ${kills} kills in ${seconds.toFixed(1)} s (${(kills / seconds).toFixed(1)}/s), seed ${seed}: ${kinds}`,
    ...(figures === null ? [] : [writtenLine(figures)]),
    ...violations.map((violation) => `  VIOLATION ${violation}`),
    `  ${violations.length} violations`,
  ].join('\n')
}

function writtenLine({ edits, requests, retries, replayed }: CrewFigures): string {
  return `  ${edits} edits acknowledged in ${requests} requests, ${retries} retries, ${replayed} of them answered as replayed`
}
