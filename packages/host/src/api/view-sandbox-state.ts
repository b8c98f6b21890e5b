import type { UiCsp } from '@lockstep/contract'

/** What the sandbox knows of one view: how it is served, and what its newest document was seen doing. */
export interface ViewSandboxState {
  /** The origin of its own that its resource asks for (`ui.domain`, `openai/widgetDomain`); null = none. */
  domain: string | null
  /** The HTML it shows; null until it was read. */
  template: TemplateState | null
  /** False: its resource declares no CSP at all, in neither dialect. */
  isCspDeclared: boolean
  /** It declares no CSP and runs open (`settings.undeclaredCsp`): ChatGPT may not be as kind. */
  isPermissive: boolean
  /** Declared, but no source that a policy may have; left out. */
  rejectedSources: RejectedSource[]
  /** Declared origins that nothing was asked of so far. */
  unusedDeclarations: UnusedDeclaration[]
  /** Origins the document asked, its own left out, at most 60. */
  network: NetworkUse[]
  /** Null: no document of it has started yet. */
  facts: ViewFacts | null
}

export interface TemplateState {
  /** Milliseconds since 1970 at which its HTML was read from the server. */
  readAt: number
  /** The server gives another one by now. */
  isStale: boolean
}

export interface RejectedSource {
  field: string
  entry: string
  reason: string
}

export interface UnusedDeclaration {
  field: keyof UiCsp
  source: string
}

export interface NetworkUse {
  origin: string
  /** `initiatorType` of Resource Timing: fetch, xmlhttprequest, img, script, link, css, … */
  kind: string
  count: number
  /** Of these, how many CSP let go and whose answer could not be read: no CORS headers for the view's origin, or nobody there. Only fetch and XHR tell. */
  failed: number
}

/** What only the frame can see, of the newest document. A view can say of itself what it likes: never decide anything by it. */
export interface ViewFacts {
  /** Milliseconds since 1970 at which its first script ran. */
  startedAt: number
  /** Milliseconds after its start of the load event; null = not yet. */
  loadedMs: number | null
  /** First contentful paint, in milliseconds after its start; null = not yet. A frame off the screen does not paint. */
  firstPaintMs: number | null
  errorCount: number
  /** The first error that nothing caught. */
  firstError: UncaughtError | null
  consoleErrors: number
}

export interface UncaughtError {
  message: string
  file: string | null
  line: number | null
  column: number | null
  /** The view's own lines around it, where the place is in its HTML. */
  source: string | null
  stack: string | null
}

/** Metadata lines that would allow a blocked address; null = none can. */
export interface CspFixes {
  standard: string | null
  openai: string | null
}
