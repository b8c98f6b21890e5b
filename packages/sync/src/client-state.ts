import { emptyValue, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import type { Change, Conflict, Mutation, SyncFailure } from './protocol.ts'

/** What a view keeps in its private, persisted state so that a dying iframe loses nothing: ids and entries only, never titles or prices. */
export interface SyncQueue {
  readonly v: 1
  readonly documentId: string
  /** Sent (or about to be) and not acknowledged: goes out again byte for byte. */
  readonly inflight: Mutation | null
  /** Edits not yet sent, already with the id they will be sent under. */
  readonly next: Mutation | null
  /** Ids sent and never acknowledged. */
  readonly unacked: readonly string[]
}

/** A step a person can take back. */
export interface UndoStep {
  readonly before: DocumentValue
  readonly after: DocumentValue
}

/** Steps kept for undo. */
export const UNDO_MAX = 20

export interface SyncState {
  readonly documentId: string
  readonly clientId: string
  /** Of the next mutation. */
  readonly seq: number
  /** The newest state the server is known to have; null before the first word of it. */
  readonly confirmed: Snapshot | null
  readonly inflight: Mutation | null
  /** True while `inflight` was restored from a queue: it must be acknowledged as it is before anything supersedes it. */
  readonly isRestoring: boolean
  /** Failed attempts of `inflight` in a row. */
  readonly attempts: number
  readonly unacked: readonly string[]
  /** Edits on top of `inflight`, or of `confirmed` when nothing is in flight. */
  readonly dirty: DocumentValue | null
  /** Id under which `dirty` will be sent, minted with the first edit so that it can be written ahead. */
  readonly nextId: string | null
  /** A refusal that waits for a person; the draft is kept. */
  readonly failure: SyncFailure | null
  readonly conflicts: readonly Conflict[]
  /** By others, since what was last shown. */
  readonly changes: readonly Change[]
  readonly undo: readonly UndoStep[]
}

export type SyncEvent =
  | { readonly type: 'edit'; readonly value: DocumentValue; readonly isUndo?: boolean }
  /** The debounce ran out, or somebody asked to flush. */
  | { readonly type: 'due' }
  | { readonly type: 'ack'; readonly mutationId: string; readonly reply: Snapshot & { conflicts: readonly Conflict[]; changes: readonly Change[] } }
  /** No answer, or one that says nothing about the mutation. */
  | { readonly type: 'attempt-failed'; readonly mutationId: string; readonly retryAfterMs?: number }
  | { readonly type: 'retry-due' }
  | { readonly type: 'refused'; readonly mutationId: string; readonly failure: SyncFailure }
  /** A state seen elsewhere: a tool result, a poll. */
  | { readonly type: 'poke'; readonly snapshot: Snapshot; readonly changes?: readonly Change[] }
  | { readonly type: 'retry' }
  | { readonly type: 'discard' }
  | { readonly type: 'dismiss' }
  /** The view is about to die: one message at most. */
  | { readonly type: 'teardown' }

export type SyncEffect =
  | { readonly type: 'persist' }
  | { readonly type: 'schedule-send' }
  | { readonly type: 'send'; readonly mutation: Mutation; readonly isLast: boolean }
  | { readonly type: 'schedule-retry'; readonly attempts: number; readonly retryAfterMs?: number }
  | { readonly type: 'refresh' }

export interface Transition {
  readonly state: SyncState
  readonly effects: readonly SyncEffect[]
}

export interface SyncStart {
  readonly documentId: string
  readonly clientId: string
  readonly snapshot: Snapshot | null
  readonly queue: SyncQueue | null
}

/** The state a view mounts with: a queue that belongs to the document takes the line, its last mutation first and verbatim. */
export function createSyncState(start: SyncStart): SyncState {
  const queue = start.queue?.documentId === start.documentId ? start.queue : null
  const inflight = queue?.inflight ?? queue?.next ?? null
  const hasBoth = queue?.inflight != null && queue.next !== null
  return {
    documentId: start.documentId,
    clientId: start.clientId,
    seq: 1,
    confirmed: start.snapshot,
    inflight,
    isRestoring: inflight !== null,
    attempts: 0,
    unacked: queue?.unacked ?? [],
    dirty: hasBoth ? (queue?.next?.value ?? null) : null,
    nextId: null,
    failure: null,
    conflicts: [],
    changes: [],
    undo: [],
  }
}

/** What the view shows: its own edits, on what it sent, on what the server has. */
export function visibleValue(spec: DocumentSpec, state: SyncState): DocumentValue {
  return state.dirty ?? state.inflight?.value ?? state.confirmed?.value ?? emptyValue(spec)
}

export function hasUnsaved(state: SyncState): boolean {
  return state.dirty !== null || state.inflight !== null
}

/** The mutation that `dirty` would be sent as; null when there is nothing to send. `supersedes` is added where one replaces unacknowledged ones. */
export function nextMutation(state: SyncState, mutationId: string, supersedes: readonly string[] = []): Mutation | null {
  const value = state.dirty ?? (supersedes.length > 0 ? (state.inflight?.value ?? null) : null)
  if (value === null) return null
  return {
    documentId: state.documentId,
    epoch: state.confirmed?.epoch ?? null,
    baseRevision: state.confirmed?.revision ?? null,
    value,
    mutationId,
    supersedes,
    clientId: state.clientId,
    seq: state.seq,
    onConflict: 'merge',
  }
}

export function queueOf(state: SyncState): SyncQueue | null {
  if (!hasUnsaved(state) && state.unacked.length === 0) return null
  const next = state.dirty === null || state.nextId === null ? null : nextMutation(state, state.nextId)
  return { v: 1, documentId: state.documentId, inflight: state.inflight, next, unacked: state.unacked }
}
