import {
  InsufficientScopeError,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import { AppError, isRecord, RPC_METHOD_NOT_FOUND } from '@lockstep/contract'

export type McpFaultKind = 'transport' | 'protocol' | 'auth'

const CODES = { transport: 'HOST_SERVER_UNREACHABLE', protocol: 'HOST_SERVER_REFUSED', auth: 'HOST_SIGN_IN_NEEDED' } as const satisfies Record<
  McpFaultKind,
  string
>

/** Why a request to a server failed: it was not reached, it refused, or it wants a sign-in first. (A tool that ran and said no is a result, not a fault.) */
export class McpFault extends AppError {
  readonly kind: McpFaultKind
  /** JSON-RPC code when the server gave one; null otherwise. */
  readonly rpcCode: number | null
  /** True: the request surely did not run, so that sending it again is safe. */
  readonly isUndelivered: boolean
  /** True: it says nothing of the server, which may be well: this one request took too long, or was given up. */
  readonly isCallsOwn: boolean

  constructor(
    kind: McpFaultKind,
    message: string,
    options: { rpcCode?: number; isUndelivered?: boolean; isCallsOwn?: boolean; cause?: unknown } = {},
  ) {
    super(CODES[kind], message, { blame: 'user', cause: options.cause })
    this.name = 'McpFault'
    this.kind = kind
    this.rpcCode = options.rpcCode ?? null
    this.isUndelivered = options.isUndelivered ?? false
    this.isCallsOwn = options.isCallsOwn ?? false
  }
}

/** An address of a server for messages: the model reads what went wrong, and it is traced, so what stands behind the path (it may be a key) is left out. */
export function toldAddress(mcpUrl: string): string {
  return mcpUrl.replace(/[?#].*$/s, '')
}

/** Sorts what the SDK throws. Anything it cannot place is a transport fault: the answer, if there was one, never came. */
export function toMcpFault(error: unknown, address: string): McpFault {
  if (error instanceof McpFault) return error
  const mcpUrl = toldAddress(address)
  if (isRefused(error)) {
    const message = `Expected an MCP server at ${mcpUrl}, but nothing listens there. Start it; the host tries again by itself.`
    return new McpFault('transport', message, { isUndelivered: true, cause: error })
  }
  if (ProtocolError.isInstance(error)) return new McpFault('protocol', error.message, { rpcCode: error.code, cause: error })
  if (isUnauthorized(error)) return new McpFault('auth', `${mcpUrl} asks to sign in.`, { cause: error })
  if (InsufficientScopeError.isInstance(error)) {
    const scope = error.requiredScope === undefined ? '' : `: ${error.requiredScope}`
    return new McpFault('auth', `${mcpUrl} asks for more than was agreed to${scope}.`, { cause: error })
  }
  if (SdkHttpError.isInstance(error)) {
    const refusal = rpcRefusal(error.data.text)
    if (refusal !== null) return new McpFault('protocol', refusal, { rpcCode: RPC_METHOD_NOT_FOUND, cause: error })
    // 404 to a session id means that the server forgot the session, before it looked at the request.
    const isUndelivered = error.status === 404
    return new McpFault('transport', `Expected an MCP answer from ${mcpUrl}, got HTTP ${error.status}.`, { isUndelivered, cause: error })
  }
  if (SdkError.isInstance(error)) {
    if (error.code === SdkErrorCode.InvalidResult)
      return new McpFault('protocol', `The server's answer does not fit its own schema: ${error.message}`, { cause: error })
    if (error.code === SdkErrorCode.RequestTimeout)
      return new McpFault('transport', `No answer from ${mcpUrl} in time.`, { isCallsOwn: true, cause: error })
    return new McpFault('transport', `${mcpUrl}: ${errorMessage(error)}`, { isUndelivered: error.code === SdkErrorCode.NotConnected, cause: error })
  }
  return new McpFault('transport', `${mcpUrl}: ${errorMessage(error)}`, { cause: error })
}

/** HTTP status that an error of the SDK, or a cause of it, carries; null when none does. */
export function httpStatusOf(error: unknown): number | null {
  if (!(error instanceof Error)) return null
  if (SdkHttpError.isInstance(error)) return error.status
  if (error instanceof SseError) return error.code ?? null
  return httpStatusOf(error.cause)
}

function isUnauthorized(error: unknown): boolean {
  return UnauthorizedError.isInstance(error) || httpStatusOf(error) === 401
}

/** A modern server answers a method that it does not have with 404 as well; a forgotten session has another code. @see MCP 2026-07-28 (checked 2026-11-21) */
function rpcRefusal(text: unknown): string | null {
  if (typeof text !== 'string') return null
  try {
    const body: unknown = JSON.parse(text)
    const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {}
    return error['code'] === RPC_METHOD_NOT_FOUND ? String(error['message']) : null
  } catch {
    // Not JSON: then it is the web server's own page.
    return null
  }
}

/** The SDK and fetch wrap the socket's error, so the causes are looked through. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'ECONNREFUSED') return true
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isRefused)
  return isRefused(error.cause)
}

/** What the error says, and what lies at the bottom of it: `fetch failed` alone helps nobody. */
function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  let root: Error = error
  while (root.cause instanceof Error) root = root.cause
  return root === error || root.message === '' ? error.message : `${error.message} (${root.message})`
}
