import { httpError } from '@lockstep/server'
import type { SyncFailure } from '@lockstep/sync'
import { factsOf } from '../wire-failure.ts'

/** @see sync-protocol 3.2 */
const STATUS: Readonly<Record<SyncFailure['code'], number>> = {
  invalid_request: 400,
  idempotency_key_required: 400,
  auth_required: 401,
  not_found: 404,
  document_expired: 410,
  stale_base: 409,
  revision_mismatch: 412,
  too_large: 413,
  mutation_conflict: 422,
  base_revision_required: 428,
  rate_limited: 429,
  unavailable: 503,
  // a view's own finding, which no server sends
  view_outdated: 400,
}

/** A refused write as its HTTP answer. */
export function toHttp(failure: SyncFailure): Error {
  const { code, path, data } = factsOf(failure)
  const headers: Record<string, string> = data.retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(data.retryAfterMs / 1000)) }
  return httpError(STATUS[failure.code], code, failure.message, { ...(path === undefined ? {} : { path }), data, headers })
}
