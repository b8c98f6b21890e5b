import type { ToolResult } from '../mcp/tool-result.ts'
import type { OpenAi } from './methods.ts'

/**
 * Names seen in builds of autumn 2025 and in inspectors; not in today's documentation. Nothing new may use them; a host may emulate them for old views.
 * @see openai-apps-sdk-examples; alpic-ai/skybridge; MCPJam inspector (checked 2026-11-21)
 */
export interface LegacyOpenAiMethods {
  sendFollowupTurn(message: { prompt: string }): Promise<void>
  streamCompletion(request: Record<string, unknown>): AsyncIterable<unknown>
  callCompletion(request: Record<string, unknown>): Promise<unknown>
  /** First documentation of 2025: state by widget id. */
  getWidgetState(widgetId: string): Promise<Record<string, unknown> | null>
  setWidgetState(widgetId: string, state: Record<string, unknown>): Promise<void>
}

/** Older names of `window.openai`. */
export const LEGACY_OPENAI_ALIASES = ['webplus', 'oai'] as const

/** DOM event of 2025; its `detail.tool` held the name and the result. Uncertain. */
export const LEGACY_TOOL_RESPONSE_EVENT = 'openai:tool_response'
export interface LegacyToolResponseDetail {
  tool: { name: string; args?: Record<string, unknown>; output?: ToolResult }
}

/** Some builds answer `callTool` so. */
export type LegacyToolResult = Omit<ToolResult, '_meta'> & { meta?: Record<string, unknown>; result?: string }

/** Forms of arguments that old views use; `@lockstep/view/openai` takes all of them, and hands the host only the canonical one. */
export interface LegacyOpenAiForms {
  callTool: [call: { name: string; arguments?: Record<string, unknown>; args?: Record<string, unknown> }]
  sendFollowUpMessage: [message: string | { message: string }]
  requestDisplayMode: [mode: Parameters<OpenAi['requestDisplayMode']>[0]['mode']]
  requestModal: [request: { title?: string; content?: string; params?: Record<string, unknown>; anchor?: unknown }]
  openExternal: [href: string, options?: { redirectUrl?: false | string }]
  getFileDownloadUrl: [fileId: string]
  notifyIntrinsicHeight: [size: { height: number }]
}
