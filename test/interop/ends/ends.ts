import type { DisplayMode, ToolResult } from '@lockstep/contract'
import type { PipeEnd } from '../pipe.ts'

/** What every view under test says of itself. */
export const APP_INFO = { name: 'interop', version: '1.2.3' }
/** Modes that every view under test declares. */
export const DECLARED_MODES: readonly DisplayMode[] = ['inline', 'fullscreen']

/** What a view was told so far. */
export interface ViewSees {
  input: unknown
  results: readonly ToolResult[]
  isCancelled: boolean
  theme: unknown
  locale: unknown
  displayMode: unknown
}

/** One implementation of a view's end. Every wish rejects when the host refuses it. */
export interface InteropView {
  /** Starts the handshake and resolves when it is over. */
  connect: () => Promise<void>
  sees: () => ViewSees
  callTool: (name: string, args: Record<string, unknown>) => Promise<ToolResult>
  say: (text: string) => Promise<void>
  openLink: (url: string) => Promise<void>
  tellModel: (content: Record<string, unknown>) => Promise<void>
  /** Resolves with the mode the host granted. */
  askMode: (mode: DisplayMode) => Promise<DisplayMode>
  reportHeight: (heightPx: number) => Promise<void>
  /** Resolves with the text of the resource. */
  readResource: (uri: string) => Promise<unknown>
  log: (text: string) => Promise<void>
  askToClose: () => Promise<void>
  /** Work to be done before the view goes. */
  onTeardown: (run: () => Promise<void>) => void
  dispose: () => Promise<void>
}

/** What a host did for its view so far. */
export interface HostDid {
  calls: ReadonlyArray<readonly [name: string, args: Record<string, unknown>]>
  messages: readonly string[]
  links: readonly string[]
  /** Newest structured content of the view for the model. */
  modelContext: unknown
  heightPx: number
  logged: readonly unknown[]
  displayMode: unknown
  isClosed: boolean
}

/**
 * One implementation of a host's end, with an app of four tools behind it: `show` (has the view; answers with `SHOWN`), `echo` (for views;
 * answers with its arguments), `fail` (for views; answers `isError`), and `secret`, which is for the model only.
 */
export interface InteropHost {
  /** The model calls `show`; the view may be mounted from here on, its result is not there yet. */
  begin: (args: Record<string, unknown>) => Promise<void>
  /** The call's result arrives. */
  finish: () => Promise<void>
  /** The person stops the call. */
  stop: () => Promise<void>
  mount: (end: PipeEnd) => void
  changeTheme: (theme: 'light' | 'dark') => void
  /** The host closes the view and resolves when it is gone. */
  close: () => Promise<void>
  did: () => HostDid
  dispose: () => Promise<void>
}

/** A resource of the app, beside its view. */
export const RECIPE = { uri: 'interop://recipe', mimeType: 'text/plain', text: 'three apples, one pie' }
/** What `show` answers. */
export const SHOWN = {
  content: [{ type: 'text' as const, text: 'three apples' }],
  structuredContent: { apples: 3, nested: { list: [1, 'two', null] } },
  _meta: { 'example.test/private': { key: 'value' } },
} satisfies ToolResult
/** What `fail` answers. */
export const FAILED = { content: [{ type: 'text' as const, text: 'no apples left' }], isError: true } satisfies ToolResult
