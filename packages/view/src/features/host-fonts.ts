import type { ViewRuntime } from '../view-runtime.ts'

/** Puts the fonts the host tells (`styles.css.fonts`, CSS text) on the document, and follows their changes; returns the way to stop. */
export function followHostFonts(runtime: ViewRuntime, document: Document): () => void {
  const style = document.createElement('style')
  const update = () => {
    const { styles } = runtime.getSnapshot().hostContext.told as { styles?: { css?: { fonts?: unknown } | null } | null }
    const fonts = styles?.css?.fonts
    const text = typeof fonts === 'string' ? fonts : ''
    if (style.textContent !== text) style.textContent = text
  }
  update()
  document.head.append(style)
  const stop = runtime.subscribe(update)
  return () => {
    stop()
    style.remove()
  }
}
