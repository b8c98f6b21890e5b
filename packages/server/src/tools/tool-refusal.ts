export interface ToolRefusalOptions {
  /** Where in the input, dotted. */
  path?: string
  /** Further members of `_meta['lockstep/error']`; JSON only, never a secret. */
  data?: Readonly<Record<string, unknown>>
}

/** A refusal a tool means to give; anything else it throws is answered without detail. */
export class ToolRefusal extends Error {
  readonly code: string
  readonly path: string | null
  readonly data: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, options: ToolRefusalOptions = {}) {
    super(message)
    this.name = 'ToolRefusal'
    this.code = code
    this.path = options.path ?? null
    this.data = options.data ?? {}
  }
}

/** Makes the error a tool throws to refuse; its message is what the model reads, so it says what to do next. */
export function toolError(code: string, message: string, options: ToolRefusalOptions = {}): ToolRefusal {
  return new ToolRefusal(code, message, options)
}
