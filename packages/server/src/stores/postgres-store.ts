import { AppError } from '@lockstep/contract'
import type { Decision, DocumentStore, Loaded, Want } from '@lockstep/sync'
import type { Pool } from 'pg'
import { createDocumentLanes } from './document-lanes.ts'
import { commitTogether, type CommitJob } from './postgres-commit.ts'
import { postgresError } from './postgres-error.ts'
import { loadedOf, loadQuery, type LoadedRow } from './postgres-load.ts'
import { sweepPostgres } from './postgres-sweep.ts'

/** Jobs of one document in one transaction; more wait, so that other processes get at the document in between. */
const GROUP_MAX = 32

/** A store over an open database, whose pool it owns from here on. */
export function createPostgresStore(pool: Pool, now: () => number): DocumentStore {
  const lanes = createDocumentLanes<CommitJob>(GROUP_MAX, (jobs) => commitTogether(pool, now, jobs))
  const pending = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  /** Starts work unless closed, and lets `close` wait for it. */
  async function during<T>(work: () => Promise<T>): Promise<T> {
    if (closing !== undefined) throw new AppError('STORE_UNAVAILABLE', 'Expected an open store, got a closed one.')
    const promise = work()
    pending.add(promise)
    try {
      return await promise
    } finally {
      pending.delete(promise)
    }
  }

  async function close(): Promise<void> {
    await Promise.allSettled(pending)
    await pool.end()
  }

  return {
    load: (want) =>
      during(async () => {
        const { rows } = await pool.query<LoadedRow>(loadQuery(want, now())).catch((error: unknown) => Promise.reject(postgresError(error)))
        return loadedOf(rows, want)
      }),
    commit: <R>(want: Want, decide: (loaded: Loaded) => Decision<R>) =>
      // the lane holds jobs of every type; this one's result comes back to this one's promise only
      during(
        () =>
          new Promise<R>((resolve, reject) => lanes.enqueue(want.documentId, { want, decide, resolve: (result) => resolve(result as R), reject })),
      ),
    sweep: (before, at) => during(() => sweepPostgres(pool, before, at)),
    close: () => (closing ??= close()),
  }
}
