import { draftOfEdits, drawWaiting, UNDO_MAX, valueBelow, visibleValue } from './client-state.ts'
import type { Inflight, SyncEffect, SyncEvent, SyncState, Transition } from './client-state.ts'
import { emptyValue, sameValue, schemaVersionOf, type DocumentSpec, type Snapshot } from './document.ts'
import { drawDraft, heldOf, mutationOf, type Draft } from './drafts.ts'
import { applyIntent, composeIntents, diffEntries } from './intent.ts'
import { SUPERSEDES_MAX, type SyncFailure } from './protocol.ts'

/** What a transition may ask the world for. */
export interface SyncEnv {
  /** A fresh mutation id. */
  newId: () => string
}

/** Refusals that a view answers by rebasing its draft on the state that came with them. */
const REBASED = new Set<SyncFailure['code']>(['stale_base', 'revision_mismatch'])
/** Refusals that say nothing about the mutation itself. */
const TRANSIENT = new Set<SyncFailure['code']>(['rate_limited', 'unavailable'])

const PERSIST: SyncEffect = { type: 'persist' }
const SCHEDULE_SEND: SyncEffect = { type: 'schedule-send' }
const REFRESH: SyncEffect = { type: 'refresh', isNeeded: false }
const OUTDATED: SyncFailure = { code: 'view_outdated', message: 'The app was updated. Open this view again; your changes are kept.' }

/**
 * The client's one transition function: total, and pure but for the ids it asks for.
 * Invariants: at most one mutation is in flight; a draft leaves only by an acknowledgement or by `discard`; the confirmed revision never goes
 * back inside one epoch; whatever is sent was asked to be persisted before; restored drafts go first, under their own names.
 */
export function reduceSync(spec: DocumentSpec, state: SyncState, event: SyncEvent, env: SyncEnv): Transition {
  switch (event.type) {
    case 'edit':
      return onEdit(spec, state, event, env)
    case 'due':
      return sendNext(spec, state)
    case 'ack':
      return onAck(spec, state, event)
    case 'attempt-failed':
      return onAttemptFailed(state, event)
    case 'retry-due':
      return resend(spec, state)
    case 'refused':
      return onRefused(spec, state, event, env)
    case 'poke':
      return onPoke(spec, state, event)
    case 'retry':
      return onRetry(spec, state)
    case 'discard':
      return to(
        { ...state, dirty: null, next: null, inflight: null, waiting: [], attempts: 0, unacked: [], failure: null, undo: [] },
        PERSIST,
        REFRESH,
      )
    case 'dismiss':
      return to(state.conflicts.length + state.changes.length === 0 ? state : { ...state, conflicts: [], changes: [] })
    case 'teardown':
      return resend(spec, state, true)
  }
}

function to(state: SyncState, ...effects: SyncEffect[]): Transition {
  return { state, effects }
}

function onEdit(spec: DocumentSpec, state: SyncState, event: SyncEvent & { type: 'edit' }, env: SyncEnv): Transition {
  const { value, isUndo = false } = event
  const before = visibleValue(spec, state)
  const popped = isUndo ? state.undo.slice(0, -1) : state.undo
  if (sameValue(before, value)) return to(isUndo ? { ...state, undo: popped } : state)
  const undo = isUndo ? popped : [...popped, { before, after: value }].slice(-UNDO_MAX)
  const failure = state.failure?.code === 'view_outdated' ? state.failure : null
  // another copy of this view may have sent what the queue held before this edit: a new seq says that this is more than that
  const intent = composeIntents(spec, state.next?.intent ?? [], diffEntries(spec, before, value))
  const next = { mutationId: state.next?.mutationId ?? env.newId(), seq: state.seq + 1, intent }
  return to({ ...state, dirty: value, next, seq: next.seq, undo, failure }, PERSIST, SCHEDULE_SEND)
}

/** Sends what is next in line, if nothing is in flight: restored drafts, then the own edits. */
function sendNext(spec: DocumentSpec, state: SyncState, isLast = false): Transition {
  if (state.inflight !== null || state.failure !== null) return to(state)
  if (state.waiting.length > 0) {
    const drawn = drawWaiting(spec, state)
    return drawn?.inflight ? launch(drawn, drawn.inflight, isLast) : to(state, { type: 'refresh', isNeeded: true })
  }
  return sendEdits(spec, state, null, isLast)
}

/** The newest list, in place of all that was sent and never answered. */
function sendEdits(spec: DocumentSpec, state: SyncState, under: Draft | null, isLast: boolean): Transition {
  const { dirty, confirmed, unacked, documentId } = state
  const edits = draftOfEdits(spec, state, unacked, under)
  if (edits === null || dirty === null) return to(state)
  // with another draft in it the name says more than the queue did before
  const draft = under === null ? edits : { ...edits, seq: state.seq + 1 }
  const mutation = mutationOf(spec, draft, dirty, confirmed, documentId)
  return launch({ ...state, dirty: null, next: null, seq: Math.max(state.seq, draft.seq) }, { draft, mutation, isRestored: false }, isLast)
}

