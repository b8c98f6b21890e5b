/**
 * What the page gets and what it may send. The backend owns all state and meaning; the page renders `HostState` and carries messages
 * between a view's frame and the backend without reading them. Everything here is JSON.
 *
 * Transport (all under the host's origin, with the header `x-lockstep-token` on every call):
 *   GET  /api/state            -> HostState
 *   GET  /api/events           -> text/event-stream read by `fetch` (a header is needed, so no EventSource):
 *                                 `event: state` with a HostState, `event: view` with a ViewDelivery. Comments (`:`) keep it alive.
 *                                 and `event: messages` with `{ lastSeq }` when there are new ones for the timeline.
 *   GET  /api/messages?after=<seq> -> MessageList; /api/messages/<seq> -> LoggedMessageBody; /api/messages/export -> all with their bodies
 *   GET  /api/metadata         -> MetadataReport; /api/golden -> the report of the golden prompts
 *   POST a command from `HostCommands` with its JSON body -> its answer; `{}` where none is named.
 * Every failure is `{ error: { code, message } }` with status 400, 401, 403, 404, 405, 409, 413 or 415.
 *
 * One mount of a view, step by step:
 *   1. The page makes an iframe for an `Instance` with `mountFailure: null` and `phase` not `closed`: `src = frameUrl`, `sandbox = frameSandbox`,
 *      `allow = frameAllow`, `title = title`; its React-like key is `id + ':' + frameKey` (a new `frameKey` means: throw the iframe away, make a new one).
 *      It also picks a random `mountId` for that iframe. Never move an iframe in the DOM (it would reload); restyle it instead.
 *   2. A `message` event counts only when `event.source` is that iframe's window and `event.origin` is `outerOrigin`. Its data goes to
 *      `/api/instances/:id/rpc` as `{ mountId, message }`, in order (do not wait for the answer before sending the next one). When the answer has a
 *      `response`, it is posted back: `iframe.contentWindow.postMessage(response, outerOrigin)`.
 *   3. A `ViewDelivery` whose `mountId` is that iframe's is posted the same way once (drop a `seq` not above the last one), then acknowledged with
 *      `/api/instances/:id/ack`. One with another `mountId` belongs to another tab or a dead frame: drop it. Unacknowledged ones come again after a reconnect.
 */

import type { Theme } from '@lockstep/contract'
import type { AppState } from './app-state.ts'
import type { DeepLinkState } from './deep-link-state.ts'
import type { Entry } from './entry-state.ts'
import type { HostFile, PendingDownload, PendingPick } from './file-state.ts'
import type { FaultSwitch } from './fault-state.ts'
import type { Instance } from './instance-state.ts'
import type { GoldenState } from './golden-state.ts'
import type { ManualTurn, ModelInfo, ModelOption, ModelSees } from './model-state.ts'
import type { HostSettings, PlatformChoice } from './settings-state.ts'
export type * from './app-state.ts'
export type * from './deep-link-state.ts'
export type * from './entry-state.ts'
export type * from './file-state.ts'
export type { FileUpload, FileUploadAnswer } from './file-upload.ts'
export * from './fault-state.ts'
export type * from './golden-state.ts'
export type * from './host-commands.ts'
export type * from './host-reads.ts'
export * from './instance-state.ts'
export type * from './message-state.ts'
export type * from './metadata-state.ts'
export type * from './model-state.ts'
export type * from './settings-state.ts'
export type * from './sign-in-state.ts'
export type * from './view-sandbox-state.ts'

/** Name of the header that carries the token of the served page. */
export const TOKEN_HEADER = 'x-lockstep-token'
/** Name of the header that says what the bytes of a `POST /api/files` are: `FileUpload` as JSON, URI-encoded. */
export const FILE_HEADER = 'x-lockstep-file'
/** `<script type="application/json" id="lockstep-boot">` in the served page holds a `PageBoot`. */
export const BOOT_ELEMENT_ID = 'lockstep-boot'

/** Written into the page when it is served. */
export interface PageBoot {
  token: string
}

export interface HostState {
  /** Grows with every change; a state with a smaller one is stale. */
  version: number
  apps: AppState[]
  conversation: ConversationState
  /** Every view of this conversation, oldest first; closed ones stay listed. */
  instances: Instance[]
  modelSees: ModelSees
  model: ModelInfo
  /** All that `settings.model` may be, in the order of a menu. */
  models: ModelOption[]
  /** The person plays the model and it is their move; else null. */
  manual: ManualTurn | null
  golden: GoldenState
  settings: HostSettings
  /** Those that `settings.profile` may name. */
  platforms: PlatformChoice[]
  /** `settings.theme` with `system` resolved by what the page last reported. */
  theme: Theme
  /** A link a view wants opened; shown as a dialog with its full address until `/api/link` answers. Oldest first. */
  pendingLinks: PendingLink[]
  /** A link into the host that was followed; null when none waits. */
  deepLink: DeepLinkState | null
  pendingPicks: PendingPick[]
  pendingDownloads: PendingDownload[]
  /** For the message field; shown once, then `/api/draft/taken`. */
  draft: MessageDraft | null
  /** Oldest first; the last are those that only a server has. */
  files: HostFile[]
  /** What goes wrong on purpose now; empty when nothing does. */
  faults: FaultSwitch[]
  /** What happened, oldest first, the last 200: for the developer panel. */
  trace: TraceEvent[]
}

export interface ConversationState {
  /** Also what the server gets as `_meta["openai/session"]`. */
  id: string
  /** A turn is running: a message sent now is queued. */
  busy: boolean
  /** Messages that wait for the running turn. */
  queued: number
  entries: Entry[]
}

export interface PendingLink {
  id: string
  url: string
  app: string
  /** The view that asked, or whose bar was used. */
  instanceId: string
  /** True: the app declared this origin as a redirect domain, so the page may open it without asking (still by `/api/link`). */
  isTrusted: boolean
}

/** A message that a view wrote for the person to send (`_meta["openai/message"].send: false`). */
export interface MessageDraft {
  id: string
  text: string
  app: string
}

export interface TraceEvent {
  seq: number
  at: number
  /** model.select_tool, mcp.call, mcp.result, model.read, view.mount, view.rpc, view.lost, … */
  name: string
  detail: Record<string, unknown>
}

export interface ApiError {
  error: { code: string; message: string; path?: string }
}
