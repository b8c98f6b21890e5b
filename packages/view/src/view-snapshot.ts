import type { DisplayMode, HostContext, SafeAreaInsets, Theme, ToolResult } from '@lockstep/contract'

/** `bridge` = MCP Apps answered the handshake; `openai` = only `window.openai` is there; `standalone` = nobody is. */
export type ViewConnection = 'connecting' | 'bridge' | 'openai' | 'standalone'

/** The host's surroundings, always complete: what a host leaves out has a default. */
export interface ViewHostContext {
  readonly theme: Theme
  /** BCP 47. Default: the browser's. */
  readonly locale: string
  readonly displayMode: DisplayMode
  /** CSS pixels; absent when the host sets no bound. */
  readonly maxHeight?: number
  /** CSS pixels. Default 0 on all sides. */
  readonly safeArea: SafeAreaInsets
  readonly styles?: NonNullable<HostContext['styles']>
}

export type StateHalf = Readonly<Record<string, unknown>>

/** What the host keeps for this view instance. */
export interface ViewState {
  /** Only the view sees it. No secrets all the same. */
  readonly private: StateHalf | null
  /** The model sees it: keep it small. */
  readonly model: StateHalf | null
  /** True when the host had kept something from an earlier life of this instance. */
  readonly restored: boolean
}

/** All a view renders from; frozen to the bottom, and equal parts keep their identity from one snapshot to the next. */
export interface ViewSnapshot {
  readonly connection: ViewConnection
  /** The model's arguments; null until they arrive (after an approval, where one is needed). */
  readonly toolInput: Readonly<Record<string, unknown>> | null
  /** The result that mounted or refreshed this view; null until it arrives. */
  readonly toolResult: Readonly<ToolResult> | null
  /** Distinct results so far; the same one arriving by two roads counts once. */
  readonly toolResultCount: number
  /** The tool call was cancelled: no result will come. */
  readonly isToolCancelled: boolean
  readonly hostContext: ViewHostContext
  readonly viewState: ViewState
  /** Id the host gave this instance; for correlation only, never a permission. */
  readonly widgetSessionId: string | null
}
