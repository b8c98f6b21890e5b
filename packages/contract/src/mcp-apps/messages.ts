import type { ContentBlock, EmbeddedResource, ResourceContents, ResourceLink } from '../mcp/content.ts'
import type { ToolResult } from '../mcp/tool-result.ts'
import type { DisplayMode } from '../openai/globals.ts'
import type { AppCapabilities, HostCapabilities, HostContext, UiCsp, UiPermissions } from './host-context.ts'

/** Name and version, as MCP's `Implementation`. */
export interface Implementation {
  name: string
  version: string
  title?: string
}

export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency'

/** `{ isError: true }` = the host said no. */
export interface HostVerdict {
  isError?: boolean
}

/** Requests of a view by method. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export interface ViewRequests {
  'ui/initialize': {
    params: { protocolVersion: string; appInfo: Implementation; appCapabilities: AppCapabilities }
    result: { protocolVersion: string; hostInfo: Implementation; hostCapabilities: HostCapabilities; hostContext: HostContext }
  }
  'tools/call': { params: { name: string; arguments?: Record<string, unknown>; _meta?: Record<string, unknown> }; result: ToolResult }
  'resources/read': { params: { uri: string }; result: { contents: ResourceContents[] } }
  /** The specification's text shows a single block, its SDK sends a list (ext-apps issue 48). */
  'ui/message': { params: { role: 'user'; content: ContentBlock[]; _meta?: Record<string, unknown> }; result: HostVerdict }
  /** Replaces what was told before; runs no turn. */
  'ui/update-model-context': {
    params: { content?: ContentBlock[]; structuredContent?: Record<string, unknown> }
    result: { _meta?: Record<string, unknown> }
  }
  'ui/open-link': { params: { url: string }; result: HostVerdict }
  /** Draft. The host asks the person, and makes the file name from the last part of `uri`. */
  'ui/download-file': { params: { contents: Array<EmbeddedResource | ResourceLink> }; result: HostVerdict }
  /** The mode there is now; an unavailable one changes nothing. */
  'ui/request-display-mode': { params: { mode: DisplayMode }; result: { mode: DisplayMode } }
  ping: { params: Record<string, never>; result: Record<string, never> }
}

/** Notifications of a view by method. */
export interface ViewNotifications {
  'ui/notifications/initialized': Record<string, never>
  /** CSS pixels; the host follows where the dimension is flexible. */
  'ui/notifications/size-changed': { width?: number; height?: number }
  'ui/notifications/request-teardown': Record<string, never>
  'notifications/message': { level: LogLevel; data: unknown; logger?: string }
  'notifications/cancelled': { requestId: string | number; reason?: string }
}

/** Requests of a host by method. */
export interface HostRequests {
  'ui/resource-teardown': { params: { reason?: string }; result: Record<string, never> }
  ping: { params: Record<string, never>; result: Record<string, never> }
}

/** Notifications of a host by method. */
export interface HostNotifications {
  'ui/notifications/tool-input-partial': { arguments?: Record<string, unknown> }
  'ui/notifications/tool-input': { arguments?: Record<string, unknown> }
  'ui/notifications/tool-result': ToolResult
  'ui/notifications/tool-cancelled': { reason?: string }
  'ui/notifications/host-context-changed': Partial<HostContext>
}

/** Between the outer frame and the host. */
export interface SandboxNotifications {
  'ui/notifications/sandbox-proxy-ready': Record<string, never>
  'ui/notifications/sandbox-resource-ready': { html: string; sandbox?: string; csp?: UiCsp; permissions?: UiPermissions }
}
