import { sameValue, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { hasUnsaved, nextMutation, UNDO_MAX, visibleValue, type SyncEffect, type SyncEvent, type SyncState, type Transition } from './client-state.ts'
import { merge } from './merge.ts'
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

/**
 * The client's one transition function: total, and pure but for the ids it asks for.
 * Invariants: at most one mutation is in flight; a draft leaves only by an acknowledgement or by `discard`; the confirmed revision never goes
 * back inside one epoch; whatever is sent was asked to be persisted before.
 */
export function reduceSync(spec: DocumentSpec, state: SyncState, event: SyncEvent, env: SyncEnv): Transition {
  switch (event.type) {
    case 'edit':
      return onEdit(spec, state, event.value, event.isUndo === true, env)
    case 'due':
      return state.inflight === null ? sendNext(state, env) : none(state)
    case 'ack':
      return onAck(spec, state, event)
    case 'attempt-failed':
      return onAttemptFailed(state, event)
    case 'retry-due':
      return resend(state, env, false)
    case 'refused':
      return onRefused(spec, state, event.mutationId, event.failure, env)
    case 'poke':
      return onPoke(spec, state, event)
    case 'retry':
      return onRetry(state, env)
    case 'discard':
      return {
        state: { ...state, dirty: null, nextId: null, inflight: null, isRestoring: false, attempts: 0, unacked: [], failure: null, undo: [] },
        effects: [{ type: 'persist' }, { type: 'refresh' }],
      }
    case 'dismiss':
      return none(state.conflicts.length + state.changes.length === 0 ? state : { ...state, conflicts: [], changes: [] })
    case 'teardown':
      return state.inflight === null ? sendNext(state, env, true) : resend(state, env, true)
  }
}

function none(state: SyncState): Transition {
  return { state, effects: [] }
}

function onEdit(spec: DocumentSpec, state: SyncState, value: DocumentValue, isUndo: boolean, env: SyncEnv): Transition {
  const before = visibleValue(spec, state)
  const popped = isUndo ? state.undo.slice(0, -1) : state.undo
  if (sameValue(before, value)) return none(isUndo ? { ...state, undo: popped } : state)
  const undo = isUndo ? popped : [...popped, { before, after: value }].slice(-UNDO_MAX)
  const next = { ...state, dirty: value, nextId: state.nextId ?? env.newId(), undo, failure: null }
  return { state: next, effects: [{ type: 'persist' }, { type: 'schedule-send' }] }
}

function sendNext(state: SyncState, env: SyncEnv, isLast = false): Transition {
  if (state.dirty === null || state.failure !== null) return none(state)
  const mutation = nextMutation(state, state.nextId ?? env.newId(), state.unacked)
  return mutation === null ? none(state) : launch(state, mutation, isLast)
}

function launch(state: SyncState, mutation: SyncState['inflight'] & object, isLast: boolean): Transition {
  const next = { ...state, inflight: mutation, dirty: null, nextId: null, seq: state.seq + 1 }
  return { state: next, effects: [{ type: 'persist' }, { type: 'send', mutation, isLast }] }
}

function resend(state: SyncState, env: SyncEnv, isLast: boolean): Transition {
  if (state.inflight === null) return sendNext(state, env, isLast)
  const unacked = state.unacked.includes(state.inflight.mutationId) ? state.unacked : [...state.unacked, state.inflight.mutationId]
  const canSupersede = state.dirty !== null && !state.isRestoring && unacked.length <= SUPERSEDES_MAX
  const mutation = canSupersede ? nextMutation({ ...state, unacked }, state.nextId ?? env.newId(), unacked) : null
  if (mutation !== null) return launch({ ...state, unacked }, mutation, isLast)
  return { state: { ...state, unacked }, effects: [{ type: 'persist' }, { type: 'send', mutation: state.inflight, isLast }] }
}

function onAck(spec: DocumentSpec, state: SyncState, event: SyncEvent & { type: 'ack' }): Transition {
  // an answer to an attempt that has been superseded says nothing about the one now in flight
  if (state.inflight === null || state.inflight.mutationId !== event.mutationId) return none(state)
  const { reply } = event
  const rebased = state.dirty === null ? null : merge(spec, state.inflight.value, state.dirty, reply.value).value
  const dirty = rebased === null || sameValue(rebased, reply.value) ? null : rebased
  const next: SyncState = {
    ...state,
    confirmed: newer(state.confirmed, reply),
    inflight: null,
    isRestoring: false,
    attempts: 0,
    unacked: [],
    dirty,
    nextId: dirty === null ? null : state.nextId,
    conflicts: [...state.conflicts, ...reply.conflicts],
    changes: [...state.changes, ...reply.changes.filter((change) => change.by !== 'user')],
  }
  const effects: SyncEffect[] = [{ type: 'persist' }]
  if (dirty !== null) effects.push({ type: 'schedule-send' })
  return { state: next, effects }
}

function newer(confirmed: Snapshot | null, seen: Snapshot): Snapshot {
  const { documentId, epoch, revision, value } = seen
  return confirmed !== null && confirmed.epoch === epoch && confirmed.revision > revision ? confirmed : { documentId, epoch, revision, value }
}

function onAttemptFailed(state: SyncState, event: SyncEvent & { type: 'attempt-failed' }): Transition {
  if (state.inflight?.mutationId !== event.mutationId) return none(state)
  const unacked = state.unacked.includes(event.mutationId) ? state.unacked : [...state.unacked, event.mutationId]
  const attempts = state.attempts + 1
  const retry = { type: 'schedule-retry' as const, attempts, ...(event.retryAfterMs === undefined ? {} : { retryAfterMs: event.retryAfterMs }) }
  return { state: { ...state, unacked, attempts }, effects: [{ type: 'persist' }, retry] }
}

function onRefused(spec: DocumentSpec, state: SyncState, mutationId: string, failure: SyncFailure, env: SyncEnv): Transition {
  if (state.inflight?.mutationId !== mutationId) return none(state)
  if (TRANSIENT.has(failure.code)) {
    const { retryAfterMs } = failure
    return onAttemptFailed(state, { type: 'attempt-failed', mutationId, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
  }
  const draft = visibleValue(spec, state)
  const base = { ...state, inflight: null, isRestoring: false, attempts: 0 }
  if (REBASED.has(failure.code) && failure.current !== undefined) {
    const held = state.confirmed?.value ?? {}
    const rebased = merge(spec, held, draft, failure.current.value)
    const unacked = state.confirmed?.epoch === failure.current.epoch ? withId(state.unacked, mutationId) : []
    const conflicts = [...state.conflicts, ...rebased.conflicts]
    const next: SyncState = { ...base, confirmed: failure.current, dirty: rebased.value, nextId: env.newId(), unacked, conflicts }
    return { state: next, effects: [{ type: 'persist' }, { type: 'schedule-send' }] }
  }
  // the draft stays on the screen and in the queue until a person decides
  return { state: { ...base, dirty: draft, nextId: env.newId(), unacked: [], failure }, effects: [{ type: 'persist' }] }
}

function withId(ids: readonly string[], id: string): readonly string[] {
  return (ids.includes(id) ? ids : [...ids, id]).slice(-SUPERSEDES_MAX)
}

function onPoke(spec: DocumentSpec, state: SyncState, event: SyncEvent & { type: 'poke' }): Transition {
  const { snapshot } = event
  if (snapshot.documentId !== state.documentId || state.inflight !== null) return none(state)
  const { confirmed } = state
  if (confirmed !== null && confirmed.epoch === snapshot.epoch && confirmed.revision >= snapshot.revision) return none(state)
  const rebased = state.dirty === null ? null : merge(spec, confirmed?.value ?? {}, state.dirty, snapshot.value)
  const changes = (event.changes ?? []).filter((change) => change.by !== 'user' && change.revision > (confirmed?.revision ?? 0))
  return {
    state: {
      ...state,
      confirmed: newer(confirmed, snapshot),
      dirty: rebased?.value ?? null,
      conflicts: [...state.conflicts, ...(rebased?.conflicts ?? [])],
      changes: [...state.changes, ...changes],
    },
    effects: rebased === null ? [] : [{ type: 'persist' }],
  }
}

function onRetry(state: SyncState, env: SyncEnv): Transition {
  if (state.failure === null) return hasUnsaved(state) && state.attempts > 0 ? resend(state, env, false) : none(state)
  const isGone = state.failure.code === 'not_found' || state.failure.code === 'document_expired'
  return sendNext({ ...state, failure: null, confirmed: isGone ? null : state.confirmed }, env)
}
