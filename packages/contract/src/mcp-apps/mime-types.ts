/** Standard first; ChatGPT gives the bridge to this one only. @see MCP Apps 2026-01-26; developers.openai.com/plugins/reference (checked 2026-11-21) */
export const MIME_MCP_APP = 'text/html;profile=mcp-app'
/** Legacy: gone from the documentation, still rendered for old apps; no end is announced. */
export const MIME_SKYBRIDGE = 'text/html+skybridge'
