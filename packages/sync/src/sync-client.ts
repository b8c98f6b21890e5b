import { createSyncState, hasUnsaved, queueOf, visibleValue, type SyncEffect, type SyncEvent, type SyncState } from './client-state.ts'
import { merge } from './merge.ts'
import type { Mutation } from './protocol.ts'
import { reduceSync } from './reduce-sync.ts'
import { SyncRefusal, type SeenState } from './sync-channel.ts'
import type { SyncClient, SyncClientOptions, SyncStatus, SyncView } from './sync-view.ts'

/** Milliseconds of quiet after an edit before it is sent. */
const SEND_DEBOUNCE_MS = 150
/** Milliseconds after which a draft is sent though edits go on. */
const SEND_MAX_WAIT_MS = 500
/** Milliseconds one attempt may take. */
const ATTEMPT_TIMEOUT_MS = 10_000
/** Milliseconds without an acknowledgement after which a person is told. */
const RETRYING_AFTER_MS = 2_000
/** First and largest back-off in milliseconds; the wait is a random part of it. */
const BACKOFF_FIRST_MS = 250
const BACKOFF_MAX_MS = 30_000

/** Runs the state machine: holds the state, does its effects with the given clock, channel and ids. */
export function createSyncClient(options: SyncClientOptions): SyncClient {
  const { spec, channel, clock } = options
  const listeners = new Set<() => void>()
  const settled = new Set<() => void>()
  const timers = { send: null as unknown, sendBy: null as unknown, retry: null as unknown, attempt: null as unknown, slow: null as unknown }
  let state = createSyncState(spec, options)
  let unsavedSince: number | null = null
  let isSlow = false
  let isDisposed = false
  let attempts = 0
  watchUnsaved()
  let view = render()

  function render(): SyncView {
    const isRetrying = state.attempts > 0 || isSlow
    const status: SyncStatus = state.failure !== null ? 'failed' : !hasUnsaved(state) ? 'saved' : isRetrying ? 'retrying' : 'saving'
    return Object.freeze({
      documentId: state.documentId,
      epoch: state.confirmed?.epoch ?? null,
      revision: state.confirmed?.revision ?? 0,
      value: visibleValue(spec, state),
      status,
      failure: state.failure,
      unsavedSince,
      conflicts: state.conflicts,
      changes: state.changes,
      canUndo: state.undo.length > 0,
    })
  }

  function dispatch(event: SyncEvent): void {
    if (isDisposed) return
    const { state: next, effects } = reduceSync(spec, state, event, { newId: options.newId })
    if (next === state && effects.length === 0) return
    adopt(next)
    for (const effect of effects) run(effect)
    const isAtRest = !hasUnsaved(state) || state.failure !== null || event.type === 'attempt-failed' || event.type === 'refused'
    if (isAtRest) settleAll()
  }

  function adopt(next: SyncState): void {
    state = next
    watchUnsaved()
    publish()
  }

  function watchUnsaved(): void {
    if (!hasUnsaved(state)) {
      unsavedSince = null
      isSlow = false
      clear('slow')
    } else if (unsavedSince === null) {
      unsavedSince = clock.now()
      start('slow', RETRYING_AFTER_MS, () => {
        isSlow = true
        publish()
      })
    }
  }

  function publish(): void {
    view = render()
    for (const listener of [...listeners]) listener()
  }

  function run(effect: SyncEffect): void {
    switch (effect.type) {
      case 'persist':
        return options.persist(queueOf(spec, state))
      case 'schedule-send':
        start('send', SEND_DEBOUNCE_MS, sendDue)
        if (timers.sendBy === null) start('sendBy', SEND_MAX_WAIT_MS, sendDue)
        return
      case 'schedule-retry': {
        const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (effect.attempts - 1))
        return start('retry', Math.max(effect.retryAfterMs, options.random() * ceiling), () => dispatch({ type: 'retry-due' }))
      }
      case 'refresh':
        void refresh().then((isAnswered) => {
          if (effect.isNeeded && !isAnswered) dispatch({ type: 'attempt-failed', mutationId: null })
        })
        return
      case 'send':
        return send(effect.mutation, effect.isLast)
    }
  }

  function sendDue(): void {
    clear('send')
    clear('sendBy')
    dispatch({ type: 'due' })
  }

  function send(mutation: Mutation, isLast: boolean): void {
    const { mutationId } = mutation
    const attempt = (attempts += 1)
    clear('retry')
    start('attempt', ATTEMPT_TIMEOUT_MS, () => dispatch({ type: 'attempt-failed', mutationId }))
    const answered = (event: SyncEvent) => {
      // an attempt that was given up may still bring the answer, but its failure is old news
      if (attempt !== attempts && event.type !== 'ack') return
      if (state.inflight?.mutation.mutationId === mutationId) clear('attempt')
      dispatch(event)
    }
    channel.send(mutation, { isLast }).then(
      (reply) => answered({ type: 'ack', mutationId, reply }),
      (error: unknown) =>
        answered(error instanceof SyncRefusal ? { type: 'refused', mutationId, failure: error.failure } : { type: 'attempt-failed', mutationId }),
    )
  }

  function poke(seen: SeenState | null, isFetched: boolean): void {
    dispatch({ type: 'poke', snapshot: seen, changes: seen?.changes, isFetched })
  }

  async function refresh(): Promise<boolean> {
    const held = state.confirmed
    try {
      const seen = await channel.fetchSnapshot(state.documentId, held ?? undefined)
      // an answer that was overtaken by the word of another epoch may tell of a life that is over: which of them it is, the server knows
      if (held?.epoch !== state.confirmed?.epoch) return await refresh()
      poke(seen, true)
      return true
    } catch {
      // a refresh only makes things look right sooner; what needs it asks again
      return false
    }
  }

  function start(name: keyof typeof timers, delayMs: number, fire: () => void): void {
    clear(name)
    timers[name] = clock.setTimeout(() => {
      timers[name] = null
      fire()
    }, delayMs)
  }

  function clear(name: keyof typeof timers): void {
    if (timers[name] !== null) clock.clearTimeout(timers[name])
    timers[name] = null
  }

  function settleAll(): void {
    for (const settle of settled) settle()
    settled.clear()
  }

  function whenSettled(): Promise<void> {
    if (isDisposed || !hasUnsaved(state) || state.failure !== null) return Promise.resolve()
    return new Promise((resolve) => settled.add(resolve))
  }

  // restored drafts go first, under their own names
  if (state.inflight !== null) send(state.inflight.mutation, false)
  else if (state.waiting.length > 0) dispatch({ type: 'due' })

  return {
    getSnapshot: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    edit: (change) => dispatch({ type: 'edit', value: change(view.value) }),
    undo: () => {
      const step = state.undo.at(-1)
      if (step === undefined) return false
      dispatch({ type: 'edit', value: merge(spec, step.after, step.before, view.value).value, isUndo: true })
      return true
    },
    flush: async () => {
      // an edit made while another was in flight goes out with the next one
      for (let turn = 0; turn < 2 && (turn === 0 || (state.dirty !== null && state.attempts === 0)); turn += 1) {
        sendDue()
        await whenSettled()
      }
    },
    teardown: () => {
      const done = hasUnsaved(state) ? whenSettled() : Promise.resolve()
      dispatch({ type: 'teardown' })
      return done
    },
    poke: (seen) => poke(seen, false),
    refresh,
    retry: () => dispatch({ type: 'retry' }),
    discard: () => dispatch({ type: 'discard' }),
    dismissNotices: () => dispatch({ type: 'dismiss' }),
    dispose: () => {
      isDisposed = true
      for (const name of Object.keys(timers) as Array<keyof typeof timers>) clear(name)
      settleAll()
    },
  }
}
