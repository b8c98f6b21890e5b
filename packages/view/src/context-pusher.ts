import type { ViewClock } from './view-runtime.ts'

/** Milliseconds between two model contexts; the host uses only the last one before a turn. */
export const CONTEXT_INTERVAL_MS = 1_000

/** Sends the newest value at once, then at most one per interval; what was overtaken is never sent. */
export function createContextPusher<T>(clock: ViewClock, send: (value: T) => Promise<unknown>): (value: T) => void {
  let latest: { value: T } | null = null
  let isWaiting = false

  function pump(): void {
    isWaiting = latest !== null
    if (latest === null) return
    const { value } = latest
    latest = null
    // a host without model context still gets the same through tool results, so a refusal costs nothing
    const again = () => clock.setTimeout(pump, CONTEXT_INTERVAL_MS)
    send(value).then(again, again)
  }

  return (value) => {
    latest = { value }
    if (!isWaiting) pump()
  }
}
