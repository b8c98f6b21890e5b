import type { DatabaseSync, StatementSync, SQLInputValue } from 'node:sqlite'
import type { WrittenRow } from './watch-database.ts'

/** A row that is ready to go. */
type BoundRow = readonly [statement: StatementSync, params: readonly SQLInputValue[]]

/** The least a program can do: prepared statements, values that are ready, one transaction. It reads nothing, checks nothing and answers nobody. */
export interface RawWriter {
  prepare(rows: readonly WrittenRow[]): BoundRow[]
  commit(rows: readonly BoundRow[]): void
}

export function createRawWriter(db: DatabaseSync): RawWriter {
  const begin = db.prepare('begin immediate')
  const commit = db.prepare('commit')
  const statements = new Map<string, StatementSync>()
  return {
    prepare: (rows) =>
      rows.map(({ sql, params }) => {
        const statement = statements.get(sql) ?? db.prepare(sql)
        statements.set(sql, statement)
        return [statement, params]
      }),
    commit: (rows) => {
      begin.run()
      for (const [statement, params] of rows) statement.run(...params)
      commit.run()
    },
  }
}
