import { httpError } from '@lockstep/server'
import type { SyncFailure } from '@lockstep/sync'
import { valueToItems } from '../../shared/cart-items.ts'

const STATUS: Readonly<Record<SyncFailure['code'], number>> = {
  invalid_request: 400,
  idempotency_key_required: 400,
  not_found: 404,
  document_expired: 410,
  stale_base: 409,
  revision_mismatch: 412,
  too_large: 400,
  mutation_conflict: 422,
  base_revision_required: 428,
  rate_limited: 429,
  unavailable: 503,
}

/** A refused commit as its HTTP answer; the state to rebase on goes along where there is one. */
export function toHttp(failure: SyncFailure): Error {
  const { current } = failure
  const code = failure.code === 'document_expired' ? 'cart_expired' : failure.code
  const state =
    current === undefined
      ? {}
      : { current: { cartId: current.documentId, epoch: current.epoch, revision: current.revision, items: valueToItems(current.value) } }
  const retry: Record<string, string> = failure.retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(failure.retryAfterMs / 1000)) }
  return httpError(STATUS[failure.code], code, failure.message, {
    ...(failure.path === undefined ? {} : { path: failure.path }),
    data: state,
    headers: retry,
  })
}
