import { expect, test } from 'vitest'
import { hasFailed, totalsLines } from './print-totals.ts'
import { runOnWorkers } from './run-on-workers.ts'

const SEEDS = 10_000

test(`S0.27 R1 R2 R3 R4 R6 R7 R8 R15 ${SEEDS} seeds, every fault at 5 % and at 20 %: nothing lost, nothing doubled, every state reached`, async () => {
  const startedAt = performance.now()
  const totals = await runOnWorkers({ from: Math.floor(Math.random() * 1e9), seeds: SEEDS, faults: null })
  expect(hasFailed(totals) ? totalsLines(totals, (performance.now() - startedAt) / 1_000) : []).toEqual([])
})
