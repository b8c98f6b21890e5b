import { STATES } from './coverage.ts'
import { unreached, type Totals } from './totals.ts'

/** Violations shown of a seed. */
const SHOWN_MAX = 3
/** Failed seeds shown. */
const SEEDS_MAX = 10

/** Figures and verdict of a run, as lines. */
export function totalsLines(totals: Totals, seconds: number): string[] {
  const { seeds, edits, lost, doubled, diverged, broken, excused, excusedLost } = totals
  const width = Math.max(...STATES.map((state) => state.length))
  return [
    'reached at least once:',
    ...STATES.map((state) => `  ${state.padEnd(width)} ${String(totals.counts[state]).padStart(9)}`),
    '',
    ...failureLines(totals),
    `${seeds} seeds, ${edits} edits: ${lost} lost, ${doubled} doubled, ${diverged} views diverged, ${broken} other violations; ${seconds.toFixed(1)} s`,
    `${excused} edits were of views that died unheard (no promise covers them): ${excusedLost} of these came to nothing, none came twice`,
  ]
}

function failureLines(totals: Totals): string[] {
  const failed = totals.failed
    .slice(0, SEEDS_MAX)
    .flatMap(({ seed, faults, violations }) => [
      `seed ${seed} at ${faults * 100} %: npm run sim -- --seed ${seed} --faults ${faults} --trace`,
      ...violations.slice(0, SHOWN_MAX).map((violation) => `  ${violation.slice(0, 300)}`),
    ])
  const more = totals.failed.length - SEEDS_MAX
  const missing = unreached(totals)
  return [...failed, ...(more > 0 ? [`… and ${more} more seeds`] : []), ...(missing.length > 0 ? [`never reached: ${missing.join('; ')}`] : [])]
}

export function hasFailed(totals: Totals): boolean {
  return totals.failed.length > 0 || unreached(totals).length > 0
}
