/** Numeric wire codes that MCP adds to those of JSON-RPC (`RPC_CODES`). @see MCP 2026-07-28; the last two: 2025-11-25 (checked 2026-11-21) */
export const MCP_ERROR_CODES = {
  headerMismatch: -32020,
  missingClientCapability: -32021,
  unsupportedProtocolVersion: -32022,
  /** Legacy era; the modern one answers invalid params. */
  resourceNotFound: -32002,
  urlElicitationRequired: -32042,
} as const

/** Refusals of ChatGPT's tool scan that have a name. @see developers.openai.com/plugins/deploy/submission-errors (checked 2026-11-21) */
export const SUBMISSION_ERRORS = {
  /** A tool without the three explicit hints. */
  annotations: 'annotations_required',
  /** Uncertain: the plugin guidelines say that justifications are no longer required. */
  justification: 'justification_required',
} as const

/** `error` of the challenge in `mcp/www_authenticate`. @see RFC 6750 section 3.1; developers.openai.com/plugins/build/auth (checked 2026-11-21) */
export type BearerError = 'invalid_request' | 'invalid_token' | 'insufficient_scope'
