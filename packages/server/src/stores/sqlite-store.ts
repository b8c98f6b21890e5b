import { AppError } from '@lockstep/contract'
import type { DocumentStore, Loaded, Want } from '@lockstep/sync'
import type { DatabaseSync } from 'node:sqlite'
import { createGroupCommit } from './group-commit.ts'
import { isBusy, storeError } from './sqlite-error.ts'
import { epochOf } from './sqlite-open.ts'
import { createSqliteRows } from './sqlite-rows.ts'

/** A store over an open database, which it owns from here on. */
export function createSqliteStore(db: DatabaseSync, now: () => number): DocumentStore {
  const epoch = epochOf(db)
  const rows = createSqliteRows(db)
  const group = createGroupCommit(db)
  const load = (want: Want): Loaded => ({ epoch, ...rows.load(want, now()) })
  return {
    load: async (want) => {
      if (!db.isOpen) throw new AppError('STORE_UNAVAILABLE', 'Expected an open store, got a closed one.')
      return readTogether(db, () => load(want))
    },
    commit: (want, decide) =>
      group.enqueue(() => {
        const { writes, result } = decide(load(want))
        return () => {
          for (const write of writes) rows.write(write)
          return result
        }
      }),
    sweep: (before, at) => group.enqueue(() => () => rows.sweep(before, at)),
    close: async () => {
      await group.close()
      if (db.isOpen) db.close()
    },
  }
}

/** Several reads, one state: a transaction, since another process may write between two statements. */
function readTogether<T>(db: DatabaseSync, read: () => T): T {
  try {
    db.exec('begin')
    const value = read()
    db.exec('commit')
    return value
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    throw isBusy(error)
      ? new AppError('STORE_UNAVAILABLE', 'Expected to read, but another process holds the file. Try again.', { cause: error })
      : storeError(error)
  }
}
