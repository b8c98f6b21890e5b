import { emptyValue, schemaVersionOf, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { drawDraft, heldOf, upgradeDraft, type Draft, type SyncQueue } from './drafts.ts'
import { applyIntent, composeIntents } from './intent.ts'
import type { Change, Conflict, EntryChange, Mutation, SyncFailure } from './protocol.ts'

/** A step a person can take back. */
export interface UndoStep {
  readonly before: DocumentValue
  readonly after: DocumentValue
}

/** Steps kept for undo. */
export const UNDO_MAX = 20

/** What was sent and has no answer yet. */
export interface Inflight {
  readonly draft: Draft
  /** The draft as it went out: retries are this very object. */
  readonly mutation: Mutation
  /** From a queue: it must be acknowledged before anything supersedes it. */
  readonly isRestored: boolean
}

export interface SyncState {
  readonly documentId: string
  readonly clientId: string
  /** The highest in use by this view instance. */
  readonly seq: number
  /** The newest state the server is known to have; null before the first word of it. */
  readonly confirmed: Snapshot | null
  /** True once the server said so in this life of the view; before, `confirmed` is what a tool result of whatever age painted. */
  readonly isFresh: boolean
  readonly inflight: Inflight | null
  /** Restored drafts that go out after `inflight`, one by one, before anything of this view's own. */
  readonly waiting: readonly Draft[]
  /** Failed attempts in a row. */
  readonly attempts: number
  /** Own ids sent and never answered, of the drafts that lead to `inflight`. */
  readonly unacked: readonly string[]
  /** The value with the own edits on top of all that, as it is shown. */
  readonly dirty: DocumentValue | null
  /** Those edits: the id minted with the first so that they can be written ahead, the seq raised with each, and what they change, uncut. */
  readonly next: { readonly mutationId: string; readonly seq: number; readonly intent: readonly EntryChange[] } | null
  /** A refusal that waits for a person; the draft is kept. */
  readonly failure: SyncFailure | null
  /** The person wants the document back that is gone: if it is still gone now, all that is shown makes it anew. */
  readonly isReviving: boolean
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
  /** No answer, or one that says nothing about the mutation; `mutationId` null when a state was asked for. */
  | { readonly type: 'attempt-failed'; readonly mutationId: string | null; readonly retryAfterMs?: number | undefined }
  | { readonly type: 'retry-due' }
  | { readonly type: 'refused'; readonly mutationId: string; readonly failure: SyncFailure }
  /** A state seen elsewhere: a tool result, a poll. `isFetched` = the server said so just now; `snapshot` null = what is held is current. */
  | { readonly type: 'poke'; readonly snapshot: Snapshot | null; readonly changes?: readonly Change[] | undefined; readonly isFetched?: boolean }
  | { readonly type: 'retry' }
  | { readonly type: 'discard' }
  | { readonly type: 'dismiss' }
  /** The view is about to die: one message at most. */
  | { readonly type: 'teardown' }

export type SyncEffect =
  | { readonly type: 'persist' }
  | { readonly type: 'schedule-send' }
  | { readonly type: 'send'; readonly mutation: Mutation; readonly isLast: boolean }
  | { readonly type: 'schedule-retry'; readonly attempts: number; readonly retryAfterMs: number }
  /** Ask for the current state; `isNeeded` = nothing can be sent before it is known. */
  | { readonly type: 'refresh'; readonly isNeeded: boolean }

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

/** The state a view mounts with: the drafts of a queue that belongs to the document take the line, in their order and under their own names. */
export function createSyncState(spec: DocumentSpec, start: SyncStart): SyncState {
  const drafts = start.queue?.documentId === start.documentId ? start.queue.drafts : []
  const state: SyncState = {
    documentId: start.documentId,
    clientId: start.clientId,
    seq: 0,
    confirmed: start.snapshot,
    isFresh: false,
    inflight: null,
    waiting: drafts.map((draft) => upgradeDraft(spec, draft)),
    attempts: 0,
    unacked: [],
    dirty: null,
    next: null,
    failure: null,
    isReviving: false,
    conflicts: [],
    changes: [],
    undo: [],
  }
  return drawWaiting(spec, state) ?? state
}

/** The first waiting draft in flight; null when there is none, or the state that is known is older than what it was made on. */
export function drawWaiting(spec: DocumentSpec, state: SyncState): SyncState | null {
  const [draft, ...waiting] = state.waiting
  if (draft === undefined || !canDraw(state, draft)) return null
  const { mutation, conflicts } = drawDraft(spec, draft, state.confirmed, state.documentId)
  // on a state of unknown age an overlap may be no news at all
  const news = state.isFresh ? conflicts : []
  // what it was drawn on is what it lies on from now on, when that is known to be true
  const { confirmed, isFresh } = state
  const base = isFresh && confirmed !== null ? heldOf(confirmed) : draft.base
  return { ...state, waiting, inflight: { draft: { ...draft, base }, mutation, isRestored: true }, conflicts: [...state.conflicts, ...news] }
}

/** A draft drawn on a state older than its own would lose what it took away from entries that state has not got yet. */
function canDraw({ confirmed, isFresh }: SyncState, { base }: Draft): boolean {
  if (base === null || isFresh) return true
  return confirmed !== null && confirmed.epoch === base.epoch && confirmed.revision >= base.revision
}

/** What the own edits lie on: what was sent and what waits, on what the server has. */
export function valueBelow(
  spec: DocumentSpec,
  { inflight, waiting, confirmed }: Pick<SyncState, 'inflight' | 'waiting' | 'confirmed'>,
): DocumentValue {
  const below = inflight?.mutation.value ?? confirmed?.value ?? emptyValue(spec)
  return waiting.reduce((value, { intent }) => applyIntent(spec, intent, value).value, below)
}

/** What the view shows: its own edits, on what it sent, on what the server has. */
export function visibleValue(spec: DocumentSpec, state: SyncState): DocumentValue {
  return state.dirty ?? valueBelow(spec, state)
}

export function hasUnsaved({ dirty, inflight, waiting }: SyncState): boolean {
  return dirty !== null || inflight !== null || waiting.length > 0
}

/** The own edits as a draft, with those of `under` in it when it takes that one's place; null when there are none. */
export function draftOfEdits(spec: DocumentSpec, state: SyncState, supersedes: readonly string[], under: Draft | null): Draft | null {
  const { next, confirmed, clientId } = state
  if (next === null) return null
  const base = confirmed === null ? null : heldOf(confirmed)
  const intent = under === null ? next.intent : composeIntents(spec, under.intent, next.intent)
  return { ...next, clientId, supersedes, base, schemaVersion: schemaVersionOf(spec), intent }
}

export function queueOf(spec: DocumentSpec, state: SyncState): SyncQueue | null {
  const { inflight, waiting, unacked, documentId } = state
  // beyond an own draft that is in flight they are only more of the same; beyond a restored one they still stand for what was sent before
  const supersedes = inflight?.isRestored === false ? [] : unacked.filter((id) => id !== inflight?.mutation.mutationId)
  const edits = draftOfEdits(spec, state, supersedes, null)
  const drafts = [...(inflight === null ? [] : [inflight.draft]), ...waiting, ...(edits === null ? [] : [edits])]
  return drafts.length === 0 ? null : { v: 2, documentId, drafts }
}
