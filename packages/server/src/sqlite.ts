import type { DocumentStore } from '@lockstep/sync'
import { openSqlite, renewEpoch } from './stores/sqlite-open.ts'
import { createSqliteStore } from './stores/sqlite-store.ts'
import { systemClock, systemIds, type Clock, type Ids } from './system.ts'

export interface SqliteOptions {
  clock?: Clock
  ids?: Ids
  /** Set on the first start after the file was restored from a backup: a new epoch, so that no view mistakes the old revisions for those it saw. */
  isRestored?: boolean
}

/**
 * A durable store in one file, written by one process; made with its folder when absent. What it acknowledged is on disk.
 * @throws {AppError} STORE_UNAVAILABLE, STORE_TOO_NEW (blame user).
 */
export function sqlite(path: string, options: SqliteOptions = {}): DocumentStore {
  const { clock = systemClock, ids = systemIds, isRestored = false } = options
  const db = openSqlite(path, () => ids.newId('e'))
  if (isRestored) renewEpoch(db, ids.newId('e'))
  return createSqliteStore(db, () => clock.now())
}
