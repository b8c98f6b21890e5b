import type { ViewClock } from './view-runtime.ts'

/** Milliseconds between two model contexts; the host uses only the last one before a turn. */
export const CONTEXT_INTERVAL_MS = 1_000

export interface ContextPusher<T> {
  push: (value: T) => void
  /** Sends what still waits, now: what comes after it on the same road must not overtake it. */
  flush: () => void
}

/** Sends the newest value at once, then at most one per interval; what was overtaken is never sent. */
export function createContextPusher<T>(clock: ViewClock, send: (value: T) => Promise<unknown>): ContextPusher<T> {
  let latest: { value: T } | null = null
  let isWaiting = false

  function post(): Promise<unknown> | null {
    if (latest === null) return null
    const { value } = latest
    latest = null
    return send(value)
  }

  function pump(): void {
    const sent = post()
    isWaiting = sent !== null
    // a host without model context still gets the same through tool results, so a refusal costs nothing
    const again = () => clock.setTimeout(pump, CONTEXT_INTERVAL_MS)
    sent?.then(again, again)
  }

  return {
    push: (value) => {
      latest = { value }
      if (!isWaiting) pump()
    },
    flush: () => void post()?.catch(() => undefined),
  }
}
