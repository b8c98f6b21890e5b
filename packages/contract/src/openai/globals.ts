import type { ToolResult } from '../mcp/tool-result.ts'

/** Data members of `window.openai`. @see developers.openai.com/plugins/reference; openai-apps-sdk-examples `src/types.ts` (checked 2026-11-21) */
export type Theme = 'light' | 'dark'
export type DisplayMode = 'inline' | 'pip' | 'fullscreen'
/** `modal` is how a view learns that it runs inside the host's own dialog. Likely: from third-party captures. */
export type ViewMode = DisplayMode | 'modal'

/** CSS pixels. */
export interface SafeAreaInsets {
  top: number
  bottom: number
  left: number
  right: number
}

/** An object, not the string of MCP Apps' `hostContext.userAgent`. Name certain, shape likely (documentation of 2025). */
export interface OpenAiUserAgent {
  device: { type: 'mobile' | 'tablet' | 'desktop' | 'unknown' }
  capabilities: { hover: boolean; touch: boolean }
}

/** Name certain, shape likely: `params` are those of `requestModal`. */
export interface OpenAiView {
  mode: ViewMode
  params?: Record<string, unknown> | null
}

/** The state of one view instance: the model sees `modelContent` and `imageIds`, only the view sees `privateContent`. No secrets in either. */
export interface StructuredWidgetState {
  modelContent: string | Record<string, unknown> | null
  privateContent: Record<string, unknown> | null
  /** Ids that the host issued: uploads, picks, file inputs, file references in results. */
  imageIds: string[]
}

/** `toolResponseMetadata` since 2026: the names are certain, the inner shapes are not. In 2025 it was the result's flat `_meta`. */
export interface ToolResponseEnvelope {
  status: string
  call_tool_result: ToolResult
  /** The full MCP result, with its `_meta`. */
  mcp_tool_result: ToolResult
}

export interface OpenAiGlobals {
  theme: Theme
  userAgent: OpenAiUserAgent
  /** BCP 47; ChatGPT puts it on `<html lang>` too. */
  locale: string
  /** CSS pixels. */
  maxHeight: number | undefined
  /** Changes at any time. */
  displayMode: DisplayMode
  /** Name certain, shape likely (documentation of 2025). */
  safeArea: { insets: SafeAreaInsets }
  view: OpenAiView
  /** The model's arguments; null while an approval is pending. */
  toolInput: Record<string, unknown> | null
  /** `structuredContent` only; null until the result arrives, which may be after mounting (openai-apps-sdk-examples issue 179). */
  toolOutput: Record<string, unknown> | null
  /** 2026: a `ToolResponseEnvelope`; 2025: the flat result `_meta`. */
  toolResponseMetadata: Record<string, unknown> | null
  /** This view instance's own; a new result is a new instance with none. Host and version decide whether it is a `StructuredWidgetState`. */
  widgetState: Record<string, unknown> | null
}

/**
 * DOM event on `window`; `detail.globals` holds only what changed, and `window.openai` is updated before it fires (likely). Values may come under new
 * references though they are equal (issue 153).
 */
export const SET_GLOBALS_EVENT = 'openai:set_globals'
export interface SetGlobalsDetail {
  globals: Partial<OpenAiGlobals>
}
