import { merge } from '@lockstep/sync'
import type { DocumentValue } from '@lockstep/sync'
import { cartSpec } from '../../apps/cart/shared/cart-spec.ts'
import { interleave } from '../harness/interleave.ts'
import { atMost, type Measure } from '../harness/measure.ts'
import { bootstrapMedian, growthExponent, median, spreadOf } from '../harness/statistics.ts'
import { lineId, linesValue } from './cart-documents.ts'

const MERGE_MS_MAX = 0.2
const EXPONENT_MAX = 1.1
const GATED_LINES = new Set([100, 250])

/** The three-way merge alone, in the worst case: every line changed on both sides. */
export async function measureMerge(plan: { sizes: readonly number[]; rounds: number; merges: number }): Promise<Measure[]> {
  const spec = cartSpec()
  const cases = Object.fromEntries(plan.sizes.map((lines) => [String(lines), sidesOf(lines)]))
  const run = (lines: string): number => {
    const sides = cases[lines] ?? sidesOf(1)
    const start = performance.now()
    for (let turn = 0; turn < plan.merges; turn += 1) merge(spec, sides.base, sides.mine, sides.current)
    return (performance.now() - start) / plan.merges
  }
  for (const lines of plan.sizes) run(String(lines))
  const times = await interleave(plan.rounds, Object.fromEntries(plan.sizes.map((lines) => [String(lines), () => run(String(lines))])))
  const measures = plan.sizes.map((lines): Measure => {
    const samples = times[String(lines)] ?? []
    return {
      id: `merge.lines-${lines}`,
      what: `merge of ${lines} lines, all changed on both sides`,
      value: median(samples),
      unit: 'ms',
      interval: bootstrapMedian(samples),
      target: GATED_LINES.has(lines) ? atMost(MERGE_MS_MAX, 'time') : null,
      note: `p95 ${spreadOf(samples).p95.toFixed(4)}`,
      details: { ms: samples },
    }
  })
  // a handful of lines costs what the call costs: growth shows above it
  const points = measures.flatMap(({ value }, index) => ((plan.sizes[index] ?? 0) < 10 ? [] : [[plan.sizes[index] ?? 0, value] as const]))
  return [...measures, exponentOf(points)]
}

function exponentOf(points: ReadonlyArray<readonly [number, number]>): Measure {
  const value = growthExponent(points)
  const what = 'merge: exponent of its growth with lines'
  const note = `from ${points.map(([lines]) => lines).join(', ')} lines`
  return { id: 'merge.exponent', what, value, unit: '', interval: null, target: atMost(EXPONENT_MAX, 'time'), note, details: {} }
}

/** Both sides raise every line, each by its own number. */
function sidesOf(lines: number): Record<'base' | 'mine' | 'current', DocumentValue> {
  const raised = (by: number): DocumentValue => ({
    lines: Object.fromEntries(Array.from({ length: lines }, (_unused, line) => [lineId(line), 1 + (line % 9) + by])),
    notes: {},
  })
  return { base: linesValue(lines), mine: raised(1), current: raised(2) }
}
