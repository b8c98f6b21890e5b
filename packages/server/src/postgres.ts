import type { DocumentStore } from '@lockstep/sync'
import { openPostgres } from './stores/postgres-open.ts'
import { createPostgresStore } from './stores/postgres-store.ts'
import { systemClock, systemIds, type Clock, type Ids } from './system.ts'

export interface PostgresOptions {
  clock?: Clock
  ids?: Ids
  /** Of the tables; made when absent. Apps that share a database each take their own. Default `lockstep`. */
  schema?: string
  /** Connections at most, of this process. Default 10. */
  connections?: number
  /** Set on one start after the database was restored from a backup: a new epoch, so that no view mistakes the old revisions for those it saw. */
  isRestored?: boolean
}

/**
 * A durable store in a PostgreSQL database, shared by any number of processes; tables are made when absent. What it acknowledged is on disk.
 * Needs the package `pg`.
 * @throws {AppError} STORE_UNAVAILABLE, STORE_TOO_NEW, STORE_DRIVER_MISSING (blame user).
 */
export async function postgres(url: string, options: PostgresOptions = {}): Promise<DocumentStore> {
  const { clock = systemClock, ids = systemIds, schema = 'lockstep', connections = 10, isRestored = false } = options
  const pool = await openPostgres({ url, schema, connections, isRestored }, () => ids.newId('e'))
  return createPostgresStore(pool, () => clock.now())
}
