import { DatabaseSync, StatementSync, type StatementResultingChanges } from 'node:sqlite'
import { pass } from './crash-point.ts'

/** What a test changes in the connection that the real store opens. */
export interface SqliteTampering {
  /** In place of FULL: commits are not on disk when they are answered. */
  synchronous?: 'normal'
}

const connections = new Set<DatabaseSync>()
const writing = new WeakSet<DatabaseSync>()

/**
 * Watches the statements of every SQLite connection of this process, and passes the crash points on the way. The store and the server are the
 * real ones; a store that opened its transactions in another way would never reach a point, which the kill loop reports.
 */
export function tamperWithSqlite({ synchronous }: SqliteTampering): void {
  const exec = DatabaseSync.prototype.exec
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    connections.add(this)
    around(this, sql, () => exec.call(this, synchronous === undefined ? sql : sql.replace(/synchronous\s*=\s*full/i, `synchronous = ${synchronous}`)))
  }
  const run = StatementSync.prototype.run as (...values: unknown[]) => StatementResultingChanges
  const tampered = function (this: StatementSync, ...values: unknown[]): StatementResultingChanges {
    const result = run.apply(this, values)
    pass('inside-transaction')
    return result
  }
  StatementSync.prototype.run = tampered
}

function around(db: DatabaseSync, sql: string, run: () => void): void {
  if (/^\s*begin\s+immediate/i.test(sql)) {
    pass('before-transaction')
    run()
    writing.add(db)
  } else if (/^\s*commit/i.test(sql) && writing.has(db)) {
    pass('before-commit')
    run()
    writing.delete(db)
    pass('after-commit')
  } else run()
}

/** Runs SQL on the store's own connection, such as a pragma that holds for one connection only. */
export function onStoreConnection(sql: string): void {
  for (const db of connections) if (db.isOpen) db.exec(sql)
}
