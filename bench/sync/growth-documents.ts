import { join } from 'node:path'
import { statSync } from 'node:fs'
import type { Snapshot } from '@lockstep/sync'
import { seededRandom } from '../../test/support/seeded-random.ts'
import { interleave } from '../harness/interleave.ts'
import { atMost, type Measure } from '../harness/measure.ts'
import { withScratch } from '../harness/scratch.ts'
import { bootstrapRatio, median, spreadOf } from '../harness/statistics.ts'
import { editOf, oneMore } from './cart-documents.ts'
import { fillDocuments } from './fill-documents.ts'
import { timeLone } from './lone-commits.ts'
import { openContestant } from './open-contender.ts'

/** Times that a commit may take longer among a million documents than alone. */
const GROWTH_MAX = 1.5
const LINES = 3
const SEED = 6

export interface DocumentsPlan {
  /** Documents in the large file, and in the one between; the small one has one. */
  readonly many: number
  readonly some: number
  readonly rounds: number
  readonly commits: number
}

/** A lone commit to one document among many, each document edited once, against a file that has only one. */
export async function measureDocuments({ many, some, rounds, commits }: DocumentsPlan): Promise<Measure[]> {
  return withScratch(async (folder) => {
    const names = ['one', 'some', 'many'] as const
    const counts = { one: 1, some, many }
    const files = { one: join(folder, 'one.db'), some: join(folder, 'some.db'), many: join(folder, 'many.db') }
    const opened = { one: await openFile(files.one, 1), some: await openFile(files.some, some), many: await openFile(files.many, many) }
    const latencies = { one: [] as number[], some: [] as number[], many: [] as number[] }
    const timed = (name: (typeof names)[number]) => async () => {
      const took = await opened[name].click(commits)
      latencies[name].push(...took)
      return median(took)
    }
    for (const name of names) await opened[name].click(10)
    const times = await interleave(rounds, { one: timed('one'), some: timed('some'), many: timed('many') })
    for (const name of names) await opened[name].close()
    return (['some', 'many'] as const).map((name): Measure => {
      const count = counts[name].toLocaleString('en')
      return {
        id: `growth.documents-${counts[name]}`,
        what: `commit among ${count} documents, of one alone`,
        value: median(times[name]) / median(times.one),
        unit: 'x',
        interval: bootstrapRatio(times[name], times.one),
        target: name === 'many' ? atMost(GROWTH_MAX, 'time') : null,
        note: `p50 ${median(times[name]).toFixed(3)} against ${median(times.one).toFixed(3)} ms; file ${megabytes(files[name])} MB`,
        details: { p50Ms: { with: times[name], alone: times.one }, latencyMs: { with: spreadOf(latencies[name]), alone: spreadOf(latencies.one) } },
      }
    })
  })
}

async function openFile(path: string, count: number) {
  const first = await fillDocuments(path, count, LINES)
  const contestant = openContestant(path)
  const random = seededRandom(SEED)
  const edited = new Set<number>()
  let minted = 0
  let last: Snapshot | null = null
  /** Of a lone document the newest state, else one that nobody has touched. */
  const next = (): Snapshot => {
    if (count === 1) return last ?? first(0)
    let number = Math.floor(random() * count)
    while (edited.has(number)) number = Math.floor(random() * count)
    edited.add(number)
    return first(number)
  }
  const click = (commits: number) =>
    timeLone(
      contestant,
      commits,
      () => {
        const held = next()
        return editOf(held.documentId, held, oneMore(held.value, minted % LINES), FIRST_MUTATION + (minted += 1))
      },
      (reply) => {
        last = reply
      },
    )
  return { click, close: () => contestant.store.close() }
}

/** Past the number of the mutation that made the documents. */
const FIRST_MUTATION = 1_000

function megabytes(path: string): string {
  return (statSync(path).size / 1e6).toFixed(0)
}
