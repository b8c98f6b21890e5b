import type { DocumentSpec, DocumentValue, Snapshot } from './document.ts'
import type { SyncQueue } from './drafts.ts'
import type { Change, Conflict, SyncFailure } from './protocol.ts'
import type { SeenState, SyncChannel } from './sync-channel.ts'

export interface SyncClock {
  /** Milliseconds since the epoch. */
  now: () => number
  setTimeout: (run: () => void, delayMs: number) => unknown
  clearTimeout: (handle: unknown) => void
}

export interface SyncClientOptions {
  spec: DocumentSpec
  documentId: string
  clientId: string
  /** What the tool result painted; null when nothing did. */
  snapshot: Snapshot | null
  queue: SyncQueue | null
  channel: SyncChannel
  clock: SyncClock
  /** In [0, 1). */
  random: () => number
  newId: () => string
  /** Write-ahead: called before the first send of a mutation, and with null when nothing is left. Must store synchronously. */
  persist: (queue: SyncQueue | null) => void
}

export type SyncStatus = 'saved' | 'saving' | 'retrying' | 'failed'

/** What a view renders; frozen, and the same object while nothing changed. */
export interface SyncView {
  readonly documentId: string
  readonly epoch: string | null
  /** 0 before the first acknowledgement. */
  readonly revision: number
  readonly value: DocumentValue
  readonly status: SyncStatus
  readonly failure: SyncFailure | null
  /** When the oldest unsaved edit was made; null when all is saved. */
  readonly unsavedSince: number | null
  readonly conflicts: readonly Conflict[]
  readonly changes: readonly Change[]
  readonly canUndo: boolean
}

export interface SyncClient {
  getSnapshot: () => SyncView
  subscribe: (listener: () => void) => () => void
  /** `change` is pure; it gets what is shown and gives what shall be. */
  edit: (change: (value: DocumentValue) => DocumentValue) => void
  /** Takes the last own edit back, on top of whatever others did since; false when there is none. */
  undo: () => boolean
  /** Sends at once; resolves when all is saved, or the attempt failed. */
  flush: () => Promise<void>
  /** The last words of a dying view: one message, resolves with its answer or failure. */
  teardown: () => Promise<void>
  poke: (seen: SeenState) => void
  /** Asks the server for the current state now; resolves false when it did not answer. */
  refresh: () => Promise<boolean>
  retry: () => void
  discard: () => void
  dismissNotices: () => void
  dispose: () => void
}
