/** Where results carry a whole document, and why a call was refused: for code of an app that runs outside a browser too. */
export { DOCUMENT_META, ERROR_META } from '@lockstep/contract'
export { emptyValue, sameValue, type DocumentSpec, type DocumentValue, type Entry, type FieldValue, type Snapshot } from './document.ts'
export { counters, lastWriter, list, maxOf, type CountersPolicy, type LastWriterPolicy, type ListPolicy, type Policy } from './policies.ts'
export {
  CHANGES_MAX,
  SUPERSEDES_MAX,
  SYNC_REFUSAL_CODES,
  SYNC_ID_MAX_CHARS,
  SYNC_PROTOCOL_VERSION,
  type Actor,
  type Change,
  type Conflict,
  type ConflictKind,
  type EntryChange,
  type Mutation,
  type ReplyStatus,
  type SyncErrorCode,
  type SyncFailure,
  type SyncReply,
} from './protocol.ts'
export type { Decision, DocumentStore, Loaded, LogEntry, StoredDocument, StoredMutation, StoredRecord, Want, Write } from './store.ts'
export type { ValueOf } from './value-of.ts'
export { merge, type MergeResult } from './merge.ts'
export { invertChanges } from './invert-changes.ts'
export type { Draft, SyncQueue } from './drafts.ts'
export { createSyncState, hasUnsaved, queueOf, visibleValue, type SyncEffect, type SyncEvent, type SyncState } from './client-state.ts'
export { reduceSync, type SyncEnv } from './reduce-sync.ts'
export { SyncRefusal, type HeldRevision, type SeenState, type SyncChannel } from './sync-channel.ts'
export { viewOf } from './view-of.ts'
export { createSyncClient } from './sync-client.ts'
export type { SyncClient, SyncClientOptions, SyncClock, SyncStatus, SyncView } from './sync-view.ts'
export { orderedIds, placeAfter } from './list-order.ts'
export { makeId, type IdFallback, type IdSource } from './make-id.ts'
