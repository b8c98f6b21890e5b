import type { HostSettings } from '../../src/api/host-state.ts'
import type { ApiClient } from './api-client.ts'

/** Milliseconds of rest before a change of size is reported: a drag of the window would report hundreds. */
const REST_MS = 150

/** Height of `.view-bar` over a fullscreen view, in rem; the same number stands in view.css. */
const FULLSCREEN_BAR_REM = 2.75

/** Tells the backend what only the page knows (theme of the system, widths, time zone), at the start and after each change. */
export function reportSurroundings(api: ApiClient, stage: HTMLElement, column: HTMLElement): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  let handle: ReturnType<typeof setTimeout> | undefined
  let last = ''
  const report = (): void => {
    const body: Partial<HostSettings> = {
      systemTheme: dark.matches ? 'dark' : 'light',
      columnWidthPx: contentWidth(column),
      fullscreenWidthPx: stage.clientWidth,
      fullscreenHeightPx: Math.max(0, Math.floor(stage.clientHeight - FULLSCREEN_BAR_REM * remPx())),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }
    const text = JSON.stringify(body)
    if (text === last) return
    last = text
    void api.post('/api/settings', body)
  }
  const later = (): void => {
    clearTimeout(handle)
    handle = setTimeout(report, REST_MS)
  }
  const sizes = new ResizeObserver(later)
  sizes.observe(stage)
  sizes.observe(column)
  dark.addEventListener('change', report)
  report()
  return () => {
    clearTimeout(handle)
    sizes.disconnect()
    dark.removeEventListener('change', report)
  }
}

function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
}

/** What a view inside gets: the width without the padding. */
function contentWidth(element: HTMLElement): number {
  const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(element)
  return Math.floor(element.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd))
}
