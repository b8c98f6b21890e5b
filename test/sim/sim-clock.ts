/** Time that jumps from one event to the next. Between two of them every promise that can settle does. */
export interface SimClock {
  /** Whole milliseconds, never going back. */
  now: () => number
  setTimeout: (run: () => void, delayMs: number) => unknown
  clearTimeout: (handle: unknown) => void
  after: (delayMs: number) => Promise<void>
  /** Fires events until the condition holds; false when there were none left, or too many. */
  runUntil: (isDone: () => boolean) => Promise<boolean>
}

interface Timer {
  at: number
  order: number
  run: (() => void) | null
}

/** Events of one run; a run that needs more turns in circles. */
const EVENTS_MAX = 400_000

export function createSimClock(start: number): SimClock {
  let time = start
  let order = 0
  let events = 0
  const heap: Timer[] = []

  function setTimeout(run: () => void, delayMs: number): Timer {
    const timer = { at: time + Math.max(0, delayMs), order: (order += 1), run }
    push(heap, timer)
    return timer
  }

  return {
    now: () => Math.floor(time),
    setTimeout,
    clearTimeout: (handle) => {
      if (handle !== null) (handle as Timer).run = null
    },
    after: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    runUntil: async (isDone) => {
      await settled()
      while (!isDone()) {
        const timer = pop(heap)
        if (timer === undefined || events >= EVENTS_MAX) return false
        if (timer.run === null) continue
        events += 1
        time = timer.at
        timer.run()
        await settled()
      }
      return true
    },
  }
}

/** Node runs a tick after all promises that can settle have, without leaving to the event loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Timer[], timer: Timer): void {
  let index = heap.push(timer) - 1
  while (index > 0) {
    const above = (index - 1) >> 1
    const parent = heap[above] as Timer
    if (!isBefore(timer, parent)) break
    heap[index] = parent
    index = above
  }
  heap[index] = timer
}

function pop(heap: Timer[]): Timer | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (top === undefined || last === undefined || heap.length === 0) return top
  let index = 0
  for (;;) {
    let below = index * 2 + 1
    if (below >= heap.length) break
    const right = below + 1
    if (right < heap.length && isBefore(heap[right] as Timer, heap[below] as Timer)) below = right
    const child = heap[below] as Timer
    if (!isBefore(child, last)) break
    heap[index] = child
    index = below
  }
  heap[index] = last
  return top
}
