/** Whose fault an error is: `user` can mend it (print message and next step), `system` is ours (print the stack). */
export type ErrorBlame = 'user' | 'system'

export interface AppErrorOptions {
  /** Default `system`. */
  blame?: ErrorBlame
  cause?: unknown
  /** Facts a program may act on; JSON only, never a secret. */
  data?: Readonly<Record<string, unknown>>
}

/**
 * The one class of thrown errors. Codes are local and never sent over a wire.
 * The message says what was expected, what came, and what to do next.
 */
export class AppError extends Error {
  readonly code: string
  readonly blame: ErrorBlame
  readonly data: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.blame = options.blame ?? 'system'
    this.data = options.data ?? {}
  }
}
