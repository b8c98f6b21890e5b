import { runSeed } from './run-seed.ts'
import { addReport, emptyTotals, faultsOf, type Totals } from './totals.ts'

/** Seeds in a row. */
export interface Block {
  readonly from: number
  readonly count: number
  /** Probability of each fault; null = by the seed. */
  readonly faults: number | null
}

/** Runs a block in this thread. */
export async function runBlock({ from, count, faults }: Block): Promise<Totals> {
  const totals = emptyTotals()
  for (let seed = from; seed < from + count; seed += 1) {
    addReport(totals, await runSeed({ seed, faults: faults ?? faultsOf(seed), trace: null }))
  }
  return totals
}
