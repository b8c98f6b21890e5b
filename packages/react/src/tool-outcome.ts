import { ERROR_META, isRecord, REPLAYED_META, type ToolResult } from '@lockstep/contract'

/** Why a call has no data. */
export interface ToolFailure {
  /** Of the server (`lockstep/error`), of the runtime (`VIEW_…`), or `failed` and `no_data` where nobody named one. */
  readonly code: string
  readonly message: string
  /** Where in the input, dotted. */
  readonly path: string | null
  /** Milliseconds after which it may be tried again. */
  readonly retryAfterMs: number | null
  /** All that the server said of it. */
  readonly details: Readonly<Record<string, unknown>>
}

interface Answer {
  /** What a person or a model without schemas reads. */
  readonly text: string
  readonly raw: Readonly<ToolResult>
}

/** A call that did what it should. Frozen where the runtime brought it. */
export interface ToolSuccess<Data = Readonly<Record<string, unknown>>, Private = Readonly<Record<string, unknown>>> extends Answer {
  readonly data: Readonly<Data>
  /** `_meta`, which no model sees; a host may leave any of it out. */
  readonly private: Readonly<Partial<Private>>
  readonly failure: null
  /** True = an earlier call with the same operation id did it. */
  readonly isReplayed: boolean
}

export interface ToolRefused extends Answer {
  readonly data: null
  readonly private: Readonly<Record<string, unknown>>
  readonly failure: ToolFailure
  readonly isReplayed: boolean
}

/** What came of a tool call: look at `failure` first. */
export type ToolOutcome<Data = Readonly<Record<string, unknown>>, Private = Readonly<Record<string, unknown>>> =
  | ToolSuccess<Data, Private>
  | ToolRefused

/** A tool result sorted by who may see what. The shapes of `data` and `private` are the server's promise: it parsed them. */
export function readOutcome<Data, Private>(raw: Readonly<ToolResult>): ToolOutcome<Data, Private> {
  const { structuredContent, isError, _meta: meta = {} } = raw
  const rest = { text: textOf(raw), raw, private: meta, isReplayed: meta[REPLAYED_META] === true }
  if (isError !== true && structuredContent !== undefined) return { ...rest, data: structuredContent, failure: null } as ToolSuccess<Data, Private>
  const details = isRecord(meta[ERROR_META]) ? meta[ERROR_META] : {}
  const { code, message, path, retryAfterMs } = details
  return {
    ...rest,
    data: null,
    failure: {
      code: typeof code === 'string' ? code : isError === true ? 'failed' : 'no_data',
      message: typeof message === 'string' ? message : rest.text,
      path: typeof path === 'string' ? path : null,
      retryAfterMs: typeof retryAfterMs === 'number' && retryAfterMs >= 0 ? retryAfterMs : null,
      details,
    },
  }
}

/** What the runtime's own promises reject with, as a failure. */
export function failureOf(error: unknown): ToolFailure {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed'
  return { code, message, path: null, retryAfterMs: null, details: {} }
}

function textOf({ content }: Readonly<ToolResult>): string {
  return content
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .filter(Boolean)
    .join('\n')
}
