import type { ViewRuntime } from '@lockstep/view'
import type { Environment } from './environment.ts'
import { savePending } from './pending-saves.ts'
import { failureOf, type ToolFailure } from './tool-outcome.ts'

/** Longest wait in milliseconds for the tool call that mounts this view: a host that brings no result must not swallow what a person says. */
export const BUSY_MAX_MS = 30_000
/** `window.openai` that resolves sooner has as a rule dropped the message. @see openai-apps-sdk-examples issue 126 (checked 2026-11-21) */
export const UNHEARD_WITHIN_MS = 50
/** Milliseconds before an unheard message is sent again, one after the other. */
const RESEND_AFTER_MS = [2_000, 5_000, 10_000]

export interface FollowUpState {
  /** Of the message that was given last. `sent` = the host took it; whether the model heard it no host says. */
  readonly state: 'idle' | 'queued' | 'sent' | 'failed'
  /** `sent`, but so fast that the host may have dropped it because the model was still answering: offer to send it again. */
  readonly isDoubtful: boolean
  readonly failure: ToolFailure | null
}

export interface FollowUpOptions {
  /**
   * True sends a doubtful message again by itself, up to three times. Off by default: a host that is only fast would hear it twice, and a model that is
   * told twice may act twice.
   */
  resendDoubtful?: boolean
  /** True = the host scrolls to the answer. */
  scrollToBottom?: boolean
}

export interface FollowUpQueue {
  getState: () => FollowUpState
  subscribe: (listener: () => void) => () => void
  /** Says it in the person's name, after what was given before and when the model can hear it. Resolves with how it ended; never rejects. */
  send: (text: string, options?: FollowUpOptions) => Promise<FollowUpState>
  /** The last one again, after `failed` or where it is doubtful. */
  retry: () => Promise<FollowUpState>
}

interface Told {
  readonly text: string
  readonly options: FollowUpOptions
}

/**
 * Messages to the model, one at a time and in order. The model is known to be busy while the tool call that mounts this view has no result: until then
 * they wait. What is unsaved is saved first, for the model must find what the person sees.
 */
export function createFollowUpQueue(
  runtime: Pick<ViewRuntime, 'getSnapshot' | 'subscribe' | 'sendMessage'>,
  save: () => Promise<void>,
  { clock }: Pick<Environment, 'clock'>,
): FollowUpQueue {
  const listeners = new Set<() => void>()
  let state: FollowUpState = { state: 'idle', isDoubtful: false, failure: null }
  let line: Promise<unknown> = Promise.resolve()
  let newest: Told | null = null

  function show(told: Told, next: FollowUpState): FollowUpState {
    if (told === newest) {
      state = next
      for (const listener of [...listeners]) listener()
    }
    return next
  }

  const wait = (delayMs: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, delayMs))

  function whenFree(): Promise<void> {
    if (!isBusy(runtime)) return Promise.resolve()
    return new Promise((resolve) => {
      const go = () => {
        stop()
        clock.clearTimeout(timer)
        resolve()
      }
      const timer = clock.setTimeout(go, BUSY_MAX_MS)
      const stop = runtime.subscribe(() => {
        if (!isBusy(runtime)) go()
      })
    })
  }

  async function say(told: Told): Promise<FollowUpState> {
    const { text, options } = told
    await whenFree()
    await save()
    const { scrollToBottom, resendDoubtful = false } = options
    try {
      for (const delayMs of [...(resendDoubtful ? RESEND_AFTER_MS : []), null]) {
        const startedAt = clock.now()
        await runtime.sendMessage(text, scrollToBottom === undefined ? {} : { scrollToBottom })
        const isDoubtful = runtime.getSnapshot().connection === 'openai' && clock.now() - startedAt < UNHEARD_WITHIN_MS
        if (!isDoubtful || delayMs === null) return show(told, { state: 'sent', isDoubtful, failure: null })
        await wait(delayMs)
      }
    } catch (error) {
      return show(told, { state: 'failed', isDoubtful: false, failure: failureOf(error) })
    }
    return state
  }

  function send(text: string, options: FollowUpOptions = {}): Promise<FollowUpState> {
    const told = { text, options }
    newest = told
    show(told, { state: 'queued', isDoubtful: false, failure: null })
    const end = line.then(() => say(told))
    line = end
    return end
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send,
    retry: () => (newest !== null && (state.state === 'failed' || state.isDoubtful) ? send(newest.text, newest.options) : Promise.resolve(state)),
  }
}

function isBusy({ getSnapshot }: Pick<ViewRuntime, 'getSnapshot'>): boolean {
  const { toolResult, isToolCancelled, connection } = getSnapshot()
  return connection !== 'standalone' && toolResult === null && !isToolCancelled
}

/** The queue of a runtime; one for all of its hooks, so that the order of two components' messages is the order they were given in. */
export function followUpsOf(runtime: ViewRuntime, environment: Environment): FollowUpQueue {
  const known = queues.get(runtime) ?? createFollowUpQueue(runtime, () => savePending(runtime), environment)
  queues.set(runtime, known)
  return known
}

const queues = new WeakMap<ViewRuntime, FollowUpQueue>()
