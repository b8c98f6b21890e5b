/** Messages one frame may send in any second; a view that talks faster is broken and must not take the page with it. */
const MAX_FRAME_MESSAGES_PER_SECOND = 200

export interface MessageBudget {
  /** True: let the message through. `nowMs` must not go back. */
  take(nowMs: number): boolean
}

/** A bucket of `perSecond` messages that refills evenly. */
export function createMessageBudget(perSecond: number = MAX_FRAME_MESSAGES_PER_SECOND): MessageBudget {
  let left = perSecond
  let lastMs: number | null = null
  return {
    take(nowMs) {
      left = Math.min(perSecond, left + ((nowMs - (lastMs ?? nowMs)) / 1_000) * perSecond)
      lastMs = nowMs
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
