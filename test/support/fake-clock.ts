/** A clock that moves only when told: timers fire in order of their time, promises settle between two of them. */
export interface FakeClock {
  now: () => number
  setTimeout: (run: () => void, delayMs: number) => unknown
  clearTimeout: (handle: unknown) => void
  /** Moves on by so many milliseconds, firing what falls due. */
  advance: (ms: number) => Promise<void>
  /** Fires everything there is, at most `limit` timers; answers how many. */
  drain: (limit?: number) => Promise<number>
}

interface Timer {
  at: number
  order: number
  run: () => void
}

export function createFakeClock(start = 1_000_000): FakeClock {
  let time = start
  let order = 0
  const timers = new Set<Timer>()

  function next(until: number): Timer | undefined {
    const due = [...timers].filter((timer) => timer.at <= until)
    return due.sort((a, b) => a.at - b.at || a.order - b.order)[0]
  }

  async function fire(timer: Timer): Promise<void> {
    timers.delete(timer)
    time = Math.max(time, timer.at)
    timer.run()
    await settle()
  }

  return {
    now: () => time,
    setTimeout: (run, delayMs) => {
      const timer = { at: time + Math.max(0, delayMs), order: (order += 1), run }
      timers.add(timer)
      return timer
    },
    clearTimeout: (handle) => {
      timers.delete(handle as Timer)
    },
    advance: async (ms) => {
      const until = time + ms
      await settle()
      for (let timer = next(until); timer; timer = next(until)) await fire(timer)
      time = until
    },
    drain: async (limit = 10_000) => {
      await settle()
      let fired = 0
      for (let timer = next(Infinity); timer && fired < limit; timer = next(Infinity)) {
        await fire(timer)
        fired += 1
      }
      return fired
    },
  }
}

/** Lets every promise that can settle do so: a handful of microtask turns, no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve()
}
