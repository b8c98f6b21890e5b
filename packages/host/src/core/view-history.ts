import { isRecord } from '@lockstep/contract'
import type { ViewHistory } from '../api/host-state.ts'

/** Characters of a path that are kept. */
const PATH_MAX_CHARS = 2_000

export const NO_HISTORY: ViewHistory = { canGoBack: false, canGoForward: false, path: '/' }

/** What the history mirror in a frame reports; null when it is no report of it. */
export function readHistory(report: unknown): ViewHistory | null {
  if (!isRecord(report)) return null
  const { canGoBack, canGoForward, path } = report
  if (typeof canGoBack !== 'boolean' || typeof canGoForward !== 'boolean' || typeof path !== 'string') return null
  if (!path.startsWith('/') || path.length > PATH_MAX_CHARS) return null
  return { canGoBack, canGoForward, path }
}
