import type { DisplayMode, SafeAreaInsets, Theme, ToolResult, ViewMode } from '@lockstep/contract'

/** `bridge` = MCP Apps answered the handshake; `openai` = only `window.openai` is there; `standalone` = nobody is. */
export type ViewConnection = 'connecting' | 'bridge' | 'openai' | 'standalone'

/** The host's surroundings, always complete: what a host leaves out has a default. */
export interface ViewHostContext {
  readonly theme: Theme
  /** BCP 47. Default: the browser's. */
  readonly locale: string
  readonly displayMode: DisplayMode
  /** Null when the host does not say. */
  readonly availableDisplayModes: readonly DisplayMode[] | null
  /** `modal` inside the host's own dialog, with the `params` it was asked for; else the display mode. */
  readonly view: { readonly mode: ViewMode; readonly params: StateHalf | null }
  /** CSS pixels; absent when the host sets no bound. */
  readonly maxHeight?: number
  /** CSS pixels. Default 0 on all sides. */
  readonly safeArea: SafeAreaInsets
  /** `window.openai`'s, as told and unchecked: `{ device, capabilities }`. Empty without one. `deviceOf` reads both dialects. */
  readonly userAgent: StateHalf
  /** All that the bridge's host told, as it told it and unchecked: `timeZone`, `platform`, `toolInfo`, `openai/deepLink`. Empty without a bridge. */
  readonly told: StateHalf
  /** CSS custom properties by full name. */
  readonly styles?: { readonly variables: Readonly<Record<string, string>> }
}

export type StateHalf = Readonly<Record<string, unknown>>

/** What the host keeps for this view instance. */
export interface ViewState {
  /** Only the view sees it. No secrets all the same. */
  readonly private: StateHalf | null
  /** The model sees it: keep it small. */
  readonly model: StateHalf | null
  /** Files the model sees on its next turns; only the host issues ids. */
  readonly imageIds: readonly string[]
  /** True when the host had kept something from an earlier life of this instance. */
  readonly restored: boolean
}

/** All a view renders from; frozen to the bottom, and equal parts keep their identity from one snapshot to the next. */
export interface ViewSnapshot {
  readonly connection: ViewConnection
  /** The model's arguments; null until they arrive (after an approval, where one is needed). */
  readonly toolInput: Readonly<Record<string, unknown>> | null
  /** The arguments so far while the model still writes them: a preview, nothing to act on. Null before, and once they are all there. */
  readonly toolInputPartial: Readonly<Record<string, unknown>> | null
  /** The result that mounted or refreshed this view; null until it arrives. */
  readonly toolResult: Readonly<ToolResult> | null
  /** Distinct results so far; the same one arriving by two roads counts once. */
  readonly toolResultCount: number
  /** The tool call was cancelled: no result will come. */
  readonly isToolCancelled: boolean
  /** Why, where the host says. */
  readonly cancelReason: string | null
  readonly hostContext: ViewHostContext
  readonly viewState: ViewState
  /** Id the host gave this instance; for correlation only, never a permission. */
  readonly widgetSessionId: string | null
}
