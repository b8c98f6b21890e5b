/** A development authorization server that cannot start, with what to do about it. Shaped like the framework's own errors, which this package does not know. */
export class DevAuthError extends Error {
  /** DEV_AUTH_IN_PRODUCTION, DEV_AUTH_PORT_IN_USE, DEV_AUTH_LISTEN_FAILED, DEV_AUTH_OPTIONS. */
  readonly code: string
  readonly blame: 'user' | 'system' = 'user'

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DevAuthError'
    this.code = code
  }
}
