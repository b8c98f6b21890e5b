import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** One statement as it was run. */
export interface Execution {
  readonly sql: string
  readonly params: readonly SQLInputValue[]
  /** Rows it answered. */
  readonly rows: number
}

/** One row as it was written: a statement and what was bound to it. */
export type WrittenRow = Pick<Execution, 'sql' | 'params'>

const ROW_COUNTS: Readonly<Record<string, (result: unknown) => number>> = {
  run: () => 0,
  get: (row) => (row === undefined ? 0 : 1),
  all: (rows) => (Array.isArray(rows) ? rows.length : 0),
}

/** The same database, with each run of a prepared statement told to `seen`. */
export function watchDatabase(db: DatabaseSync, seen: (execution: Execution) => void): DatabaseSync {
  const prepare = (sql: string): StatementSync =>
    withMethods(db.prepare(sql), (statement) =>
      Object.fromEntries(
        Object.entries(ROW_COUNTS).map(([method, count]) => [
          method,
          (...params: SQLInputValue[]) => {
            const result: unknown = Reflect.apply(Reflect.get(statement, method, statement), statement, params)
            seen({ sql, params, rows: count(result) })
            return result
          },
        ]),
      ),
    )
  return withMethods(db, () => ({ prepare }))
}

/** The same database, with each row that is put there told to `onRow`. */
export function recordWrites(db: DatabaseSync, onRow: (row: WrittenRow) => void): DatabaseSync {
  return watchDatabase(db, ({ sql, params }) => {
    if (/^\s*(insert|update)\b/i.test(sql)) onRow({ sql, params })
  })
}

function withMethods<T extends object>(target: T, methodsOf: (target: T) => Readonly<Record<string, unknown>>): T {
  const methods = new Map(Object.entries(methodsOf(target)))
  return new Proxy(target, {
    get: (inner, key) => {
      if (typeof key === 'string' && methods.has(key)) return methods.get(key)
      const value: unknown = Reflect.get(inner, key, inner)
      return typeof value === 'function' ? value.bind(inner) : value
    },
  })
}
