import { isRecord } from '@lockstep/contract'
import { SERVER_INFO_META_KEY, type CallToolResult, type Notification, type Tool as WireTool } from '@modelcontextprotocol/server'
import type { PlainRequest } from './plain-request.ts'

export interface ServerInfo {
  readonly name: string
  readonly version: string
}

const RESULT_KEYS: ReadonlySet<string> = new Set(['content', 'structuredContent', 'isError', '_meta'])

/** Headers of the SDK's answers, without the one on the connection, which is Node's to judge. @see @modelcontextprotocol/server 2.4.0 (checked 2026-11-21) */
const JSON_HEADERS = { 'Content-Type': 'application/json' }
const STREAM_HEADERS = {
  'Cache-Control': 'no-cache, no-transform',
  'Content-Type': 'text/event-stream',
  'X-Accel-Buffering': 'no',
}

/** Whether a result is of the one form that is written here: texts, data, nothing that has to be looked at. */
export function isPlainResult(result: object): result is CallToolResult {
  if (Object.keys(result).some((key) => !RESULT_KEYS.has(key))) return false
  const { content, structuredContent, isError, _meta: meta } = result as Record<string, unknown>
  return (
    Array.isArray(content) &&
    content.length > 0 &&
    content.every(isPlainText) &&
    (structuredContent === undefined || isRecord(structuredContent)) &&
    (isError === undefined || typeof isError === 'boolean') &&
    (meta === undefined || isRecord(meta))
  )
}

function isPlainText(block: unknown): boolean {
  return isRecord(block) && block['type'] === 'text' && typeof block['text'] === 'string' && Object.keys(block).length === 2
}

/** The answer to a call as each era has it: one JSON body, or a stream of one event. What the handler said before makes it a stream. */
export function callResponse(plain: PlainRequest, result: CallToolResult, said: readonly Notification[], server: ServerInfo): Response {
  const full = plain.era === 'legacy' ? result : { ...result, resultType: 'complete', _meta: { ...result._meta, [SERVER_INFO_META_KEY]: server } }
  const message = `{"result":${JSON.stringify(full)},"jsonrpc":"2.0","id":${JSON.stringify(plain.id)}}`
  const before = said.map((notification) => JSON.stringify({ jsonrpc: '2.0', ...notification }))
  return respond(plain, [...before, message])
}

/** `tools` as JSON text. */
export function listResponse(plain: PlainRequest, tools: string, server: ServerInfo): Response {
  const meta = JSON.stringify({ [SERVER_INFO_META_KEY]: server })
  const more = plain.era === 'legacy' ? '' : `,"resultType":"complete","ttlMs":0,"cacheScope":"private","_meta":${meta}`
  return respond(plain, [`{"result":{"tools":${tools}${more}},"jsonrpc":"2.0","id":${JSON.stringify(plain.id)}}`])
}

function respond(plain: PlainRequest, messages: readonly string[]): Response {
  const [only] = messages
  if (plain.era === 'modern' && messages.length === 1) return new Response(only, { headers: JSON_HEADERS })
  return new Response(messages.map((message) => `event: message\ndata: ${message}\n\n`).join(''), { headers: STREAM_HEADERS })
}

/** Writes the list once for as long as its items are the same. */
export function createListWriter(): (tools: readonly WireTool[]) => string {
  let written: { tools: readonly WireTool[]; text: string } | null = null
  return (tools) => {
    const isSame = written?.tools.length === tools.length && tools.every((tool, index) => tool === written?.tools[index])
    if (written === null || !isSame) written = { tools: [...tools], text: JSON.stringify(tools) }
    return written.text
  }
}
