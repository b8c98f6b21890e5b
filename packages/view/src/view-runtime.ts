import type { DisplayMode, ToolResult } from '@lockstep/contract'
import type { StateHalf, ViewSnapshot } from './view-snapshot.ts'

export interface ViewClock {
  /** Milliseconds since the epoch. */
  now: () => number
  setTimeout: (run: () => void, delayMs: number) => unknown
  clearTimeout: (handle: unknown) => void
}

/** The view's one door to its host, the same over MCP Apps and `window.openai`. */
export interface ViewRuntime {
  getSnapshot: () => ViewSnapshot
  /** Called after each change of the snapshot; returns the way to stop. */
  subscribe: (listener: () => void) => () => void
  /**
   * Calls a tool of the view's own server. An `isError` result resolves.
   * @throws {ViewError} VIEW_TIMEOUT after VIEW_TOOL_CALL_TIMEOUT_MS, VIEW_REFUSED, VIEW_TRANSPORT
   */
  callTool: (name: string, args?: Readonly<Record<string, unknown>>) => Promise<ToolResult>
  /** Replaces the halves that are given, at once; `null` empties one. JSON only. Never throws: a host that does not keep it costs only the memory. */
  setViewState: (next: { private?: StateHalf | null; model?: StateHalf | null }) => void
  /** Says something in the person's name; the model answers. @throws {ViewError} */
  sendMessage: (text: string) => Promise<void>
  /** Opens a link outside, after whatever the host asks the person. @throws {ViewError} */
  openLink: (url: string) => Promise<void>
  /** Resolves with the mode that was granted. */
  requestDisplayMode: (mode: DisplayMode) => Promise<DisplayMode>
  requestClose: () => void
  /** `handler` runs when the host is about to unmount the view, which waits for it at most TEARDOWN_MS. */
  onTeardown: (handler: () => Promise<void>) => () => void
  /** Height of the content in CSS pixels. Done by itself where ResizeObserver exists. */
  reportHeight: (heightPx: number) => void
  dispose: () => void
}

/** The part of a browser window the runtime touches; a test hands in one of its own. */
export interface ViewWindow {
  readonly parent: { postMessage: (message: unknown, targetOrigin: string) => void }
  addEventListener: (type: string, listener: (event: Event) => void) => void
  removeEventListener: (type: string, listener: (event: Event) => void) => void
  readonly innerHeight?: number
  readonly innerWidth?: number
  readonly navigator?: { readonly language?: string }
  readonly matchMedia?: (query: string) => { readonly matches: boolean }
  readonly document?: Document
  readonly ResizeObserver?: typeof ResizeObserver
  readonly MutationObserver?: typeof MutationObserver
  /** Read anew each time: hosts put it there early, late, or never. */
  readonly openai?: unknown
}
