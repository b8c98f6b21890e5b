import type { DisplayMode, ToolResult } from '@lockstep/contract'
import type { ViewHost } from './view-host.ts'
import type { StateHalf, ViewSnapshot } from './view-snapshot.ts'
import type { WaitOptions } from './wait-for.ts'

export interface ViewClock {
  /** Milliseconds since the epoch. */
  now: () => number
  setTimeout: (run: () => void, delayMs: number) => unknown
  clearTimeout: (handle: unknown) => void
}

/** What is wrong with a state that was to be kept. */
export interface ViewStateProblem {
  /** `not_json`: nothing was changed. `not_kept`: the view has it, the host will not have it after a reload. */
  readonly code: 'not_json' | 'not_kept'
  /** Short, for a log; the host's own words where it refused. */
  readonly message: string
  /** Where, of `not_json`: `private.date`. */
  readonly path?: string
}

/** The view's one door to its host, the same over MCP Apps and `window.openai`. */
export interface ViewRuntime {
  getSnapshot: () => ViewSnapshot
  /** Called after each change of the snapshot; returns the way to stop. */
  subscribe: (listener: () => void) => () => void
  /**
   * Calls a tool of the view's own server. An `isError` result resolves.
   * @throws {ViewError} VIEW_TIMEOUT after VIEW_TOOL_CALL_TIMEOUT_MS, VIEW_ABORTED, VIEW_UNKNOWN_TOOL, VIEW_REFUSED, VIEW_TRANSPORT
   */
  callTool: (name: string, args?: Readonly<Record<string, unknown>>, options?: WaitOptions) => Promise<ToolResult>
  /**
   * Replaces the parts that are given, at once; `null` empties a half. Never throws, but says what is wrong; null = all is well. A host that does not
   * keep it costs only the memory. `imageIds` are ids the host issued: see `createFiles`.
   */
  setViewState: (next: { private?: StateHalf | null; model?: StateHalf | null; imageIds?: readonly string[] }) => ViewStateProblem | null
  /** Says something in the person's name; the model answers. `scrollToBottom` (default true) counts only in ChatGPT. @throws {ViewError} */
  sendMessage: (text: string, options?: { scrollToBottom?: boolean }) => Promise<void>
  /**
   * Opens a link outside, after whatever the host asks the person. ChatGPT appends `redirectUrl` for a trusted origin: another address, or false for
   * none. @throws {ViewError}
   */
  openLink: (url: string, options?: { redirectUrl?: false | string }) => Promise<void>
  /** Resolves with the mode that was granted; a mode the host says it does not have is not even asked for. */
  requestDisplayMode: (mode: DisplayMode) => Promise<DisplayMode>
  requestClose: () => void
  /** `handler` runs when the host is about to unmount the view, which waits for it at most TEARDOWN_MS. */
  onTeardown: (handler: () => Promise<void>) => () => void
  /** Height of the content in CSS pixels. Done by itself where ResizeObserver exists. */
  reportHeight: (heightPx: number) => void
  dispose: () => void
  /** Both roads, bare, for features of their own: files, dialogs, logs. */
  readonly host: ViewHost
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
