/** Limits of the platforms, with unit, source and date. Ours are named where they are used. */
/** Characters of `openai/toolInvocation/*`. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export const STATUS_TEXT_MAX_CHARS = 64
/** Tokens of model-visible widget state: "well under 4k". @see OpenAI Apps SDK docs 2025 (checked 2026-11-21) */
export const WIDGET_STATE_MAX_TOKENS = 4_000
/** Tokens of `structuredContent` past which we warn: the platform names no number, seed 1 H says 4k. */
export const STRUCTURED_CONTENT_WARN_TOKENS = 4_000
/** Milliseconds after which a view's tool call is given up; undocumented, emulators use 30 s. */
export const VIEW_TOOL_CALL_TIMEOUT_MS = 30_000
/** Bytes of an upload that emulators take; ChatGPT's own limit is undocumented. @see MCPJam inspector (checked 2026-11-21) */
export const UPLOAD_EMULATED_MAX_BYTES = 20_000_000
/** Protocol string of the MCP Apps bridge. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export const MCP_APPS_PROTOCOL_VERSION = '2026-01-26'
/** Characters of a tool's name. @see MCP 2026-07-28 (checked 2026-11-21) */
export const TOOL_NAME_MAX_CHARS = 128
/** Characters of server instructions a model is sure to read. @see developers.openai.com/plugins/build/mcp-server (checked 2026-11-21) */
export const INSTRUCTIONS_READ_CHARS = 512
/** Milliseconds a host may keep a view's HTML by its address. @see developers.openai.com/plugins/deploy/submission (checked 2026-11-21) */
export const TEMPLATE_CACHE_MAX_MS = 3_600_000
/** Values of an `enum` past which ChatGPT was seen to ignore results. Uncertain: openai-apps-sdk-examples issue 75 (checked 2026-11-21) */
export const ENUM_SEEN_MAX_VALUES = 75
/** Bytes of an event webhook. @see developers.openai.com/plugins/build/mcp-events (checked 2026-11-21) */
export const EVENT_WEBHOOK_MAX_BYTES = 262_144

/** Limits of a submission, in characters unless the name says otherwise. @see developers.openai.com/plugins/deploy/submission-errors (checked 2026-11-21) */
export const SUBMISSION_LIMITS = {
  packageName: 64,
  version: 64,
  displayName: 30,
  shortDescription: 30,
  longDescription: 4_000,
  developerName: 80,
  url: 1_024,
  capabilitiesCount: 20,
  capability: 120,
  startersCount: 3,
  starter: 128,
  positiveTestsCount: 5,
  negativeTestsCount: 3,
  screenshotWidthPx: 706,
  screenshotMinHeightPx: 400,
  screenshotMaxHeightPx: 860,
  iconMinPx: 48,
  iconMaxPx: 4_096,
  iconMaxBytes: 5_242_880,
  skillFileMaxBytes: 1_048_576,
  skillReadmeMaxBytes: 262_144,
  skillMaxBytes: 5_242_880,
} as const
