import { AppError } from '@lockstep/contract'

/** True when the store could not do its work: nothing was acknowledged, and the same request may be sent again. */
export function isStoreUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'STORE_UNAVAILABLE'
}
