/** Codes of the API's answers that are no success, with their HTTP status. */
export const REFUSAL_STATUS = {
  VALIDATION_ERROR: 400,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  GONE: 410,
  PRECONDITION_FAILED: 412,
  TOO_LARGE: 413,
  UNSUPPORTED_TYPE: 415,
  NOT_PUBLISHABLE: 422,
  IDEMPOTENCY_KEY_REQUIRED: 428,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  STORAGE_ERROR: 502,
  SERVICE_UNAVAILABLE: 503,
} as const

export type RefusalCode = keyof typeof REFUSAL_STATUS

/** The API says no: what was expected, what came, what to do; for the caller's eyes. Thrown inside a commit it leaves everything as it was. */
export class ApiRefusal extends Error {
  readonly code: RefusalCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: RefusalCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'ApiRefusal'
    this.code = code
    this.details = details
  }
}

/** Of a project that is not there, and of one that is another's: nobody learns which. */
export function noSuchProject(): ApiRefusal {
  return new ApiRefusal('NOT_FOUND', 'Expected the id of one of your projects, found none. List the projects to see their ids.')
}
