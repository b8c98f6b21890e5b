import { isRecord, type ToolResult } from '@lockstep/contract'

/**
 * The result's own `_meta` out of any shape `toolResponseMetadata` is known to take: the 2026 envelope (`mcp_tool_result`, `call_tool_result`),
 * a result with `_meta` or `meta`, or the flat form of 2025. An envelope's own fields are never taken for meta.
 * @see developers.openai.com/plugins/reference (checked 2026-11-21)
 */
export function metaOf(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) return {}
  const isEnvelope = 'mcp_tool_result' in value || 'call_tool_result' in value
  return ownMeta(envelopeResult(value) ?? {}) ?? ownMeta(value) ?? (isEnvelope ? {} : value)
}

/** The whole result inside a 2026 envelope, or null. */
export function envelopeResult(value: unknown): Record<string, unknown> | null {
  if (!isRecord(value)) return null
  return [value['mcp_tool_result'], value['call_tool_result']].find(isRecord) ?? null
}

/** Any build's answer to a tool call as an MCP tool result. */
export function toToolResult(value: unknown): ToolResult {
  const from = isRecord(value) ? value : {}
  const text = from['result']
  const content = Array.isArray(from['content']) ? from['content'].filter(isRecord) : typeof text === 'string' ? [{ type: 'text', text }] : []
  const meta = ownMeta(from)
  return {
    content,
    ...(isRecord(from['structuredContent']) ? { structuredContent: from['structuredContent'] } : {}),
    ...(from['isError'] === true ? { isError: true } : {}),
    ...(meta ? { _meta: meta } : {}),
  }
}

function ownMeta(value: Record<string, unknown>): Record<string, unknown> | null {
  const meta = value['_meta'] ?? value['meta']
  return isRecord(meta) ? meta : null
}
