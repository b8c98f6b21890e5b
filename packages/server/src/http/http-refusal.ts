export interface HttpRefusalOptions {
  /** Where in the body, dotted. */
  path?: string
  headers?: Readonly<Record<string, string>>
  /** Further members of the `error` object; JSON only, never a secret. */
  data?: Readonly<Record<string, unknown>>
}

/** A refusal as it goes over the wire; everything else thrown by a route becomes a 500 without detail. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly path: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly data: Readonly<Record<string, unknown>>

  constructor(status: number, code: string, message: string, options: HttpRefusalOptions = {}) {
    super(message)
    this.name = 'HttpRefusal'
    this.status = status
    this.code = code
    this.path = options.path ?? null
    this.headers = options.headers ?? {}
    this.data = options.data ?? {}
  }
}

/**
 * Makes the error a route throws to refuse: `throw httpError(404, 'not_found', 'No cart with that id.')`.
 * Shape on the wire: `{ error: { code, message, path?, ...data } }`.
 */
export function httpError(status: number, code: string, message: string, options: HttpRefusalOptions = {}): HttpRefusal {
  return new HttpRefusal(status, code, message, options)
}

/** The JSON body of a refusal. */
export function refusalBody(refusal: HttpRefusal): { error: Record<string, unknown> } {
  const path = refusal.path === null ? {} : { path: refusal.path }
  return { error: { ...refusal.data, code: refusal.code, message: refusal.message, ...path } }
}
