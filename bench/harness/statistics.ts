import { seededRandom } from '../../test/support/seeded-random.ts'

/** Resamples behind a bootstrap interval. */
const RESAMPLES = 2_000
/** Seed of the resampling, so that the same samples give the same interval. */
const BOOTSTRAP_SEED = 20261121

/** The middle of the samples, and how far they spread. */
export interface Spread {
  readonly median: number
  readonly p95: number
  readonly p99: number
  readonly min: number
  readonly max: number
}

/** The two ends of a 95 % interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** The q-quantile, interpolated between neighbours; NaN of nothing. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const position = (sorted.length - 1) * q
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

export function spreadOf(samples: readonly number[]): Spread {
  return {
    median: median(samples),
    p95: quantile(samples, 0.95),
    p99: quantile(samples, 0.99),
    min: quantile(samples, 0),
    max: quantile(samples, 1),
  }
}

/** Where the median of samples like these lies in 95 of 100 cases. */
export function bootstrapMedian(samples: readonly number[]): Interval {
  const random = seededRandom(BOOTSTRAP_SEED)
  const medians = Array.from({ length: RESAMPLES }, () => median(samples.map(() => samples[Math.floor(random() * samples.length)] ?? Number.NaN)))
  return { low: quantile(medians, 0.025), high: quantile(medians, 0.975) }
}

/** Where the ratio of two medians lies in 95 of 100 cases, the samples of each drawn on their own. */
export function bootstrapRatio(numerator: readonly number[], denominator: readonly number[]): Interval {
  const random = seededRandom(BOOTSTRAP_SEED)
  const draw = (samples: readonly number[]) => median(samples.map(() => samples[Math.floor(random() * samples.length)] ?? Number.NaN))
  const ratios = Array.from({ length: RESAMPLES }, () => draw(numerator) / draw(denominator))
  return { low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) }
}

/** The exponent of growth: the slope of log(y) over log(x), by least squares. 1 = linear. */
export function growthExponent(points: ReadonlyArray<readonly [number, number]>): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const)
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
