/** An MCP tool result as a view receives it. @see modelcontextprotocol.io/specification/2026-07-28 (checked 2026-11-21) */
export interface ToolResult {
  /** Model and view see it; always meaningful by itself, since not every host renders views. */
  content: Array<Record<string, unknown>>
  /** Model and view see it; matches the tool's `outputSchema`. */
  structuredContent?: Record<string, unknown>
  isError?: boolean
  /** Only the view sees it: no security boundary. */
  _meta?: Record<string, unknown>
}
