import type { Decision, Loaded, Want } from '@lockstep/sync'
import type { Pool, PoolClient, QueryConfig } from 'pg'
import { isClash, isLost, isOfOneJob, isRace, postgresError } from './postgres-error.ts'
import { loadedOf, loadQuery, type LoadedRow } from './postgres-load.ts'
import { statement } from './postgres-statement.ts'
import { toText } from './postgres-text.ts'
import { writeQueries, type Absences } from './postgres-write.ts'

/** Times one transaction is run before its clash counts as a true one, or its bad luck as an outage. */
const TRIES = 5

// Read committed, whatever the default: each statement sees all that was committed before it, and so what was while the lock was waited for.
const BEGIN = 'begin isolation level read committed'
const lockDocument = statement('lock document', 'select from document where document_id = $1 for update')
const lockRecords = statement(
  'lock records',
  'select kind, key from record where (kind, key) in (select * from unnest($1::text[], $2::text[])) order by kind, key for update',
)

export interface CommitJob {
  want: Want
  decide: (loaded: Loaded) => Decision<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}
type Outcome = { result: unknown } | { error: unknown }
/** How far a transaction came: what its failure means depends on it. */
type Progress = { at: 'connecting' | 'open' | 'committing' }

/**
 * Commits jobs of one document in one transaction, each over what the one before it left, and settles them once that is on disk.
 * The rows of the document and of the records asked for are locked. For rows that are not there yet unique constraints let one transaction win, and the
 * other runs again. So any number of processes may do this at once.
 */
export async function commitTogether(pool: Pool, now: () => number, jobs: readonly CommitJob[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const progress: Progress = { at: 'connecting' }
    try {
      const outcomes = await transact(pool, now(), jobs, progress)
      for (const [index, outcome] of outcomes.entries()) {
        if ('error' in outcome) jobs[index]?.reject(outcome.error)
        else jobs[index]?.resolve(outcome.result)
      }
      return
    } catch (error) {
      if (isOfOneJob(error) && jobs.length > 1) {
        // alone, each meets its own fate
        for (const job of jobs) await commitTogether(pool, now, [job])
        return
      }
      if (mayPassAgain(error, progress, tries)) continue
      for (const job of jobs) job.reject(postgresError(error, progress.at !== 'committing'))
      return
    }
  }
}

function mayPassAgain(error: unknown, { at }: Progress, tries: number): boolean {
  if (isClash(error) || isRace(error)) return tries < TRIES
  // a connection that broke before COMMIT was sent took its transaction along, and another may be fine; afterwards nobody knows
  return isLost(error) && at === 'open' && tries === 1
}

async function transact(pool: Pool, now: number, jobs: readonly CommitJob[], progress: Progress): Promise<Outcome[]> {
  const client = await pool.connect()
  progress.at = 'open'
  try {
    const outcomes = await transactOn(client, now, jobs, progress)
    client.release()
    return outcomes
  } catch (error) {
    // closed, which also takes the transaction back: a connection that failed in the middle of one is not trusted again
    client.release(true)
    throw error
  }
}

/** Two flushes for one job, one more for each further one: what is asked without waiting goes to the server in one go. */
async function transactOn(client: PoolClient, now: number, jobs: readonly CommitJob[], progress: Progress): Promise<Outcome[]> {
  const { absent, first } = await begin(client, now, jobs)
  let rows = first
  const outcomes: Outcome[] = []
  let hasWritten = false
  for (const [index, job] of jobs.entries()) {
    const { outcome, queries } = decideOver(rows, job, absent)
    outcomes.push(outcome)
    hasWritten ||= queries.length > 0
    const writing = queries.map((query) => client.query(query))
    const next = jobs[index + 1]
    if (next === undefined) {
      if (hasWritten) progress.at = 'committing'
      await Promise.all([...writing, client.query(hasWritten ? 'commit' : 'rollback')])
    } else {
      const loading = client.query<LoadedRow>(loadQuery(next.want, now))
      await Promise.all([...writing, loading])
      rows = (await loading).rows
    }
  }
  return outcomes
}

async function begin(client: PoolClient, now: number, jobs: readonly CommitJob[]): Promise<{ absent: Absences; first: readonly LoadedRow[] }> {
  const [job] = jobs
  if (job === undefined) throw new Error('Expected at least one job.')
  const records = jobs.flatMap(({ want }) => want.records ?? [])
  const keys = [records.map(({ kind }) => toText(kind)), records.map(({ key }) => toText(key))]
  const [, document, found, loaded] = await Promise.all([
    client.query(BEGIN),
    client.query(lockDocument([toText(job.want.documentId)])),
    records.length === 0 ? null : client.query<{ kind: string; key: string }>(lockRecords(keys)),
    client.query<LoadedRow>(loadQuery(job.want, now)),
  ])
  const there = new Set(found?.rows.map(({ kind, key }) => `${kind}:${key}`))
  const missing = records.filter(({ kind, key }) => !there.has(`${toText(kind)}:${toText(key)}`))
  const absent = { document: document.rowCount === 0, records: new Set(missing.map(({ kind, key }) => `${kind}:${key}`)) }
  return { absent, first: loaded.rows }
}

/** What a `decide` throws is its job's own affair: the others go on. */
function decideOver(
  rows: readonly LoadedRow[],
  { want, decide }: CommitJob,
  absent: Absences,
): { outcome: Outcome; queries: readonly QueryConfig[] } {
  const loaded = loadedOf(rows, want)
  try {
    const { writes, result } = decide(loaded)
    return { outcome: { result }, queries: writes.flatMap((write) => writeQueries(write, absent)) }
  } catch (error) {
    return { outcome: { error }, queries: [] }
  }
}
