import { AppError } from '@lockstep/contract'

/** True when a commit may have happened although it failed: its answer was lost on the way. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof AppError && error.data['isOutcomeUnknown'] === true
}
