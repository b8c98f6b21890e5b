import type { DisplayMode } from '@lockstep/contract'

/** A mounted view, as the page shows it. */
export interface Instance {
  /** Also `_meta["openai/widgetSessionId"]`. */
  id: string
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
  displayMode: DisplayMode
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
  /** Newest `ui/update-model-context`; null when none came. */
  modelContext: Record<string, unknown> | null
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
/** Body of an `event: view`. */
export interface ViewDelivery {
  instanceId: string
  mountId: string
  /** Counts up per mount, from 1. */
  seq: number
  /** JSON-RPC, to be posted as it is. */
  message: Record<string, unknown>
}
