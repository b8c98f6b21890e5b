/** Revisions of MCP. The first is stateless (`server/discover`); the others begin with `initialize`. @see modelcontextprotocol.io/specification (checked 2026-11-21) */
export const MCP_MODERN_REVISION = '2026-07-28'
export const MCP_LEGACY_REVISIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const
export type McpEra = 'modern' | 'legacy'

/** Id of the MCP Apps extension, in capabilities of client and server. @see SEP-1865 (checked 2026-11-21) */
export const MCP_APPS_EXTENSION = 'io.modelcontextprotocol/ui'

/** `_meta` keys of requests and results since 2026-07-28; the first two are required on each request. */
export const MCP_META = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
} as const

/** `resultType` of a modern result. */
export type McpResultType = 'complete' | 'input_required' | 'task'
