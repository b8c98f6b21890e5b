/**
 * `_meta` keys of both dialects, one home. OpenAI keys: developers.openai.com/plugins/reference; standard keys: MCP Apps 2026-01-26.
 * All checked 2026-11-21.
 */
export const TOOL_META = {
  /** Standard, nested: `{ resourceUri?, visibility? }`. */
  ui: 'ui',
  /** Standard's deprecated flat form of `ui.resourceUri`. */
  flatResourceUri: 'ui/resourceUri',
  outputTemplate: 'openai/outputTemplate',
  widgetAccessible: 'openai/widgetAccessible',
  visibility: 'openai/visibility',
  invoking: 'openai/toolInvocation/invoking',
  invoked: 'openai/toolInvocation/invoked',
} as const

export const RESOURCE_META = {
  /** Standard, nested: `{ csp?, permissions?, domain?, prefersBorder? }`. */
  ui: 'ui',
  widgetCSP: 'openai/widgetCSP',
  widgetDomain: 'openai/widgetDomain',
  widgetDescription: 'openai/widgetDescription',
  widgetPrefersBorder: 'openai/widgetPrefersBorder',
} as const

export const RESULT_META = {
  /** Added by the host: id of the mounted widget instance. */
  widgetSessionId: 'openai/widgetSessionId',
  /** Set by the server: hide the widget on arrival. */
  closeWidget: 'openai/closeWidget',
} as const

/** Host -> server on each request: hints, absent at will, never a permission. */
export const REQUEST_META = {
  locale: 'openai/locale',
  userAgent: 'openai/userAgent',
  subject: 'openai/subject',
  session: 'openai/session',
  widgetSessionId: 'openai/widgetSessionId',
} as const

/** Our own result `_meta` key: the whole document for the view, `{ document, epoch, revision, … }`. Hidden from the model like all `_meta`. */
export const DOCUMENT_META = 'lockstep/document'

/** Standard first; bridge only for this one. @see MCP Apps 2026-01-26 (checked 2026-11-21) */
export const MIME_MCP_APP = 'text/html;profile=mcp-app'
/** Legacy, still rendered for old apps. */
export const MIME_SKYBRIDGE = 'text/html+skybridge'
