import { join } from 'node:path'
import type { Measure } from '../harness/measure.ts'
import { withScratch } from '../harness/scratch.ts'
import { spreadOf } from '../harness/statistics.ts'
import { editOf, oneMore } from './cart-documents.ts'
import { fillDocuments } from './fill-documents.ts'
import { openContestant } from './open-contender.ts'

const LINES = 3
/** Edits that are on their way at once. */
const AT_ONCE = 256
/** Past the number of the mutation that made the documents. */
const FIRST_MUTATION = 1_000

/** So many documents, each edited once, many at once: how fast, and that none of them was lost. */
export async function measureEachOnce(documents: number): Promise<Measure[]> {
  return withScratch(async (folder) => {
    const path = join(folder, 'each-once.db')
    const first = await fillDocuments(path, documents, LINES)
    const contestant = openContestant(path)
    const latencies: number[] = []
    const start = performance.now()
    for (let next = 0; next < documents; next += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, documents - next) }, (_unused, index) => next + index)
      const edits = numbers.map((number) => editOf(first(number).documentId, first(number), oneMore(first(number).value, 0), FIRST_MUTATION + number))
      const asked = performance.now()
      await Promise.all(edits.map((edit) => contestant.carts.sync(edit, { actor: 'user' })))
      latencies.push(performance.now() - asked)
    }
    const perSecond = documents / ((performance.now() - start) / 1_000)
    const missing = Number(contestant.db.prepare('select count(*) as missing from document where revision <> 2').get()?.['missing'])
    await contestant.store.close()
    const spread = spreadOf(latencies)
    const count = documents.toLocaleString('en')
    return [
      {
        id: `each-once.edits-per-second`,
        what: `${count} documents, one edit each, ${AT_ONCE} at once`,
        value: perSecond,
        unit: 'edits/s',
        interval: null,
        target: null,
        note: `p50 ${spread.median.toFixed(1)}, p99 ${spread.p99.toFixed(1)} ms`,
        details: { latencyMs: spread },
      },
      {
        id: `each-once.lost`,
        what: `${count} documents, one edit each: lost or doubled`,
        value: missing,
        unit: '',
        interval: null,
        target: { bound: 'at-most', value: 0, kind: 'count' },
        note: '',
        details: {},
      },
    ]
  })
}
