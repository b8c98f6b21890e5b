import type { DocumentValue, Entry, Snapshot } from './document.ts'

/**
 * Version of the messages between view and server. History:
 * 1 (2026-11): revisioned replace with mutation ids and `supersedes`.
 * 2 (2026-11): the value's `schemaVersion`; `intent` beside a list that cannot say it; a later `seq` of the same id takes the earlier one's place.
 *   A server of 2 takes 1.
 */
export const SYNC_PROTOCOL_VERSION = 2

/** Own ids sent earlier and never acknowledged: at most this many in one message. */
export const SUPERSEDES_MAX = 8
/** Characters of a mutation or client id. */
export const SYNC_ID_MAX_CHARS = 64

/** Who made a change, as a person is told it. */
export type Actor = 'user' | 'model' | 'system'

/** The whole definitive value, drawn on `baseRevision`; an entry that is absent is deleted. */
export interface Mutation {
  readonly documentId: string
  /** The epoch of the base; null only to create. */
  readonly epoch: string | null
  /** Revision this value was drawn on; null only to create. */
  readonly baseRevision: number | null
  readonly value: DocumentValue
  /** Minted and persisted before the first send, the same on every retry. */
  readonly mutationId: string
  readonly supersedes: readonly string[]
  /** Counts that the list cannot say: an edit that takes more than there is, or adds past a limit. Default: none. */
  readonly intent?: readonly EntryChange[] | undefined
  /** The view instance. */
  readonly clientId: string
  /** Monotonic per client, raised whenever what is sent under an id changes before it is sent. */
  readonly seq: number
  /** Of the spec the value was drawn by. Default 1. */
  readonly schemaVersion?: number | undefined
  /** `reject` = refuse when the base is not current. */
  readonly onConflict: 'merge' | 'reject'
}

export type ConflictKind = 'merged_quantity' | 'removed_but_others_added' | 'clamped' | 'overwritten'

/** An overlap that was settled, never silently. */
export interface Conflict {
  readonly field: string
  readonly id: string
  readonly kind: ConflictKind
  readonly base: Entry | null
  readonly mine: Entry | null
  readonly theirs: Entry | null
  readonly result: Entry | null
}

/** One entry before and after; null = absent. */
export interface EntryChange {
  readonly field: string
  readonly id: string
  readonly from: Entry | null
  readonly to: Entry | null
}

/** One entry changed between two revisions. */
export interface Change extends EntryChange {
  readonly revision: number
  readonly by: Actor
}

export type ReplyStatus = 'applied' | 'merged' | 'noop' | 'replayed'

export interface SyncReply extends Snapshot {
  readonly mutationId: string
  readonly status: ReplyStatus
  readonly conflicts: readonly Conflict[]
  /** Since the request's base, oldest first, at most CHANGES_MAX. */
  readonly changes: readonly Change[]
  readonly truncated?: boolean
}
/** Changes listed in one reply; the oldest are dropped. */
export const CHANGES_MAX = 20
/** Codes of refused mutations, as a server sends them. @see sync-protocol 3.2 */
export const SYNC_REFUSAL_CODES = [
  'invalid_request',
  'idempotency_key_required',
  'auth_required',
  'not_found',
  'document_expired',
  'stale_base',
  'revision_mismatch',
  'too_large',
  'mutation_conflict',
  'base_revision_required',
  'rate_limited',
  'unavailable',
] as const

export type SyncErrorCode =
  | (typeof SYNC_REFUSAL_CODES)[number]
  /** Never on the wire: a view found that the server's values are of a newer schema than it knows. */
  | 'view_outdated'

export interface SyncFailure {
  readonly code: SyncErrorCode
  readonly message: string
  /** Where in the body, dotted. */
  readonly path?: string
  /** The state to rebase on, with `stale_base` and `revision_mismatch`. */
  readonly current?: Snapshot
  readonly retryAfterMs?: number
}
