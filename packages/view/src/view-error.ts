import { AppError, RPC_INTERNAL_ERROR, RPC_REFUSALS, type AppErrorOptions } from '@lockstep/contract'

/**
 * VIEW_TIMEOUT: no answer in time; VIEW_ABORTED: given up by the caller; in both the call may have happened.
 * VIEW_REFUSED: the host answered and said no; VIEW_UNKNOWN_TOOL: there is no such tool; VIEW_UNSUPPORTED: this host has no such feature;
 * VIEW_INVALID: the call itself is wrong: repeating any of them as it is will not help.
 * VIEW_FILE_TYPE, VIEW_FILE_SIZE: this file will not do, another may.
 * VIEW_TRANSPORT: it did not get through, or there is no host.
 */
export type ViewErrorCode =
  | 'VIEW_TIMEOUT'
  | 'VIEW_ABORTED'
  | 'VIEW_REFUSED'
  | 'VIEW_UNKNOWN_TOOL'
  | 'VIEW_UNSUPPORTED'
  | 'VIEW_INVALID'
  | 'VIEW_FILE_TYPE'
  | 'VIEW_FILE_SIZE'
  | 'VIEW_TRANSPORT'

/** What the runtime's promises reject with. A tool that answers `isError` is an answer, and resolves. */
export class ViewError extends AppError {
  declare readonly code: ViewErrorCode

  constructor(code: ViewErrorCode, message: string, options?: AppErrorOptions) {
    super(code, message, options)
    this.name = 'ViewError'
  }
}

/** MCP has one code for "no such tool" and other wrong parameters, and `window.openai` has none: only the words tell them apart. */
const NO_SUCH_TOOL = /\b(unknown|no|no such) tool\b|\btool [^\s:]+ (is |does |was )?(not (found|exist)|unknown)/i
const SAID_NO = /refused|denied|forbidden|model only|not (allowed|permitted|accessible|authorized)/i

/** Any failure of a host as one of ours: by its JSON-RPC code where it has one, else by its words; trouble on the way unless something says otherwise. */
export function toViewError(cause: unknown, what: string): ViewError {
  if (cause instanceof ViewError) return cause
  const { code, message, name } = Object(cause) as { code?: unknown; message?: unknown; name?: unknown }
  const text = ([message, cause].find((word) => typeof word === 'string' && word !== '') as string | undefined) ?? `${what} failed`
  // arguments with a function in them, or whatever else no message can carry
  if (name === 'DataCloneError') return new ViewError('VIEW_INVALID', text, { cause, blame: 'user' })
  // the browser's own errors have codes above zero, which are no protocol's
  const rpcCode = typeof code === 'number' && code < 0 ? code : null
  const isRefusal = rpcCode === null ? SAID_NO.test(text) : RPC_REFUSALS.includes(rpcCode)
  const isUnknown = rpcCode !== RPC_INTERNAL_ERROR && NO_SUCH_TOOL.test(text)
  const known = isUnknown ? 'VIEW_UNKNOWN_TOOL' : isRefusal ? 'VIEW_REFUSED' : 'VIEW_TRANSPORT'
  return new ViewError(known, text, { cause, ...(rpcCode === null ? {} : { data: { rpcCode } }) })
}
