/** What the live region says; one per view. */
export interface AnnouncerStore {
  /**
   * The same text twice in a row is said once: a region that repeats itself is noise. `isNews`: it is about something else than before, such as a second
   * save, and is said again.
   */
  announce: (text: string, isNews?: boolean) => void
  getText: () => string
  subscribe: (listener: () => void) => () => void
}

export function createAnnouncerStore(): AnnouncerStore {
  const listeners = new Set<() => void>()
  let text = ''
  return {
    announce: (words, isNews = false) => {
      // a reader speaks what changes, and a space at the end is a change nobody hears
      const next = isNews && words === text ? `${words}\u00A0` : words
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
