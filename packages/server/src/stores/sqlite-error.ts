import { AppError } from '@lockstep/contract'

/** Primary result codes. @see sqlite.org/rescode.html (checked 2026-11-21) */
const BUSY = 5
const LOCKED = 6
const CONSTRAINT = 19

function primaryCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null
}

/** True when another connection holds the file for the moment. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === BUSY || code === LOCKED
}

/** Our own words for the database's errors; what `decide` threw passes unchanged. */
export function storeError(error: unknown): unknown {
  const code = primaryCode(error)
  if (code === null) return error
  if (code === CONSTRAINT) return new AppError('STORE_CONFLICT', 'Expected new log and mutation rows, got one that exists already.', { cause: error })
  const message = `Expected the database to take a transaction, but it answered SQLite code ${code}. Nothing was committed; try again.`
  return new AppError('STORE_UNAVAILABLE', message, { cause: error, data: { sqliteCode: code } })
}
