import { VIEW_TOOL_CALL_TIMEOUT_MS } from '@lockstep/contract'
import type { Timers } from '../system.ts'

/** Milliseconds of the default time limit of a tool: below the 30 s after which a view gives up, so that it is told and need not guess. */
export const TOOL_TIMEOUT_MS = VIEW_TOOL_CALL_TIMEOUT_MS - 5_000

/** The longest delay that a timer takes; with a longer one it would fire at once. */
const TIMER_MAX_MS = 2 ** 31 - 1

export const TIME_UP: unique symbol = Symbol('time up')

/** Milliseconds that a tool has. */
export function timeLimitMs({ timeoutMs = TOOL_TIMEOUT_MS }: { timeoutMs?: number }): number {
  return Math.min(timeoutMs, TIMER_MAX_MS)
}

export interface TimeLimit {
  timeoutMs: number
  timers: Timers
  /** Aborts when the caller goes away. */
  signal: AbortSignal
}

/**
 * What `run` answers, or TIME_UP when that takes longer; its signal aborts then, and when the caller's does, `time` only then. Nothing can stop a run
 * that does not listen: it goes on, and what it answers or throws later is its own affair.
 */
export async function withinTime<T>(
  { timeoutMs, timers, signal }: TimeLimit,
  run: (signal: AbortSignal, time: AbortSignal) => Promise<T>,
): Promise<T | typeof TIME_UP> {
  const control = new AbortController()
  const time = new AbortController()
  const { promise: timeUp, resolve } = Promise.withResolvers<typeof TIME_UP>()
  const timer = timers.setTimeout(() => {
    // settled before the signal is heard, so that a run that gives up at once does not answer in place of it
    resolve(TIME_UP)
    const reason = new DOMException('The time of this call is up.', 'TimeoutError')
    time.abort(reason)
    control.abort(reason)
  }, timeoutMs)
  // by hand: AbortSignal.any costs more than all else of a call together (measured 2026-11-21)
  const pass = (): void => control.abort(signal.reason)
  if (signal.aborted) pass()
  else signal.addEventListener('abort', pass, { once: true })
  try {
    return await Promise.race([run(control.signal, time.signal), timeUp])
  } finally {
    timers.clearTimeout(timer)
    signal.removeEventListener('abort', pass)
  }
}
