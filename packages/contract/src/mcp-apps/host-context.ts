import type { DisplayMode, SafeAreaInsets, Theme } from '../openai/globals.ts'

/**
 * What a host tells a view of its surroundings; changes arrive as partial objects to be merged, and further keys are allowed (`openai/deepLink`).
 * @see MCP Apps specification 2026-01-26 (checked 2026-11-21)
 */
export interface HostContext {
  /** The call this view was made for; `tool` is an MCP tool. */
  toolInfo?: { id?: string | number; tool: Record<string, unknown> }
  theme?: Theme
  /** CSS custom properties by full name (`--color-text-primary`), and font CSS. */
  styles?: { variables?: Record<string, string | undefined>; css?: { fonts?: string } }
  displayMode?: DisplayMode
  /** A view must not ask for another. */
  availableDisplayModes?: DisplayMode[]
  /** CSS pixels; fixed (`height`), flexible (`maxHeight`) or unbounded (neither). */
  containerDimensions?: { height?: number; maxHeight?: number | undefined; width?: number; maxWidth?: number | undefined }
  /** BCP 47. */
  locale?: string
  /** IANA. */
  timeZone?: string
  userAgent?: string
  platform?: 'web' | 'desktop' | 'mobile'
  deviceCapabilities?: { touch?: boolean; hover?: boolean }
  safeAreaInsets?: SafeAreaInsets
}

/** Kinds of content a host takes; each present kind is an empty object. No kind at all = the host did not say (ChatGPT's capture of 2026-05). */
export interface ContentModalities {
  text?: object
  image?: object
  audio?: object
  resource?: object
  resourceLink?: object
  structuredContent?: object
}

/** What the host can do for a view; an absent member is not offered. */
export interface HostCapabilities {
  /** OpenAI MCP Extensions announce themselves here. */
  experimental?: Record<string, object>
  openLinks?: object
  downloadFile?: object
  serverTools?: { listChanged?: boolean }
  serverResources?: { listChanged?: boolean }
  logging?: object
  /** What the frame was really given. */
  sandbox?: { permissions?: UiPermissions; csp?: UiCsp }
  updateModelContext?: ContentModalities
  message?: ContentModalities
  sampling?: { tools?: object }
}

/** What a view tells of itself. */
export interface AppCapabilities {
  experimental?: Record<string, object>
  /** Draft: the view answers `tools/list` and `tools/call`. */
  tools?: { listChanged?: boolean }
  availableDisplayModes?: DisplayMode[]
}

/** Origins, exact or `https://*.example.com`; a bare `*` is refused. Omitted = nothing from outside. */
export interface UiCsp {
  connectDomains?: string[]
  resourceDomains?: string[]
  frameDomains?: string[]
  /** In the types, not in ChatGPT's reference: whether it counts there is uncertain. */
  baseUriDomains?: string[]
}

/** Each asked-for permission is an empty object. ChatGPT advertises microphone and clipboardWrite only. */
export interface UiPermissions {
  camera?: Record<string, never>
  microphone?: Record<string, never>
  geolocation?: Record<string, never>
  clipboardWrite?: Record<string, never>
  /** Draft. */
  tools?: Record<string, never>
}

/** `_meta.ui` of a UI resource: on the item of `resources/read` (which wins) and on the list entry; never on a tool. */
export interface UiResourceMeta {
  csp?: UiCsp
  permissions?: Record<string, Record<string, never>>
  /** Host-specific: Claude refuses a foreign value, ChatGPT wants an https origin of the app's own. */
  domain?: string
  prefersBorder?: boolean
}

export type ToolVisibility = 'model' | 'app'

/** `_meta.ui` of a tool. */
export interface UiToolMeta {
  /** `ui://…` */
  resourceUri?: string
  /** Default both. */
  visibility?: ToolVisibility[]
}
