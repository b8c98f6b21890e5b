import { SYNC_REFUSAL_CODES, type Conflict, type Mutation, type SyncErrorCode, type SyncFailure, type SyncReply } from '@lockstep/sync'
import { PLAIN_EPOCH } from './cart-data.ts'
import { readEntry, readSnapshot } from './read-snapshot.ts'
import { isCount, list, record, text } from './unknown-json.ts'

const CONFLICT_KINDS: readonly Conflict['kind'][] = ['merged_quantity', 'removed_but_others_added', 'clamped', 'overwritten']

/** An acknowledgement of `mutationId`; null when the body is none. */
export function readReply(body: unknown, mutationId: string): SyncReply | null {
  const snapshot = readSnapshot(body)
  const { status } = record(body)
  if (snapshot === null || (status !== 'applied' && status !== 'merged' && status !== 'noop' && status !== 'replayed')) return null
  return { ...snapshot, mutationId, status, conflicts: list(record(body)['conflicts']).flatMap(readConflict) }
}

/** The seed's plain acknowledgement, `{ status: "updated", cartId }` without a revision: what was sent is what is kept. */
export function readPlainReply(body: unknown, mutation: Mutation): SyncReply | null {
  const { status, cartId, revision } = record(body)
  if (status !== 'updated' || typeof cartId !== 'string' || revision !== undefined) return null
  const { mutationId, value, baseRevision } = mutation
  return {
    documentId: cartId,
    epoch: PLAIN_EPOCH,
    revision: (baseRevision ?? 0) + 1,
    value,
    mutationId,
    status: 'applied',
    conflicts: [],
    changes: [],
  }
}

/** A refusal, `{ code, message, path?, current? }`; null when it names no code. */
export function readFailure(body: unknown): SyncFailure | null {
  const failure = record(body)
  const code = text(failure['code'])
  if (code === null) return null
  const current = readSnapshot(failure['current'])
  const path = text(failure['path'])
  const { retryAfterMs } = failure
  return {
    // any other refusal is shown as it is and waits for a person
    code: code === 'cart_expired' ? 'document_expired' : (SYNC_REFUSAL_CODES.find((known) => known === code) ?? 'invalid_request'),
    message: text(failure['message']) ?? 'The shop gave no reason.',
    ...(path === null ? {} : { path }),
    ...(current === null ? {} : { current }),
    ...(isCount(retryAfterMs) ? { retryAfterMs } : {}),
  }
}

/** What a status alone says of a write, where a proxy or a page of errors answered in the shop's place. */
const CODE_OF_STATUS: Readonly<Record<number, SyncErrorCode>> = { 413: 'too_large', 429: 'rate_limited', 503: 'unavailable' }

/** The body of an HTTP answer, its refusal completed by what only the status and `Retry-After` say. */
export async function readHttpAnswer(response: Response): Promise<unknown> {
  const body = await readJson(response)
  const error = record(record(body)['error'])
  const code = text(error['code']) ?? CODE_OF_STATUS[response.status]
  if (response.ok || code === undefined) return body
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const wait = isCount(seconds) ? { retryAfterMs: seconds * 1000 } : {}
  return { error: { ...wait, ...error, code } }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    // an answer that is no JSON is not the shop's; its status still says something
    return null
  }
}

function readConflict(entry: unknown): Conflict[] {
  const { field, id, kind, base, mine, theirs, result } = record(entry)
  const known = CONFLICT_KINDS.find((one) => one === kind)
  if (typeof field !== 'string' || typeof id !== 'string' || known === undefined) return []
  return [{ field, id, kind: known, base: readEntry(base), mine: readEntry(mine), theirs: readEntry(theirs), result: readEntry(result) }]
}
