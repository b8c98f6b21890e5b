/** `window.openai` as ChatGPT offers it. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export type Theme = 'light' | 'dark'
export type DisplayMode = 'inline' | 'pip' | 'fullscreen'
export type ViewMode = DisplayMode | 'modal'

export interface SafeAreaInsets {
  top: number
  bottom: number
  left: number
  right: number
}

export interface OpenAiUserAgent {
  device: { type: 'mobile' | 'tablet' | 'desktop' | 'unknown' }
  capabilities: { hover: boolean; touch: boolean }
}

/** The state of one view instance: the model sees `modelContent` and `imageIds`, only the view sees `privateContent`. No secrets in either. */
export interface StructuredWidgetState {
  modelContent: string | Record<string, unknown> | null
  privateContent: Record<string, unknown> | null
  imageIds: string[]
}

/** An MCP tool result as a view receives it. */
export interface ToolResult {
  content: Array<Record<string, unknown>>
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

export interface OpenAiGlobals {
  theme: Theme
  userAgent: OpenAiUserAgent
  /** BCP 47. */
  locale: string
  /** CSS pixels. */
  maxHeight: number | undefined
  displayMode: DisplayMode
  safeArea: { insets: SafeAreaInsets }
  view: { mode: ViewMode; params?: Record<string, unknown> | null }
  /** The model's arguments; null while an approval is pending. */
  toolInput: Record<string, unknown> | null
  /** `structuredContent` only; null until the result arrives. */
  toolOutput: Record<string, unknown> | null
  /** 2026: an envelope `{ status, call_tool_result, mcp_tool_result }`; 2025: the flat result `_meta`. */
  toolResponseMetadata: Record<string, unknown> | null
  widgetState: Record<string, unknown> | null
}

export interface OpenAiMethods {
  callTool(name: string, args: Record<string, unknown>): Promise<ToolResult>
  sendFollowUpMessage(message: { prompt: string; scrollToBottom?: boolean }): Promise<void>
  /** Replaces the snapshot; synchronous, nothing to await. */
  setWidgetState(state: Record<string, unknown>): void
  /** Resolves with the granted mode. */
  requestDisplayMode(request: { mode: DisplayMode }): Promise<{ mode: DisplayMode }>
  requestClose(): Promise<void> | void
  /** CSS pixels. */
  notifyIntrinsicHeight(height: number): void
  openExternal(link: { href: string; redirectUrl?: false | string }): void
}

export type OpenAi = OpenAiGlobals & OpenAiMethods

/** DOM event on `window`; `detail.globals` holds only what changed, and `window.openai` is updated before it fires. */
export const SET_GLOBALS_EVENT = 'openai:set_globals'
export interface SetGlobalsDetail {
  globals: Partial<OpenAiGlobals>
}
