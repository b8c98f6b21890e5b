import type { UiResourceMeta, UiToolMeta } from './mcp-apps/host-context.ts'
import type { SecurityScheme } from './mcp/tool-descriptor.ts'
import type { OpenAiResourceUi, OpenAiToolUi } from './openai/extensions.ts'

/** What stands under the keys of `meta-keys.ts`. @see developers.openai.com/plugins/reference; MCP Apps 2026-01-26 (checked 2026-11-21) */

/** `_meta` of a tool. Where both dialects speak, the standard one counts. */
export interface ToolMeta {
  [key: string]: unknown
  ui?: UiToolMeta
  /** Deprecated. */
  'ui/resourceUri'?: string
  'openai/outputTemplate'?: string
  /** May views call it. Default false where nothing standard is said. A permission, not an accessibility hint. */
  'openai/widgetAccessible'?: boolean
  /** May the model see it. Default public. */
  'openai/visibility'?: 'public' | 'private'
  /** At most STATUS_TEXT_MAX_CHARS. */
  'openai/toolInvocation/invoking'?: string
  'openai/toolInvocation/invoked'?: string
  /** Names of top-level file inputs. */
  'openai/fileParams'?: string[]
  /** Marks the one authenticated read-only tool that answers `{ id, name?, email?, nickname? }`, and nothing else. */
  'openai/profile'?: true
  'openai/ui'?: OpenAiToolUi
  securitySchemes?: SecurityScheme[]
  /** Undocumented, harmless (openai-apps-sdk-examples issue 88). Uncertain. */
  'openai/resultCanProduceWidget'?: boolean
}

/** `_meta` of a UI resource, on the item of `resources/read` and on its list entry. */
export interface ResourceMeta {
  [key: string]: unknown
  ui?: UiResourceMeta
  'openai/ui'?: OpenAiResourceUi
  'openai/widgetCSP'?: OpenAiWidgetCsp
  /** An https origin, unique to the app; required at submission. */
  'openai/widgetDomain'?: string
  /** Told to the model, so that it does not repeat what is on screen; not an accessibility label. */
  'openai/widgetDescription'?: string
  'openai/widgetPrefersBorder'?: boolean
}

/** The same origins as `UiCsp` under snake-case names; `redirect_domains` exists only here. */
export interface OpenAiWidgetCsp {
  connect_domains?: string[]
  resource_domains?: string[]
  frame_domains?: string[]
  /** Links there open without a dialog, with `redirectUrl` appended. */
  redirect_domains?: string[]
}

/** `_meta` of a tool result: for the view, never for the model. */
export interface ResultMeta {
  [key: string]: unknown
  'openai/widgetSessionId'?: string
  /** Likely: documentation of mid 2026, absent from today's, which has `requestClose()`. */
  'openai/closeWidget'?: boolean
  /** `Bearer …` with `resource_metadata`, `error` and `error_description`; with `isError` it starts the sign-in. */
  'mcp/www_authenticate'?: string | string[]
  'openai/locale'?: string
}

/** `_meta` of a request from ChatGPT: hints, absent at will, never a permission. */
export interface RequestMeta {
  [key: string]: unknown
  'openai/locale'?: string
  'openai/userAgent'?: string
  'openai/userLocation'?: UserLocation
  /** Anonymous id of the person: for rate limits. */
  'openai/subject'?: string
  /** Anonymous id of the conversation. */
  'openai/session'?: string
  'openai/organization'?: string
  /** Of calls that a view makes. Uncertain. */
  'openai/widgetSessionId'?: string
}

export interface UserLocation {
  city?: string
  region?: string
  country?: string
  timezone?: string
  longitude?: number
  latitude?: number
}
