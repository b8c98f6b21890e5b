import type { Interval } from './statistics.ts'

/** What a figure has to reach. A missed count is a fault of the program; a missed time is a finding, since machines differ. */
export interface Target {
  readonly bound: 'at-least' | 'at-most'
  readonly value: number
  readonly kind: 'count' | 'time'
}

export type Verdict = 'met' | 'missed' | 'recorded'

/** One figure of a run, with what it was made of. */
export interface Measure {
  /** Kebab-case, dotted: `durable-edits.batch-10`. */
  readonly id: string
  readonly what: string
  readonly value: number
  readonly unit: string
  /** 95 % of it, by bootstrap; null where there is nothing to resample. */
  readonly interval: Interval | null
  readonly target: Target | null
  /** For the table, short. */
  readonly note: string
  /** Spreads and samples, for the file. */
  readonly details: Readonly<Record<string, unknown>>
}

export function verdictOf({ value, target }: Pick<Measure, 'value' | 'target'>): Verdict {
  if (target === null) return 'recorded'
  const isMet = target.bound === 'at-least' ? value >= target.value : value <= target.value
  return isMet ? 'met' : 'missed'
}

/** True when a figure that does not depend on the machine was missed. */
export function hasMissedCount(measures: readonly Measure[]): boolean {
  return measures.some((measure) => measure.target?.kind === 'count' && verdictOf(measure) === 'missed')
}

export function atLeast(value: number, kind: Target['kind']): Target {
  return { bound: 'at-least', value, kind }
}

export function atMost(value: number, kind: Target['kind']): Target {
  return { bound: 'at-most', value, kind }
}
