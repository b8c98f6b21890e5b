/** The part of a browser window that tells whether anybody is looking. */
export interface PageWindow {
  addEventListener: (type: string, listener: () => void) => void
  removeEventListener: (type: string, listener: () => void) => void
  readonly document: {
    readonly visibilityState: string
    readonly documentElement: Element
    addEventListener: (type: string, listener: () => void) => void
    removeEventListener: (type: string, listener: () => void) => void
  }
  readonly IntersectionObserver?: new (callback: (entries: ReadonlyArray<{ isIntersecting: boolean }>) => void) => {
    observe: (element: Element) => void
    disconnect: () => void
  }
}

export interface PageHandlers {
  /** The person turned away: a good moment to save. */
  onLeave: () => void
  /** The document is about to go: the last moment. */
  onHide: () => void
  /** The person, or the network, is back. */
  onReturn: () => void
  /** Whether the view can be seen at all: not a hidden tab, not scrolled out of the conversation. */
  onWatched: (isWatched: boolean) => void
}

/** Calls `onWatched` at once, then on each change; returns the way to stop. */
export function watchPage(page: PageWindow, handlers: PageHandlers): () => void {
  const { document, IntersectionObserver } = page
  let isOnScreen = true
  const isVisible = () => document.visibilityState !== 'hidden'
  const tell = () => handlers.onWatched(isVisible() && isOnScreen)
  const onVisibility = () => {
    tell()
    if (isVisible()) handlers.onReturn()
    else handlers.onLeave()
  }
  const observer =
    IntersectionObserver &&
    new IntersectionObserver((entries) => {
      isOnScreen = entries.at(-1)?.isIntersecting ?? true
      tell()
    })
  const events = [
    [page, 'blur', handlers.onLeave],
    [page, 'focus', handlers.onReturn],
    [page, 'online', handlers.onReturn],
    [page, 'pagehide', handlers.onHide],
    [document, 'visibilitychange', onVisibility],
  ] as const
  for (const [target, type, handler] of events) target.addEventListener(type, handler)
  observer?.observe(document.documentElement)
  tell()
  return () => {
    for (const [target, type, handler] of events) target.removeEventListener(type, handler)
    observer?.disconnect()
  }
}
