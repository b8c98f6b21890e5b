import type { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { interleave } from '../harness/interleave.ts'
import { atLeast, type Measure } from '../harness/measure.ts'
import { withScratch } from '../harness/scratch.ts'
import { bootstrapMedian, median, quantile, spreadOf } from '../harness/statistics.ts'
import { openContestant, openDatabase } from './open-contender.ts'
import { createRawWriter } from './raw-writer.ts'
import { createRehearsal, type Batch, type Rehearsal } from './rehearsal.ts'

/** Share of what raw SQLite does with the same rows. */
const SHARE_MIN = 0.7
const LINES = 10

export interface BatchPlan {
  /** Edits that are asked for at once, each of another document. */
  readonly size: number
  readonly rounds: number
  /** Batches a round. */
  readonly batches: number
}

export const FULL_PLANS: readonly BatchPlan[] = [
  { size: 1, rounds: 20, batches: 250 },
  { size: 10, rounds: 20, batches: 150 },
  { size: 50, rounds: 20, batches: 60 },
  { size: 256, rounds: 20, batches: 16 },
]
export const QUICK_PLANS: readonly BatchPlan[] = [
  { size: 1, rounds: 2, batches: 10 },
  { size: 10, rounds: 2, batches: 4 },
]

/** Edits per second that are on disk when they are answered, against raw SQLite that writes the same rows in the same batches. */
export async function measureDurableEdits(plans: readonly BatchPlan[]): Promise<Measure[]> {
  const measures: Measure[] = []
  for (const plan of plans) measures.push(await withScratch((folder) => measureBatch(folder, plan)))
  return measures
}

async function measureBatch(folder: string, { size, rounds, batches }: BatchPlan): Promise<Measure> {
  const rehearsal = createRehearsal()
  const ours = openContestant(join(folder, 'ours.db'))
  const rawDb = openDatabase(join(folder, 'raw.db'))
  const raw = createRawWriter(rawDb)
  const latencies = { ours: [] as number[], raw: [] as number[] }

  const commitOurs = async ({ edits }: Batch) => {
    const outcomes = await Promise.all(edits.map((edit) => ours.carts.sync(edit, { actor: 'user' })))
    if (outcomes.some((outcome) => !outcome.ok)) throw new Error('an edit of the measurement was refused')
  }
  const created = await rehearsal.create(Math.max(64, size * 2), LINES)
  await commitOurs(created)
  raw.commit(raw.prepare(created.rows))
  // both have run their code before it counts
  for (const batch of await rehearse(rehearsal, 5, size)) {
    await commitOurs(batch)
    raw.commit(raw.prepare(batch.rows))
  }

  let round: readonly Batch[] = []
  let bound: Array<ReturnType<typeof raw.prepare>> = []
  const perSecond = await interleave(
    rounds,
    {
      ours: async () => {
        const start = performance.now()
        for (const batch of round) {
          const batchStart = performance.now()
          await commitOurs(batch)
          latencies.ours.push(performance.now() - batchStart)
        }
        return (size * round.length) / ((performance.now() - start) / 1_000)
      },
      raw: () => {
        const start = performance.now()
        for (const rows of bound) {
          const batchStart = performance.now()
          raw.commit(rows)
          latencies.raw.push(performance.now() - batchStart)
        }
        return (size * bound.length) / ((performance.now() - start) / 1_000)
      },
    },
    async () => {
      round = await rehearse(rehearsal, batches, size)
      bound = round.map(({ rows }) => raw.prepare(rows))
    },
  )
  assertSameRows(ours.db, rawDb)
  await rehearsal.close()
  await ours.store.close()
  rawDb.close()

  const ratios = perSecond.ours.map((value, index) => value / (perSecond.raw[index] ?? Number.NaN))
  const p99 = { ours: quantile(latencies.ours, 0.99), raw: quantile(latencies.raw, 0.99) }
  return {
    id: `durable-edits.batch-${size}`,
    what: `durable edits, ${size} at once, of raw SQLite`,
    value: median(ratios),
    unit: 'x',
    interval: bootstrapMedian(ratios),
    target: atLeast(SHARE_MIN, 'time'),
    note: `${rate(perSecond.ours)} against ${rate(perSecond.raw)} edits/s; p99 ${p99.ours.toFixed(1)} against ${p99.raw.toFixed(1)} ms`,
    details: {
      editsPerSecond: { ours: perSecond.ours.map(Math.round), raw: perSecond.raw.map(Math.round) },
      latencyMs: { ours: spreadOf(latencies.ours), raw: spreadOf(latencies.raw) },
      rowsPerEdit: (round[0]?.rows.length ?? 0) / size,
    },
  }
}

async function rehearse(rehearsal: Rehearsal, batches: number, size: number): Promise<Batch[]> {
  const round: Batch[] = []
  for (let batch = 0; batch < batches; batch += 1) round.push(await rehearsal.edit(size))
  return round
}

function rate(perSecond: readonly number[]): string {
  return Math.round(median(perSecond)).toLocaleString('en')
}

/** A comparison with somebody who did less would be worth nothing. */
function assertSameRows(ours: DatabaseSync, raw: DatabaseSync): void {
  const tables = ours.prepare("select name from sqlite_master where type = 'table' order by name").all()
  for (const { name } of tables) {
    const all = (db: DatabaseSync) =>
      db
        .prepare(`select * from ${String(name)}`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\n')
    if (all(ours) !== all(raw)) throw new Error(`expected both contenders to have written the same rows, but ${String(name)} differs`)
  }
}
