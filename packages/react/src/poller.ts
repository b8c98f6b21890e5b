import type { ViewClock } from '@lockstep/view'

/** Milliseconds between polls within ACTIVE_FOR_MS of something happening, and otherwise. */
export const POLL_ACTIVE_MS = 1_000
export const POLL_IDLE_MS = 5_000
export const ACTIVE_FOR_MS = 10_000
/** Longest wait after failures, each of which doubles it. */
export const POLL_FAILING_MAX_MS = 30_000

export interface Poller {
  /** Something happened: poll often for a while. */
  touch: () => void
  /** Poll now, if anybody is looking. */
  pollNow: () => void
  setWatched: (isWatched: boolean) => void
  stop: () => void
}

/** Asks for news as often as it is worth: never while nobody looks, and one question at a time. `poll` resolves false when it got no answer. */
export function createPoller(clock: ViewClock, poll: () => Promise<boolean>): Poller {
  let activeUntil = clock.now() + ACTIVE_FOR_MS
  let isWatched = false
  let wasEverWatched = false
  let isStopped = false
  let isPolling = false
  let failures = 0
  let timer: unknown = null
  let dueAt = Infinity

  function schedule(): void {
    if (isPolling) return
    const pace = clock.now() < activeUntil ? POLL_ACTIVE_MS : POLL_IDLE_MS
    const delayMs = failures === 0 ? pace : Math.min(POLL_FAILING_MAX_MS, pace * 2 ** failures)
    if (timer !== null && dueAt <= clock.now() + delayMs) return
    start(delayMs)
  }

  function start(delayMs: number): void {
    clear()
    if (isStopped || !isWatched) return
    dueAt = clock.now() + delayMs
    timer = clock.setTimeout(() => void run(), delayMs)
  }

  function clear(): void {
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
    dueAt = Infinity
  }

  async function run(): Promise<void> {
    clear()
    isPolling = true
    const hasAnswer = await poll()
    isPolling = false
    failures = hasAnswer ? 0 : failures + 1
    schedule()
  }

  return {
    touch: () => {
      activeUntil = clock.now() + ACTIVE_FOR_MS
      schedule()
    },
    pollNow: () => {
      failures = 0
      if (!isPolling) start(0)
    },
    setWatched: (next) => {
      const wasWatched = isWatched
      isWatched = next
      if (!next) return clear()
      if (wasWatched) return
      // what a person scrolls back to must not stay old for another idle period; at the very start the tool result is still fresh
      if (wasEverWatched && !isPolling) start(0)
      else schedule()
      wasEverWatched = true
    },
    stop: () => {
      isStopped = true
      clear()
    },
  }
}
