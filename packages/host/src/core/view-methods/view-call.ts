import { isRecord } from '@lockstep/contract'

/** One request of a view while it is served. */
export interface ViewCall {
  /** The view gave it up. */
  signal: AbortSignal
  /** Tells the view how far it is; null = it did not ask. */
  onProgress: ((progress: Record<string, unknown>) => void) | null
}

/** A request that nobody can give up, and that asks for no news. */
export const PLAIN_CALL: ViewCall = { signal: new AbortController().signal, onProgress: null }

/** The token under which a view wants news of its request; null = it wants none. */
export function progressTokenOf(params: Record<string, unknown>): string | number | null {
  const token = isRecord(params['_meta']) ? params['_meta']['progressToken'] : undefined
  return typeof token === 'string' || typeof token === 'number' ? token : null
}
