import { addCounts, emptyCounts, STATES, type Counts, type State } from './coverage.ts'
import type { SeedReport } from './run-seed.ts'

/** A run of many seeds, summed up. Whatever the number of workers, the same seeds give the same figures. */
export interface Totals {
  seeds: number
  edits: number
  lost: number
  doubled: number
  diverged: number
  /** Other rules that did not hold. */
  broken: number
  /** Edits of views that died unheard, and how many of them came to nothing: no promise covers these. */
  excused: number
  excusedLost: number
  counts: Counts
  failed: FailedSeed[]
}

export interface FailedSeed {
  readonly seed: number
  readonly faults: number
  readonly violations: readonly string[]
}

/** Probabilities of each fault; a seed that names none runs with the first when it is odd and the second when it is even. */
const FAULT_RATES = [0.05, 0.2] as const
/** A run of so many seeds must have reached every state. */
const FULL_COVERAGE_SEEDS = 1_000

export function faultsOf(seed: number): number {
  return seed % 2 === 1 ? FAULT_RATES[0] : FAULT_RATES[1]
}

export function emptyTotals(): Totals {
  return { seeds: 0, edits: 0, lost: 0, doubled: 0, diverged: 0, broken: 0, excused: 0, excusedLost: 0, counts: emptyCounts(), failed: [] }
}

export function addReport(totals: Totals, report: SeedReport): void {
  const { seed, faults, edits, lost, doubled, diverged, excused, excusedLost, violations } = report
  addCounts(totals.counts, report.counts)
  addNumbers(totals, { seeds: 1, edits, lost, doubled, diverged, excused, excusedLost, broken: violations.length - lost - doubled })
  if (violations.length > 0) totals.failed.push({ seed, faults, violations })
}

export function addTotals(to: Totals, from: Totals): void {
  addCounts(to.counts, from.counts)
  addNumbers(to, from)
  to.failed.push(...from.failed)
}

type Numbers = Omit<Totals, 'counts' | 'failed'>

function addNumbers(to: Totals, from: Numbers): void {
  to.seeds += from.seeds
  to.edits += from.edits
  to.lost += from.lost
  to.doubled += from.doubled
  to.diverged += from.diverged
  to.broken += from.broken
  to.excused += from.excused
  to.excusedLost += from.excusedLost
}

/** States that a run should have reached and did not. */
export function unreached(totals: Totals): State[] {
  return totals.seeds < FULL_COVERAGE_SEEDS ? [] : STATES.filter((state) => totals.counts[state] === 0)
}
