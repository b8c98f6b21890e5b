/** What the live region says; one per view. */
export interface AnnouncerStore {
  /** The same text twice in a row is said once: a region that repeats itself is noise. */
  announce: (text: string) => void
  getText: () => string
  subscribe: (listener: () => void) => () => void
}

export function createAnnouncerStore(): AnnouncerStore {
  const listeners = new Set<() => void>()
  let text = ''
  return {
    announce: (next) => {
      if (next === text) return
      text = next
      for (const listener of [...listeners]) listener()
    },
    getText: () => text,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
