/** Milliseconds that `close()` waits for calls whose sockets are ended already: what they did is kept before the store goes. */
export const CALLS_GRACE_MS = 4_000

/** The calls under way, so that nobody closes what they still need. */
export interface RunningCalls {
  track<Answer>(call: Promise<Answer>): Promise<Answer>
  /** Resolves when none is under way, or when the time is up. */
  settled(graceMs: number): Promise<void>
}

export function createRunningCalls(): RunningCalls {
  const running = new Set<Promise<unknown>>()
  return {
    track: (call) => {
      running.add(call)
      const forget = (): void => void running.delete(call)
      call.then(forget, forget)
      return call
    },
    settled: async (graceMs) => {
      if (running.size === 0) return
      const { promise: timeUp, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, graceMs)
      await Promise.race([Promise.allSettled(running), timeUp])
      clearTimeout(timer)
    },
  }
}
