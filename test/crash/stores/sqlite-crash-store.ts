import { rm } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { scratchFolder } from '../../support/start-cart.ts'
import { checkRows, type DocumentRow, type LogRow } from './check-rows.ts'
import type { CrashStore } from './crash-store.ts'

/** A file of its own in a folder of its own, as the cart opens it by default. */
export function sqliteCrashStore(): CrashStore {
  const folder = scratchFolder()
  return {
    name: 'sqlite',
    env: { CART_DATA_DIR: folder },
    servers: 1,
    points: ['before-transaction', 'inside-transaction', 'before-commit', 'after-commit', 'during-checkpoint'],
    check: async () => checkSqliteFile(path.join(folder, 'cart.db')),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What is wrong with a database file, in words: first by SQLite's own check, then by ours. */
export function checkSqliteFile(file: string): string[] {
  const db = new DatabaseSync(file)
  // nothing is written here but what closing carries over
  db.exec('pragma synchronous = off')
  try {
    const integrity = db
      .prepare('pragma integrity_check')
      .all()
      .map((row) => String(row['integrity_check']))
    if (integrity.join() !== 'ok') return integrity.map((line) => `integrity_check: ${line}`)
    const documents = db.prepare('select document_id, revision, value from document').all()
    const log = db.prepare('select document_id, revision, mutation_id, changes from log').all()
    return checkRows(
      documents.map((row): DocumentRow => ({
        documentId: String(row['document_id']),
        revision: Number(row['revision']),
        value: JSON.parse(String(row['value'])) as DocumentRow['value'],
      })),
      log.map((row): LogRow => ({
        documentId: String(row['document_id']),
        revision: Number(row['revision']),
        mutationId: row['mutation_id'] === null ? null : String(row['mutation_id']),
        changes: JSON.parse(String(row['changes'])) as LogRow['changes'],
      })),
    )
  } finally {
    db.close()
  }
}
