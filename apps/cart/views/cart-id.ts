import { makeId, type IdFallback, type IdSource } from '@lockstep/sync'

/** An id for a cart that the person starts before the model does: 122 random bits where the browser has them. */
export function newCartId(source: IdSource | undefined, fallback: IdFallback): string {
  return makeId('c_', source, fallback)
}

/** The server's id wins, then the one this view wrote down earlier, then a new one. */
export function chooseCartId(fromResult: string | null, fromViewState: unknown, mint: () => string): string {
  if (fromResult !== null) return fromResult
  return typeof fromViewState === 'string' && fromViewState !== '' ? fromViewState : mint()
}
