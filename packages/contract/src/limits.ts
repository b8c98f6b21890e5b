/** Limits of the platforms, with unit, source and date. Ours are named where they are used. */
/** Characters of `openai/toolInvocation/*`. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export const STATUS_TEXT_MAX_CHARS = 64
/** Tokens of model-visible widget state: "well under 4k". @see OpenAI Apps SDK docs 2025 (checked 2026-11-21) */
export const WIDGET_STATE_MAX_TOKENS = 4_000
/** Tokens of `structuredContent` past which we warn: the platform names no number, seed 1 H says 4k. */
export const STRUCTURED_CONTENT_WARN_TOKENS = 4_000
/** Milliseconds after which a view's tool call is given up; undocumented, emulators use 30 s. */
export const VIEW_TOOL_CALL_TIMEOUT_MS = 30_000
/** Protocol string of the MCP Apps bridge. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export const MCP_APPS_PROTOCOL_VERSION = '2026-01-26'
