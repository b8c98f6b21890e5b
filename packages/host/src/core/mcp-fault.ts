import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client'
import { AppError } from '@lockstep/contract'

/** Why a request to a server failed: it was not reached, or it refused. (A tool that ran and said no is a result, not a fault.) */
export class McpFault extends AppError {
  readonly kind: 'transport' | 'protocol'
  /** JSON-RPC code when the server gave one; null otherwise. */
  readonly rpcCode: number | null
  /** True: the request surely did not run, so that sending it again is safe. */
  readonly isUndelivered: boolean

  constructor(kind: 'transport' | 'protocol', message: string, options: { rpcCode?: number; isUndelivered?: boolean; cause?: unknown } = {}) {
    super(kind === 'transport' ? 'HOST_SERVER_UNREACHABLE' : 'HOST_SERVER_REFUSED', message, { blame: 'user', cause: options.cause })
    this.name = 'McpFault'
    this.kind = kind
    this.rpcCode = options.rpcCode ?? null
    this.isUndelivered = options.isUndelivered ?? false
  }
}

/** Sorts what the SDK throws. Anything it cannot place is a transport fault: the answer, if there was one, never came. */
export function toMcpFault(error: unknown, mcpUrl: string): McpFault {
  if (error instanceof McpFault) return error
  if (isRefused(error)) {
    const message = `Expected an MCP server at ${mcpUrl}, but nothing listens there. Start it; the host tries again by itself.`
    return new McpFault('transport', message, { isUndelivered: true, cause: error })
  }
  if (ProtocolError.isInstance(error)) return new McpFault('protocol', error.message, { rpcCode: error.code, cause: error })
  if (SdkHttpError.isInstance(error)) {
    // 404 to a session id means that the server forgot the session, before it looked at the request.
    const isUndelivered = error.status === 404
    return new McpFault('transport', `Expected an MCP answer from ${mcpUrl}, got HTTP ${error.status}.`, { isUndelivered, cause: error })
  }
  if (SdkError.isInstance(error)) {
    if (error.code === SdkErrorCode.InvalidResult)
      return new McpFault('protocol', `The server's answer does not fit its own schema: ${error.message}`, { cause: error })
    if (error.code === SdkErrorCode.RequestTimeout) return new McpFault('transport', `No answer from ${mcpUrl} in time.`, { cause: error })
    return new McpFault('transport', `${mcpUrl}: ${error.message}`, { isUndelivered: error.code === SdkErrorCode.NotConnected, cause: error })
  }
  return new McpFault('transport', `${mcpUrl}: ${errorMessage(error)}`, { cause: error })
}

/** The SDK and fetch wrap the socket's error, so the causes are looked through. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'ECONNREFUSED') return true
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isRefused)
  return isRefused(error.cause)
}

function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message !== '' ? `${error.message} (${error.cause.message})` : error.message
}
