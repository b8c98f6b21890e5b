import { createDocumentHandle, type DocumentHandle } from '@lockstep/server'
import type { DocumentStore } from '@lockstep/sync'
import type { DatabaseSync } from 'node:sqlite'
import { cartSpec } from '../../apps/cart/shared/cart-spec.ts'
import { openSqlite } from '../../packages/server/src/stores/sqlite-open.ts'
import { createSqliteStore } from '../../packages/server/src/stores/sqlite-store.ts'

/** All contenders live at one moment in one epoch, so that they write the same bytes. */
const BENCH_NOW = Date.UTC(2026, 10, 21)
const IDLE_TTL_MS = 24 * 60 * 60_000

/** The commit function over a database of its own. */
export interface Contestant {
  readonly db: DatabaseSync
  readonly store: DocumentStore
  readonly carts: DocumentHandle
}

/** Opens a database as the sqlite store does: WAL, synchronous FULL. */
export function openDatabase(path: string): DatabaseSync {
  return openSqlite(path, () => 'e_bench')
}

export function openContestant(path: string, seenAs: (db: DatabaseSync) => DatabaseSync = (db) => db): Contestant {
  const db = openDatabase(path)
  const store = createSqliteStore(seenAs(db), () => BENCH_NOW)
  return { db, store, carts: createDocumentHandle(cartSpec(), IDLE_TTL_MS, store, () => BENCH_NOW) }
}
