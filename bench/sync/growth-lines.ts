import { join } from 'node:path'
import type { Snapshot } from '@lockstep/sync'
import { interleave } from '../harness/interleave.ts'
import { atMost, type Measure } from '../harness/measure.ts'
import { withScratch } from '../harness/scratch.ts'
import { bootstrapRatio, median, spreadOf } from '../harness/statistics.ts'
import { documentId, editOf, linesValue, oneMore } from './cart-documents.ts'
import { commitOne, timeLone } from './lone-commits.ts'
import { openContestant } from './open-contender.ts'

/** Times that a commit may take longer with 100 lines than with one. */
const GROWTH_MAX = 2
const GATED_LINES = 100

/** A lone commit of one click, by the number of lines of the cart, against a cart of one line. */
export async function measureLines(plan: { sizes: readonly number[]; rounds: number; commits: number }): Promise<Measure[]> {
  return withScratch(async (folder) => {
    const sizes = [1, ...plan.sizes]
    const carts = await Promise.all(sizes.map((lines) => openCart(join(folder, `${lines}.db`), lines)))
    const latencies = carts.map((): number[] => [])
    const times = await interleave(
      plan.rounds,
      Object.fromEntries(
        carts.map((cart, index) => [
          String(index),
          async () => {
            const took = await cart.click(plan.commits)
            latencies[index]?.push(...took)
            return median(took)
          },
        ]),
      ),
    )
    await Promise.all(carts.map((cart) => cart.close()))
    const one = times['0'] ?? []
    return plan.sizes.map((lines, index): Measure => {
      const many = times[String(index + 1)] ?? []
      const spread = spreadOf(latencies[index + 1] ?? [])
      return {
        id: `growth.lines-${lines}`,
        what: `commit with ${lines} lines, of one with 1 line`,
        value: median(many) / median(one),
        unit: 'x',
        interval: bootstrapRatio(many, one),
        target: lines === GATED_LINES ? atMost(GROWTH_MAX, 'time') : null,
        note: `p50 ${median(many).toFixed(3)} against ${median(one).toFixed(3)} ms; reply ${carts[index + 1]?.replyBytes()} B`,
        details: { p50Ms: { many, one }, latencyMs: spread, replyBytes: carts[index + 1]?.replyBytes() },
      }
    })
  })
}

async function openCart(path: string, lines: number) {
  const contestant = openContestant(path)
  const id = documentId(lines)
  let minted = 0
  let replyBytes = 0
  let held: Snapshot = await commitOne(contestant, editOf(id, null, linesValue(lines), (minted += 1)))
  const click = (count: number) =>
    timeLone(
      contestant,
      count,
      () => editOf(id, held, oneMore(held.value, minted % lines), (minted += 1)),
      (reply) => {
        held = reply
        replyBytes = Buffer.byteLength(JSON.stringify(reply))
      },
    )
  await click(20)
  return { click, replyBytes: () => replyBytes, close: () => contestant.store.close() }
}
