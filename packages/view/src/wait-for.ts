import { VIEW_TOOL_CALL_TIMEOUT_MS } from '@lockstep/contract'
import { toViewError, ViewError } from './view-error.ts'
import type { ViewClock } from './view-runtime.ts'

export interface WaitOptions {
  /** Gives the call up; on the bridge the host is told. */
  signal?: AbortSignal
  /** Default VIEW_TOOL_CALL_TIMEOUT_MS; `Infinity` where a person decides when it is over. */
  timeoutMs?: number
}

/** Calls, unless it is given up already, and waits for the answer. @throws {ViewError} VIEW_TIMEOUT, VIEW_ABORTED, or what the failure is */
export async function waitFor<T>(clock: ViewClock, call: () => T | Promise<T>, what: string, options: WaitOptions = {}): Promise<T> {
  const { signal, timeoutMs = VIEW_TOOL_CALL_TIMEOUT_MS } = options
  let timer: unknown
  let stop = () => {}
  try {
    const givenUp = new Promise<never>((_, reject) => {
      stop = () => reject(new ViewError('VIEW_ABORTED', `${what} was given up by the caller${MAYBE}`))
      if (signal?.aborted) stop()
      signal?.addEventListener('abort', stop)
      const late = () => reject(new ViewError('VIEW_TIMEOUT', `expected the host to answer ${what} within ${timeoutMs} ms, got nothing${MAYBE}`))
      // beyond what a timer can hold, it would ring at once
      if (timeoutMs < 2 ** 31) timer = clock.setTimeout(late, timeoutMs)
    })
    return await Promise.race(signal?.aborted ? [givenUp] : [givenUp, call()])
  } catch (cause) {
    throw toViewError(cause, what)
  } finally {
    clock.clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

const MAYBE = '; it may still have happened'
