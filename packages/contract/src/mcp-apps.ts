import type { DisplayMode, SafeAreaInsets, Theme } from './window-openai.ts'

/** Methods of the MCP Apps bridge (JSON-RPC over postMessage). @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export const VIEW_TO_HOST = {
  initialize: 'ui/initialize',
  initialized: 'ui/notifications/initialized',
  toolsCall: 'tools/call',
  resourcesRead: 'resources/read',
  message: 'ui/message',
  updateModelContext: 'ui/update-model-context',
  openLink: 'ui/open-link',
  requestDisplayMode: 'ui/request-display-mode',
  sizeChanged: 'ui/notifications/size-changed',
  requestTeardown: 'ui/notifications/request-teardown',
  log: 'notifications/message',
  ping: 'ping',
} as const

export const HOST_TO_VIEW = {
  toolInput: 'ui/notifications/tool-input',
  toolResult: 'ui/notifications/tool-result',
  toolCancelled: 'ui/notifications/tool-cancelled',
  hostContextChanged: 'ui/notifications/host-context-changed',
  resourceTeardown: 'ui/resource-teardown',
} as const

/** What a host tells a view of its surroundings; changes arrive as partial objects to be merged. */
export interface HostContext {
  toolInfo?: { id?: string | number; tool: Record<string, unknown> }
  theme?: Theme
  /** CSS custom properties by full name (`--color-text-primary`), and font CSS. */
  styles?: { variables?: Record<string, string>; css?: { fonts?: string } }
  displayMode?: DisplayMode
  availableDisplayModes?: DisplayMode[]
  /** CSS pixels; fixed (`height`), flexible (`maxHeight`) or unbounded (neither). */
  containerDimensions?: { height?: number; maxHeight?: number; width?: number; maxWidth?: number }
  /** BCP 47. */
  locale?: string
  /** IANA. */
  timeZone?: string
  userAgent?: string
  platform?: 'web' | 'desktop' | 'mobile'
  deviceCapabilities?: { touch?: boolean; hover?: boolean }
  safeAreaInsets?: SafeAreaInsets
}

export interface UiCsp {
  connectDomains?: string[]
  resourceDomains?: string[]
  frameDomains?: string[]
  baseUriDomains?: string[]
}

export interface UiResourceMeta {
  csp?: UiCsp
  permissions?: Record<string, Record<string, never>>
  domain?: string
  prefersBorder?: boolean
}

export type ToolVisibility = 'model' | 'app'
