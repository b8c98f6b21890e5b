import type { DisplayMode } from '@lockstep/contract'
import type { CspFixes, ViewSandboxState } from './view-sandbox-state.ts'

/** What the page may do with a view's place; follows from the view, the platform and the settings. */
export interface ViewPlace {
  /** Modes that can be granted now; inline is always the way back. */
  availableModes: DisplayMode[]
  /** Where the fullscreen button "Open in <app>" leads; null = there is none. */
  openInAppUrl: string | null
  /** A closed view that `/reopen` shows again with its state. */
  canShowAgain: boolean
}

/** A view in a dialog of the host. */
export interface ViewModal {
  /** The view that asked for it. */
  openerId: string
  title: string
  /** Its `view.params`. */
  params: Record<string, unknown> | null
}

/** The frame's own history, as its mirror reports it. */
export interface ViewHistory {
  canGoBack: boolean
  canGoForward: boolean
  /** Path, search and hash; the place where the document was served is `/`. */
  path: string
}

/** CSS pixels of a dialog's content at most. */
export const MODAL_WIDTH_PX = 560

/** A mounted view, as the page shows it. */
export interface Instance extends ViewSandboxState, ViewPlace {
  /** Also `_meta["openai/widgetSessionId"]`, until the view is loaded anew or its server sets another. */
  id: string
  /** Id of the view that this is a second instance of: the same entry and result, a state of its own. Null for the first. */
  copyOf: string | null
  app: string
  toolName: string
  /** The entry whose card holds the view. */
  entryId: string
  title: string
  /** `openai/widgetDescription` or the tool's description: for assistive technology. */
  description: string
  prefersBorder: boolean
  frameUrl: string
  frameSandbox: string
  frameAllow: string
  frameKey: number
  outerOrigin: string
  innerOrigin: string
  /** CSS pixels of the iframe inline, already clamped; 0 until the view has said a size (then use `DEFAULT_VIEW_HEIGHT_PX`). */
  heightPx: number
  /** Its height follows from its frame's height, so it would grow for ever: it is not followed any more. */
  isHeightLooping: boolean
  displayMode: DisplayMode
  /** Null: it stands in the conversation. */
  modal: ViewModal | null
  history: ViewHistory
  /** loading: no `ui/initialize` yet and no call; live: it talks; closing: told to go; closed: unmount it; lost: it navigated away, offer `/remount`. */
  phase: 'loading' | 'live' | 'closing' | 'closed' | 'lost'
  /** Which gate stopped the view from being shown; null when none did. */
  mountFailure: { gate: MountGate; message: string } | null
  /** Blocked by the view's CSP, newest last, at most 50. */
  violations: CspViolation[]
  /** The newest error the view told of (`notifications/message`); null when none did, it was taken back, or the view was loaded anew. */
  fault: ViewFault | null
  /** What the view keeps in the host (`widgetState`); null when it kept nothing. */
  widgetState: Record<string, unknown> | null
  /** Newest `ui/update-model-context`; null when none came, or the person took it away. */
  modelContext: Record<string, unknown> | null
  /** Of the newest `ui/update-model-context`, also when it was taken away; null when none came. */
  contextUpdateId: string | null
  /** Files that its state shows to the model: of its `imageIds` those the view may read. */
  shownFileIds: string[]
  /** Id of the platform it was mounted on. */
  platformId: string
  /** Address of its resource. */
  resourceUri: string
  /** False: an old resource, which gets `window.openai` but no MCP Apps bridge. */
  hasBridge: boolean
  /** What it did that works here and would not, or not surely, in ChatGPT; each once, oldest first, at most 50. */
  warnings: ViewWarning[]
  /** How far its newest document came: from it follows why a view stays blank. */
  steps: ViewSteps
}

/** Inline height of a view that has not said its own. CSS pixels. */
export const DEFAULT_VIEW_HEIGHT_PX = 240

/** read: resources/read failed; missing: no content for that URI; mime: not a view's MIME type; html: not an HTML document; size: too large. */
export type MountGate = 'read' | 'missing' | 'mime' | 'html' | 'size'

export interface CspViolation {
  directive: string
  blockedUrl: string
  /** What to declare so that it is allowed. */
  hint: string
  fixes: CspFixes
  at: number
}

/** An error as a view tells it; a string, or an object with these members, as `data` of a log message. */
export interface ViewFault {
  at: number
  /** Empty when it named none. The same logger takes it back with any milder message. */
  logger: string
  message: string
  /** Of its sources; null = not told. */
  file: string | null
  line: number | null
  column: number | null
  /** Source lines around the place. */
  source: string | null
  stack: string | null
}

export interface ViewWarning {
  at: number
  /** Of `window.openai`, or the method of the bridge. */
  member: string
  message: string
}

/** How far the newest document of a view came, as the host saw it. Times in milliseconds since 1970, null = not yet. */
export interface ViewSteps {
  /** Documents that were served to the view's frames: more than 1 = it was loaded anew. */
  mounts: number
  servedAt: number | null
  /** What a parser says of its HTML, the worst first. */
  documentProblems: DocumentProblem[]
  /** The first sign of life: a script ran in it. */
  helloAt: number | null
  initializeAt: number | null
  /** What is wrong with its `ui/initialize`, with what to send instead; null = nothing. */
  handshakeProblem: string | null
  initializedAt: number | null
  /** What it posted that is no JSON-RPC message, clipped; null = nothing. */
  foreignMessage: string | null
  /** Its frame was taken out, to be loaded anew when it is looked at: nothing more is to be expected of it. */
  parkedAt: number | null
}

export interface DocumentProblem {
  /** As the HTML standard names it: `missing-doctype`, `eof-in-element-that-can-contain-only-text`, … */
  code: string
  line: number
  column: number
  /** True: what follows is swallowed, so that nothing of it is shown or run. */
  isFatal: boolean
}

/** Body of an `event: view`. */
export interface ViewDelivery {
  instanceId: string
  mountId: string
  /** Counts up per mount, from 1. */
  seq: number
  /** JSON-RPC, to be posted as it is. */
  message: Record<string, unknown>
}
