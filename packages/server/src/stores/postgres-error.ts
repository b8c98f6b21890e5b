import { AppError } from '@lockstep/contract'

/** @see postgresql.org/docs/current/errcodes-appendix.html (checked 2026-11-21) */
const SQLSTATE = /^[0-9A-Z]{5}$/
const UNIQUE_VIOLATION = '23505'
/** serialization_failure and deadlock_detected. */
const RACES: readonly string[] = ['40001', '40P01']

/** The server's code; null when it did not answer, as when the connection broke. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null
  // a socket's code, such as EPIPE, may look like one; only the server's errors have a severity
  return SQLSTATE.test(error.code) && 'severity' in error ? error.code : null
}

/** True when a row exists that was to be new: somebody was faster, or it is there for good. Only another try can tell. */
export function isClash(error: unknown): boolean {
  return sqlStateOf(error) === UNIQUE_VIOLATION
}

/** True when it is about what one statement wrote: data, integrity and size. */
export function isOfOneJob(error: unknown): boolean {
  return /^(22|23|54)/.test(sqlStateOf(error) ?? '')
}

/** True when the server gave up one of several transactions and nothing else is wrong: the same may well pass if it is run again. */
export function isRace(error: unknown): boolean {
  return RACES.includes(sqlStateOf(error) ?? '')
}

/** True when no answer came, or the last words of a server that hangs up: connection exceptions and shutdowns. */
export function isLost(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === null || state.startsWith('08') || state.startsWith('57P0')
}

/** Our own words for the database's errors. `isSettled` is false once COMMIT was sent: without an answer nobody knows then whether it happened. */
export function postgresError(error: unknown, isSettled = true): AppError {
  if (isClash(error)) return new AppError('STORE_CONFLICT', 'Expected new log and mutation rows, got one that exists already.', { cause: error })
  const state = sqlStateOf(error)
  const isUnknown = !isSettled && isLost(error)
  const got = state === null ? 'the connection failed' : `it answered SQLSTATE ${state}`
  const next = isUnknown ? 'It may have committed: the same request under the same id finds out.' : 'Nothing was committed; try again.'
  const data = { ...(state === null ? {} : { sqlState: state }), ...(isUnknown ? { isOutcomeUnknown: true } : {}) }
  return new AppError('STORE_UNAVAILABLE', `Expected the database to take a transaction, but ${got}. ${next}`, { cause: error, data })
}
