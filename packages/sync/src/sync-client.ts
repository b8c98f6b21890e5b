import { createSyncState, hasUnsaved, queueOf, type SyncEffect, type SyncEvent } from './client-state.ts'
import { merge } from './merge.ts'
import type { Mutation } from './protocol.ts'
import { reduceSync } from './reduce-sync.ts'
import { SyncRefusal, type SeenState } from './sync-channel.ts'
import type { SyncClient, SyncClientOptions } from './sync-view.ts'
import { viewOf } from './view-of.ts'

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

type TimerName = 'send' | 'sendBy' | 'retry' | 'attempt' | 'slow'

/** Runs the state machine: holds the state, does its effects with the given clock, channel and ids. */
export function createSyncClient(options: SyncClientOptions): SyncClient {
  const { spec, channel, clock } = options
  const listeners = new Set<() => void>()
  const settled = new Set<() => void>()
  const timers = new Map<TimerName, unknown>()
  let state = createSyncState(spec, options)
  let unsavedSince: number | null = null
  let isSlow = false
  let isDisposed = false
  let attempts = 0
  watchUnsaved()
  let view = viewOf(spec, state, unsavedSince, isSlow)

  function dispatch(event: SyncEvent): void {
    if (isDisposed) return
    const { state: next, effects } = reduceSync(spec, state, event, { newId: options.newId })
    if (next === state && effects.length === 0) return
    state = next
    watchUnsaved()
    publish()
    for (const effect of effects) run(effect)
    const isAtRest = !hasUnsaved(state) || state.failure !== null || event.type === 'attempt-failed' || event.type === 'refused'
    if (isAtRest) settleAll()
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
    view = viewOf(spec, state, unsavedSince, isSlow)
    for (const listener of [...listeners]) listener()
  }

  function run(effect: SyncEffect): void {
    switch (effect.type) {
      case 'persist':
        return options.persist(queueOf(spec, state))
      case 'schedule-send':
        start('send', SEND_DEBOUNCE_MS, sendDue)
        if (!timers.has('sendBy')) start('sendBy', SEND_MAX_WAIT_MS, sendDue)
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

  function start(name: TimerName, delayMs: number, fire: () => void): void {
    clear(name)
    const ring = () => {
      timers.delete(name)
      fire()
    }
    timers.set(name, clock.setTimeout(ring, delayMs))
  }

  function clear(name: TimerName): void {
    if (timers.has(name)) clock.clearTimeout(timers.get(name))
    timers.delete(name)
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
      for (const name of [...timers.keys()]) clear(name)
      settleAll()
    },
  }
}
