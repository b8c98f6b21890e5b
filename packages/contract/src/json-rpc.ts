/** JSON-RPC 2.0 as MCP Apps and MCP use it. Ids are strings or integers; batches are not used over postMessage. */
export type JsonRpcId = string | number

export interface JsonRpcRequest {
  jsonrpc: '2.0'
  id: JsonRpcId
  method: string
  params?: Record<string, unknown>
}
export interface JsonRpcNotification {
  jsonrpc: '2.0'
  method: string
  params?: Record<string, unknown>
}
export interface JsonRpcError {
  code: number
  message: string
  data?: unknown
}
export interface JsonRpcSuccess {
  jsonrpc: '2.0'
  id: JsonRpcId
  result: Record<string, unknown>
}
export interface JsonRpcFailure {
  jsonrpc: '2.0'
  id: JsonRpcId
  error: JsonRpcError
}
export type JsonRpcMessage = JsonRpcRequest | JsonRpcNotification | JsonRpcSuccess | JsonRpcFailure

/** Nobody here answers this method. */
export const RPC_METHOD_NOT_FOUND = -32601
/** Trouble of the one who answers: the same request may succeed another time. */
export const RPC_INTERNAL_ERROR = -32603

/** Numeric wire codes. @see JSON-RPC 2.0, section 5.1; MCP Apps 2026-01-26 (checked 2026-11-21) */
export const RPC_CODES = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: RPC_METHOD_NOT_FOUND,
  invalidParams: -32602,
  internalError: RPC_INTERNAL_ERROR,
  /** The host says no. */
  refused: -32000,
} as const

/** Codes of answers that repeating the same request will not change: refused, invalid request, method not found, invalid parameters. */
export const RPC_REFUSALS: readonly number[] = [-32000, -32600, RPC_METHOD_NOT_FOUND, -32602]

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Sorts an unknown message into its kind, or null when it is none; nothing beyond the envelope is looked at. */
export function parseJsonRpc(
  value: unknown,
):
  | { kind: 'request'; message: JsonRpcRequest }
  | { kind: 'notification'; message: JsonRpcNotification }
  | { kind: 'success'; message: JsonRpcSuccess }
  | { kind: 'failure'; message: JsonRpcFailure }
  | null {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return null
  const { id, method, params, result, error } = value
  const hasId = typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id))
  if (typeof method === 'string') {
    if (params !== undefined && !isRecord(params)) return null
    const base = { jsonrpc: '2.0' as const, method, ...(params === undefined ? {} : { params }) }
    if (hasId) return { kind: 'request', message: { ...base, id } }
    return id === undefined ? { kind: 'notification', message: base } : null
  }
  if (!hasId) return null
  if (isRecord(result)) return { kind: 'success', message: { jsonrpc: '2.0', id, result } }
  if (isRecord(error) && typeof error['code'] === 'number' && typeof error['message'] === 'string') {
    return { kind: 'failure', message: { jsonrpc: '2.0', id, error: { code: error['code'], message: error['message'], data: error['data'] } } }
  }
  return null
}
