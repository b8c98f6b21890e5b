import type { HostSettings } from '../../src/api/host-state.ts'
import type { ApiClient } from './api-client.ts'

/** Milliseconds of rest before a change of size is reported: a drag of the window would report hundreds. */
const REST_MS = 150

/** Height of `.view-bar` over a fullscreen view, in rem; the same number stands in place.css. */
const FULLSCREEN_BAR_REM = 2.75

export interface Surroundings {
  /** What a fullscreen view fills. */
  main: HTMLElement
  column: HTMLElement
  /** Lies over a fullscreen view. */
  composer: HTMLElement
}

/** Tells the backend what only the page knows (theme of the system, sizes, time zone), at the start and after each change. */
export function reportSurroundings(api: ApiClient, { main, column, composer }: Surroundings): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  let handle: ReturnType<typeof setTimeout> | undefined
  let last = ''
  const report = (): void => {
    const body: Partial<HostSettings> = {
      systemTheme: dark.matches ? 'dark' : 'light',
      columnWidthPx: contentWidth(column),
      fullscreenWidthPx: main.clientWidth,
      fullscreenHeightPx: Math.max(0, Math.floor(main.clientHeight - FULLSCREEN_BAR_REM * remPx())),
      composerHeightPx: composer.offsetHeight,
      systemTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
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
  for (const element of [main, column, composer]) sizes.observe(element)
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
