/** Connections the page gives to views at most: a browser has six per origin, and one holds the event stream; commands must always find one. */
export const MAX_OPEN_CALLS = 4
/** Milliseconds after which the next message of a frame may leave though the previous one is unanswered: on loopback it has long arrived. */
const ORDER_WAIT_MS = 25
/** Messages that may wait; beyond it the view is refused. */
export const MAX_WAITING = 500

export interface OutboxClock {
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(handle: unknown): void
}

export interface OrderedOutbox {
  /** Queues one call in the lane; false when too many wait. `call` must not reject. */
  push(lane: string, call: () => Promise<void>): boolean
  /** Forgets what waits in the lane. */
  drop(lane: string): void
}

/** Sends calls of one lane in their order, without letting a slow answer hold the ones behind it, and never too many at once. */
export function createOrderedOutbox(clock: OutboxClock): OrderedOutbox {
  const waiting: Array<{ lane: string; call: () => Promise<void> }> = []
  const heldLanes = new Map<string, unknown>()
  let open = 0

  function release(lane: string, handle: unknown): void {
    if (heldLanes.get(lane) !== handle) return
    clock.clearTimeout(handle)
    heldLanes.delete(lane)
  }

  function pump(): void {
    while (open < MAX_OPEN_CALLS) {
      const index = waiting.findIndex((item) => !heldLanes.has(item.lane))
      const [item] = index < 0 ? [] : waiting.splice(index, 1)
      if (item === undefined) return
      const { lane, call } = item
      open += 1
      const handle = clock.setTimeout(() => {
        release(lane, handle)
        pump()
      }, ORDER_WAIT_MS)
      heldLanes.set(lane, handle)
      void call().finally(() => {
        open -= 1
        release(lane, handle)
        pump()
      })
    }
  }

  return {
    push(lane, call) {
      if (waiting.length >= MAX_WAITING) return false
      waiting.push({ lane, call })
      pump()
      return true
    },
    drop(lane) {
      for (let index = waiting.length - 1; index >= 0; index -= 1) if (waiting[index]?.lane === lane) waiting.splice(index, 1)
    },
  }
}
