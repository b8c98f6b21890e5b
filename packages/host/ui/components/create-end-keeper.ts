/** CSS pixels from the end within which the reader counts as being at the end. */
const NEAR_END_PX = 80

/** Keeps the end of a text in sight while the reader is there, also when a view in it grows, and leaves a reader who scrolled up alone. */
export interface EndKeeper {
  /** Starts with the scrolling `box` around `content`; the returned function ends it. */
  attach(box: HTMLElement, content: HTMLElement): () => void
  /** Goes to the end and stays there. */
  jump(): void
  /** Goes to the top, and leaves the reader there. */
  start(): void
}

export function createEndKeeper(): EndKeeper {
  let isAtEnd = true
  let follow = (): void => undefined
  let top = (): void => undefined
  return {
    attach(box, content) {
      follow = () => {
        if (isAtEnd) box.scrollTo({ top: box.scrollHeight })
      }
      top = () => box.scrollTo({ top: 0 })
      // Only who scrolls up leaves the end: a text that has grown by the time the last scroll is told leaves nobody behind.
      let topPx = box.scrollTop
      const note = (): void => {
        const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX
        isAtEnd = isNear || (isAtEnd && box.scrollTop >= topPx)
        topPx = box.scrollTop
      }
      // Who unfolds something wants to read it from its beginning.
      const letGo = (event: Event): void => {
        if (event.target instanceof Element && event.target.closest('summary') !== null) isAtEnd = false
      }
      const sizes = new ResizeObserver(() => follow())
      sizes.observe(content)
      sizes.observe(box)
      box.addEventListener('scroll', note, { passive: true })
      box.addEventListener('click', letGo)
      return () => {
        sizes.disconnect()
        box.removeEventListener('scroll', note)
        box.removeEventListener('click', letGo)
      }
    },
    jump() {
      isAtEnd = true
      follow()
    },
    start() {
      isAtEnd = false
      top()
    },
  }
}
