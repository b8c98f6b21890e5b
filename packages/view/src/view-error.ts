import { AppError, type AppErrorOptions } from '@lockstep/contract'

/**
 * VIEW_TIMEOUT: no answer in time, the call may have happened. VIEW_REFUSED: the host answered and said no, as a rule for good.
 * VIEW_TRANSPORT: it did not get through, or there is no host.
 */
export type ViewErrorCode = 'VIEW_TIMEOUT' | 'VIEW_REFUSED' | 'VIEW_TRANSPORT'

/** What the runtime's promises reject with. A tool that answers `isError` is an answer, and resolves. */
export class ViewError extends AppError {
  declare readonly code: ViewErrorCode

  constructor(code: ViewErrorCode, message: string, options?: AppErrorOptions) {
    super(code, message, options)
    this.name = 'ViewError'
  }
}
