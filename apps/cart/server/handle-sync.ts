import type { RequestHints } from '@lockstep/server'
import type { Snapshot, SyncFailure } from '@lockstep/sync'
import type { CartService } from './cart-service.ts'
import { parseBody } from './parse-body.ts'
import { syncInput } from './schemas.ts'
import { replaceUnconditionally, type BareAnswer } from './sync-bare.ts'
import { bareInput, isVersioned, syncBody, type SyncBody } from './sync-body.ts'
import { syncVersioned, type SyncAnswer } from './sync-versioned.ts'

/** What a door knows of a write beside its body. */
export interface SyncSender {
  /** Null where the door carries none. */
  hints: RequestHints | null
  /** The content of `If-Match`, null where there is none. */
  ifMatch: string | null
  /** The content of `Idempotency-Key`, null where there is none. */
  idempotencyKey: string | null
}

export type SyncOutcome = { ok: true; answer: SyncAnswer | BareAnswer; snapshot: Snapshot } | { ok: false; failure: SyncFailure }

export type HandleSync = (body: unknown, sender: SyncSender) => Promise<SyncOutcome>

/** The one handler behind the tool and the route: the same body gets the same answer, or the same refusal, at both. */
export function createHandleSync(service: CartService, { isStrict }: { isStrict: boolean }): HandleSync {
  return async (body, sender) => {
    const parsed = parseBody(syncBody, body)
    if (!parsed.ok) return parsed
    return isVersioned(parsed.data) ? versioned(service, parsed.data, sender) : bare(service, parsed.data, sender, isStrict)
  }
}

async function versioned(service: CartService, body: SyncBody, { hints, ifMatch, idempotencyKey }: SyncSender): Promise<SyncOutcome> {
  const parsed = parseBody(syncInput, body)
  if (!parsed.ok) return parsed
  const { mutationId, baseRevision } = parsed.data
  if (idempotencyKey !== null && idempotencyKey !== mutationId) {
    return invalid('Expected the Idempotency-Key header to equal mutationId.', 'mutationId')
  }
  const base = baseRevision ?? 0
  if (ifMatch !== null && ifMatch !== `"${base}"`) return invalid(`Expected If-Match to be the quoted baseRevision, "${base}".`, 'baseRevision')
  return syncVersioned(service, ifMatch === null ? parsed.data : { ...parsed.data, onConflict: 'reject' }, hints)
}

async function bare(service: CartService, body: SyncBody, { hints, ifMatch, idempotencyKey }: SyncSender, isStrict: boolean): Promise<SyncOutcome> {
  const parsed = parseBody(bareInput, body)
  if (!parsed.ok) return parsed
  // taken without a word it would promise what a bare list cannot keep
  if (idempotencyKey !== null) return invalid('Expected mutationId and baseRevision in the body, which make a write safe to repeat.', 'mutationId')
  const [, revision] = /^"(\d{1,15})"$/.exec(ifMatch ?? '') ?? []
  if (ifMatch !== null && revision === undefined) return invalid('Expected If-Match to be one quoted revision, as in ETag.', 'If-Match')
  return replaceUnconditionally(service, parsed.data, { hints, ifMatch: revision === undefined ? null : Number(revision), isStrict })
}

function invalid(message: string, path: string): SyncOutcome {
  return { ok: false, failure: { code: 'invalid_request', message, path } }
}
