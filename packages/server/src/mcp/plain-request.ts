import { isRecord } from '@lockstep/contract'
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  isSpecType,
  PROTOCOL_VERSION_META_KEY,
  type ProtocolEra,
} from '@modelcontextprotocol/server'

/** The revision of the 2026 era that is answered here. */
const MODERN = '2026-07-28'
/** Revisions of the 2025 era that are answered here, and the header that is left out. */
const LEGACY: ReadonlySet<string | null> = new Set(['2025-11-25', '2025-06-18', '2025-03-26', null])
const RESERVED_PREFIX = 'io.modelcontextprotocol/'
const ENVELOPE_KEYS: ReadonlySet<string> = new Set([PROTOCOL_VERSION_META_KEY, CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY])
const MESSAGE_KEYS: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params'])
const LIST_KEYS: ReadonlySet<string> = new Set(['_meta'])
const CALL_KEYS: ReadonlySet<string> = new Set(['name', 'arguments', '_meta'])

/** One request that asks for nothing but a list of tools or a call, in a form about which there is no doubt. */
export interface PlainRequest {
  readonly era: ProtocolEra
  readonly id: string | number
  readonly method: 'tools/list' | 'tools/call'
  /** '' for a list. */
  readonly name: string
  readonly arguments: Record<string, unknown> | undefined
  /** `_meta` without the protocol's own envelope. */
  readonly meta: Record<string, unknown> | undefined
  /** Null in the 2025 era, which has none. */
  readonly envelope: Record<string, unknown> | null
}

/**
 * Reads a request that is plain in every respect; null for any other, also for one that is wrong: judging those is the SDK's work. Whoever
 * asks for progress or logs, names a session, pages, or brings answers to questions is not plain.
 */
export function readPlainRequest(headers: Headers, body: unknown): PlainRequest | null {
  if (!isRecord(body) || body['jsonrpc'] !== '2.0' || hasOther(body, MESSAGE_KEYS)) return null
  const { id, method, params = {} } = body
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) return null
  if ((method !== 'tools/list' && method !== 'tools/call') || !isRecord(params)) return null
  if (hasOther(params, method === 'tools/call' ? CALL_KEYS : LIST_KEYS)) return null
  const { name = '', arguments: input, _meta: given } = params
  if (typeof name !== 'string' || (method === 'tools/call') === (name === '')) return null
  if ((input !== undefined && !isRecord(input)) || (given !== undefined && !isRecord(given))) return null
  if (!acceptsBoth(headers.get('accept')) || headers.has('mcp-session-id')) return null
  const split = splitMeta(given)
  if (split === null) return null
  const plain: Omit<PlainRequest, 'era' | 'envelope'> = { id: id as string | number, method, name, arguments: input, meta: split.meta }
  if (split.envelope === null) return isPlainLegacy(headers) ? { ...plain, era: 'legacy', envelope: null } : null
  return isPlainModern(headers, method, name, split.envelope) ? { ...plain, era: 'modern', envelope: split.envelope } : null
}

function hasOther(value: Record<string, unknown>, known: ReadonlySet<string>): boolean {
  return Object.keys(value).some((key) => !known.has(key))
}

function acceptsBoth(accept: string | null): boolean {
  return accept !== null && accept.includes('application/json') && accept.includes('text/event-stream')
}

/** Null when it holds something that changes how the answer is given. */
function splitMeta(given: Record<string, unknown> | undefined): Pick<PlainRequest, 'meta' | 'envelope'> | null {
  if (given === undefined) return { meta: undefined, envelope: null }
  const meta: Record<string, unknown> = {}
  const envelope: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    if (ENVELOPE_KEYS.has(key)) envelope[key] = value
    else if (key === 'progressToken' || key.startsWith(RESERVED_PREFIX)) return null
    else meta[key] = value
  }
  if (Object.keys(envelope).length === 0) return { meta, envelope: null }
  return { meta: Object.keys(meta).length === 0 ? undefined : meta, envelope }
}

function isPlainLegacy(headers: Headers): boolean {
  return LEGACY.has(headers.get('mcp-protocol-version')) && !headers.has('mcp-method') && !headers.has('mcp-name')
}

function isPlainModern(headers: Headers, method: string, name: string, envelope: Record<string, unknown>): boolean {
  const info = envelope[CLIENT_INFO_META_KEY]
  return (
    headers.get('mcp-protocol-version') === MODERN &&
    envelope[PROTOCOL_VERSION_META_KEY] === MODERN &&
    headers.get('mcp-method') === method &&
    (headers.get('mcp-name') ?? '') === name &&
    isSpecType.ClientCapabilities(envelope[CLIENT_CAPABILITIES_META_KEY]) &&
    (info === undefined || isSpecType.Implementation(info))
  )
}