function launch(state: SyncState, inflight: Inflight, isLast: boolean): Transition {
  return to({ ...state, inflight }, PERSIST, { type: 'send', mutation: inflight.mutation, isLast })
}

function resend(spec: DocumentSpec, state: SyncState, isLast = false): Transition {
  const { inflight } = state
  if (inflight === null) return sendNext(spec, state, isLast)
  const unacked = withId(state.unacked, inflight.mutation.mutationId)
  const canSupersede = state.dirty !== null && !inflight.isRestored && state.waiting.length === 0 && unacked.length <= SUPERSEDES_MAX
  return canSupersede ? sendEdits(spec, { ...state, unacked }, inflight.draft, isLast) : launch({ ...state, unacked }, inflight, isLast)
}

function withId(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids : [...ids, id]
}

function without(ids: readonly string[], id: string): readonly string[] {
  return ids.filter((one) => one !== id)
}

function onAck(spec: DocumentSpec, state: SyncState, event: SyncEvent & { type: 'ack' }): Transition {
  const { inflight } = state
  // an answer to an attempt that has been superseded says nothing about the one now in flight
  if (inflight === null || inflight.mutation.mutationId !== event.mutationId) return to(state)
  const { reply } = event
  // a restored draft has nothing of this view's own in it, so their ids still stand
  const unacked = inflight.isRestored ? without(state.unacked, event.mutationId) : []
  const settled = { ...state, inflight: null, attempts: 0, unacked, isReviving: false }
  if (isNewer(spec, reply)) {
    const kept = state.confirmed === null ? null : { ...state.confirmed, value: inflight.mutation.value }
    return to({ ...settled, confirmed: kept, failure: OUTDATED }, PERSIST)
  }
  const confirmed = newest(state.confirmed, reply)
  // what waits was made on top of this one, so on no state older than one that has it
  const waiting = state.waiting.map((draft) => ({ ...draft, base: heldOf(confirmed) }))
  const next = rebased(spec, state, { ...settled, waiting }, confirmed)
  const changes = [...state.changes, ...reply.changes.filter((change) => change.by !== 'user')]
  return sendOn(spec, { ...next, conflicts: [...next.conflicts, ...reply.conflicts], changes })
}

/** The state with a new word of the server under it, and the own edits on top of that. */
function rebased(spec: DocumentSpec, before: SyncState, after: SyncState, confirmed: Snapshot): SyncState {
  const next = { ...after, confirmed, isFresh: true }
  const below = valueBelow(spec, next)
  if (before.next === null || sameValue(below, valueBelow(spec, before))) return next
  const { value, conflicts } = applyIntent(spec, before.next.intent, below)
  return { ...next, dirty: value, conflicts: [...next.conflicts, ...conflicts] }
}

/** What follows a new state: it is written down, and what waits goes out. */
function sendOn(spec: DocumentSpec, state: SyncState): Transition {
  if (state.waiting.length > 0 && state.failure === null) return sendNext(spec, state)
  return state.dirty === null ? to(state, PERSIST) : to(state, PERSIST, SCHEDULE_SEND)
}

function newest(confirmed: Snapshot | null, seen: Snapshot): Snapshot {
  return confirmed !== null && confirmed.epoch === seen.epoch && confirmed.revision > seen.revision ? confirmed : plain(seen)
}

/** The state alone, of an answer that carries more. */
function plain({ documentId, epoch, revision, value }: Snapshot): Snapshot {
  return { documentId, epoch, revision, value }
}

function isNewer(spec: DocumentSpec, { schemaVersion = 1 }: Snapshot): boolean {
  return schemaVersion > schemaVersionOf(spec)
}

function onAttemptFailed(state: SyncState, event: SyncEvent & { type: 'attempt-failed' }): Transition {
  const { mutationId, retryAfterMs = 0 } = event
  const isAwaited = mutationId === null ? state.inflight === null && state.waiting.length > 0 : state.inflight?.mutation.mutationId === mutationId
  if (!isAwaited) return to(state)
  const unacked = mutationId === null ? state.unacked : withId(state.unacked, mutationId)
  const attempts = state.attempts + 1
  return to({ ...state, unacked, attempts }, PERSIST, { type: 'schedule-retry', attempts, retryAfterMs })
}

function onRefused(spec: DocumentSpec, state: SyncState, event: SyncEvent & { type: 'refused' }, env: SyncEnv): Transition {
  const { mutationId, failure } = event
  const { inflight } = state
  if (inflight?.mutation.mutationId !== mutationId) return to(state)
  if (TRANSIENT.has(failure.code)) return onAttemptFailed(state, { type: 'attempt-failed', mutationId, retryAfterMs: failure.retryAfterMs })
  const { current } = failure
  const isNews = current !== undefined && !(current.epoch === state.confirmed?.epoch && current.revision === state.confirmed.revision)
  if (inflight.draft.isRevival === true && failure.code === 'revision_mismatch' && current !== undefined) {
    // somebody else was first: the drafts go on top of that one
    return sendOn(spec, rebased(spec, state, { ...state, inflight: null, attempts: 0 }, plain(current)))
  }
  if (REBASED.has(failure.code) && isNews && !isNewer(spec, current)) return redraw(spec, state, inflight, current)
  if (inflight.isRestored && failure.code === 'mutation_conflict') {
    // a copy of the view sent this draft, drawn as another list where a limit cut it: under its name it has had its effect
    const { state: next, effects } = sendOn(spec, { ...state, inflight: null, attempts: 0, isFresh: false })
    return to(next, ...effects, REFRESH)
  }
  const kept = keepRefused(spec, state, inflight, failure, env)
  if (state.isReviving && isGone(failure)) return revive(spec, kept, env)
  return to({ ...kept, failure }, PERSIST)
}

