import type { ViewWindow } from './view-runtime.ts'

/** Growths in a row, with nothing changed in the document but the frame's height, after which it is a loop and we stop. */
const ECHOES_MAX = 2

/**
 * Reports the content's height to the pixel, first now and then on each change. Cannot loop: content that grows only because the host followed
 * the last report (`100vh` plus a margin) is reported ECHOES_MAX times, and then not until the document or the frame's width changes.
 */
export function observeHeight(window: ViewWindow, report: (heightPx: number) => void): () => void {
  const { document, ResizeObserver, MutationObserver } = window
  if (!document || !ResizeObserver) return () => {}
  let reported = 0
  let { innerHeight: frameHeight, innerWidth: frameWidth } = window
  let echoes = 0

  const measure = () => {
    const heightPx = Math.ceil(document.documentElement.getBoundingClientRect().height)
    if (window.innerWidth !== frameWidth) echoes = 0
    frameWidth = window.innerWidth
    if (heightPx === reported) return
    const isEcho = heightPx > reported && reported > 0 && window.innerHeight !== frameHeight
    echoes = isEcho ? echoes + 1 : echoes
    if (isEcho && echoes > ECHOES_MAX) return
    reported = heightPx
    frameHeight = window.innerHeight
    report(heightPx)
  }
  const sizes = new ResizeObserver(measure)
  const changes = MutationObserver && new MutationObserver(() => (echoes = 0))
  changes?.observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true })
  sizes.observe(document.documentElement)
  if (document.body) sizes.observe(document.body)
  return () => {
    sizes.disconnect()
    changes?.disconnect()
  }
}
