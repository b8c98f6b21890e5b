import type { DocumentStore } from '@lockstep/sync'
import { openSqlite } from './stores/sqlite-open.ts'
import { createSqliteStore } from './stores/sqlite-store.ts'
import { systemClock, systemIds, type Clock, type Ids } from './system.ts'

/**
 * A durable store in one file, written by one process; made with its folder when absent. What it acknowledged is on disk.
 * @throws {AppError} STORE_UNAVAILABLE, STORE_TOO_NEW (blame user).
 */
export function sqlite(path: string, options: { clock?: Clock; ids?: Ids } = {}): DocumentStore {
  const { clock = systemClock, ids = systemIds } = options
  return createSqliteStore(
    openSqlite(path, () => ids.newId('e')),
    () => clock.now(),
  )
}