/** The refused draft stays on the screen and in the queue. */
function keepRefused(spec: DocumentSpec, state: SyncState, inflight: Inflight, failure: SyncFailure, env: SyncEnv): SyncState {
  const settled = { ...state, inflight: null, attempts: 0, isReviving: false }
  const { mutationId } = inflight.mutation
  // under its own name still: it may have been committed in an earlier life of the view
  if (inflight.isRestored) return { ...settled, waiting: [inflight.draft, ...state.waiting], unacked: without(state.unacked, mutationId) }
  const intent = composeIntents(spec, inflight.draft.intent, state.next?.intent ?? [])
  // the id that the queue named for the edits beyond it stays theirs: a copy of the view may send them under it
  const next = { mutationId: state.next?.mutationId ?? env.newId(), seq: state.seq + 1, intent }
  // against a base that stays refused there is nothing left to name
  const unacked = REBASED.has(failure.code) ? [] : withId(state.unacked, mutationId).slice(-SUPERSEDES_MAX)
  return { ...settled, dirty: visibleValue(spec, state), next, seq: next.seq, unacked }
}

/** The same draft under the same name, on the state that came along. */
function redraw(spec: DocumentSpec, state: SyncState, inflight: Inflight, current: Snapshot): Transition {
  const confirmed = plain(current)
  const { mutation, conflicts } = drawDraft(spec, inflight.draft, confirmed, state.documentId)
  const drawn = { ...state, inflight: { ...inflight, mutation }, attempts: 0 }
  const next = rebased(spec, state, drawn, confirmed)
  return launch({ ...next, conflicts: [...next.conflicts, ...conflicts] }, drawn.inflight, false)
}

function onPoke(spec: DocumentSpec, state: SyncState, event: SyncEvent & { type: 'poke' }): Transition {
  const { snapshot, changes = [], isFetched = false } = event
  const { confirmed } = state
  if (state.inflight !== null || (snapshot !== null && snapshot.documentId !== state.documentId)) return to(state)
  const isKnown = snapshot === null || (confirmed !== null && confirmed.epoch === snapshot.epoch && confirmed.revision >= snapshot.revision)
  if (isKnown) return isFetched && !state.isFresh ? whenFresh(spec, { ...state, isFresh: true }) : to(state)
  // a tool result may be of any age: a word of another life of the document is no news, but a reason to ask
  if (!isFetched && confirmed !== null && confirmed.epoch !== snapshot.epoch) return to(state, REFRESH)
  if (isNewer(spec, snapshot)) return to(state.failure === null ? { ...state, failure: OUTDATED } : state)
  const news = changes.filter((change) => change.by !== 'user' && change.revision > (confirmed?.revision ?? 0))
  const next = rebased(spec, state, { ...state, changes: [...state.changes, ...news] }, newest(confirmed, snapshot))
  return whenFresh(spec, { ...next, isFresh: state.isFresh || isFetched })
}

function whenFresh(spec: DocumentSpec, state: SyncState): Transition {
  if (state.waiting.length > 0) return sendNext(spec, { ...state, attempts: 0 })
  return state.dirty === null ? to(state) : to(state, PERSIST)
}

function onRetry(spec: DocumentSpec, state: SyncState): Transition {
  const { failure } = state
  if (failure === null) return state.attempts > 0 ? resend(spec, state) : to(state)
  if (failure.code === 'view_outdated') return to(state)
  // others may have made it anew meanwhile: then it takes the own edits only
  return sendNext(spec, { ...state, failure: null, isReviving: isGone(failure) })
}

function isGone({ code }: SyncFailure): boolean {
  return code === 'not_found' || code === 'document_expired'
}

/**
 * Makes the document anew with what was in it, unless somebody else was first, and the drafts follow under their own names: a late copy of one must
 * not count beside them.
 */
function revive(spec: DocumentSpec, state: SyncState, env: SyncEnv): Transition {
  const { clientId, confirmed, documentId } = state
  const seq = state.seq + 1
  const intent = diffEntries(spec, emptyValue(spec), confirmed?.value ?? emptyValue(spec))
  const name = { mutationId: env.newId(), clientId, seq, supersedes: [] }
  const draft: Draft = { ...name, base: null, schemaVersion: schemaVersionOf(spec), isRevival: true, intent }
  const { mutation } = drawDraft(spec, draft, null, documentId)
  return launch({ ...state, confirmed: null, seq }, { draft, mutation, isRestored: true }, false)
}
