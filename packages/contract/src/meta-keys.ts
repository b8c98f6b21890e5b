/**
 * `_meta` keys of both dialects, one home; their values are typed in `meta-values.ts`. OpenAI keys: developers.openai.com/plugins/reference; standard
 * keys: MCP Apps 2026-01-26. All checked 2026-11-21.
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
  fileParams: 'openai/fileParams',
  profile: 'openai/profile',
  /** `{ entrypoints }`. */
  openaiUi: 'openai/ui',
  /** Mirror of the tool's first-class member. */
  securitySchemes: 'securitySchemes',
  resultCanProduceWidget: 'openai/resultCanProduceWidget',
} as const

export const RESOURCE_META = {
  /** Standard, nested: `{ csp?, permissions?, domain?, prefersBorder? }`. */
  ui: 'ui',
  /** `{ availableDisplayModes?, preferredDisplayMode? }`. */
  openaiUi: 'openai/ui',
  widgetCSP: 'openai/widgetCSP',
  widgetDomain: 'openai/widgetDomain',
  widgetDescription: 'openai/widgetDescription',
  widgetPrefersBorder: 'openai/widgetPrefersBorder',
} as const

/** Host -> server on each request: hints, absent at will, never a permission. */
export const REQUEST_META = {
  locale: 'openai/locale',
  userAgent: 'openai/userAgent',
  userLocation: 'openai/userLocation',
  subject: 'openai/subject',
  session: 'openai/session',
  organization: 'openai/organization',
  widgetSessionId: 'openai/widgetSessionId',
  /** `{ path }` of the file a tool was opened with. Desktop. */
  resource: 'openai/resource',
} as const

/** Keys of 2025 that old servers and hosts still send; read them, never write them. */
export const LEGACY_META = {
  /** Request: today `openai/locale`. */
  locale: 'webplus/i18n',
  /** On a result; today on the tool. */
  resultOutputTemplate: 'openai/outputTemplate',
} as const

/** Our own result `_meta` key: the whole document for the view, `{ document, epoch, revision, … }`. Hidden from the model like all `_meta`. */
export const DOCUMENT_META = 'lockstep/document'
/** Our own result `_meta` key: `{ code, message, path?, … }` of a tool's refusal. */
export const ERROR_META = 'lockstep/error'
/** Our own result `_meta` key: true on the stored answer of an operation that had been done before. */
export const REPLAYED_META = 'lockstep/replayed'
