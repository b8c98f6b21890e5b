/**
 * What the page gets and what it may send. The backend owns all state and meaning; the page renders `HostState` and carries messages
 * between a view's frame and the backend without reading them. Everything here is JSON.
 *
 * Transport (all under the host's origin, with the header `x-lockstep-token` on every call):
 *   GET  /api/state            -> HostState
 *   GET  /api/events           -> text/event-stream read by `fetch` (a header is needed, so no EventSource):
 *                                 `event: state` with a HostState, `event: view` with a ViewDelivery. Comments (`:`) keep it alive.
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

import type { DisplayMode, Theme } from '@lockstep/contract'

/** Name of the header that carries the token of the served page. */
export const TOKEN_HEADER = 'x-lockstep-token'
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
  settings: HostSettings
  /** `settings.theme` with `system` resolved by what the page last reported. */
  theme: Theme
  /** A link a view wants opened; shown as a dialog with its full address until `/api/link` answers. Oldest first. */
  pendingLinks: PendingLink[]
  /** What happened, oldest first, the last 200: for the developer panel. */
  trace: TraceEvent[]
}

export interface AppState {
  name: string
  mcpUrl: string
  status: 'connecting' | 'connected' | 'failed'
  /** Why it failed, for people; null otherwise. */
  problem: string | null
  /** From the server, null before the first connection. */
  serverName: string | null
  serverVersion: string | null
  /** `2025-11-25`, `2026-07-28`, …; null before the first connection. */
  protocolVersion: string | null
  tools: ToolSummary[]
  /** Sentences offered above an empty composer. */
  starters: string[]
}

export interface ToolSummary {
  name: string
  title: string
  description: string
  /** False: the model is never told of it. */
  visibleToModel: boolean
  /** False: a view's call is refused. */
  visibleToView: boolean
  readOnly: boolean
  /** True: a call by the model waits for the person. */
  needsApproval: boolean
  hasView: boolean
}

export interface ModelInfo {
  id: string
  /** Shown beside the conversation's title, so nobody takes a script for a language model. */
  label: string
  detail: string
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

export type Entry = UserEntry | AssistantEntry | ToolEntry

interface EntryBase {
  id: string
  /** Milliseconds since 1970. */
  at: number
}

export interface UserEntry extends EntryBase {
  kind: 'user'
  text: string
  /** `view`: sent by an app on the person's behalf (`ui/message`, `sendFollowUpMessage`); `author` is then the app's name. */
  by: 'person' | 'view'
  author: string | null
}

export interface AssistantEntry extends EntryBase {
  kind: 'assistant'
  /** Plain text with line breaks; no markup. */
  text: string
}

export type ToolEntryPhase = 'awaiting-arguments' | 'awaiting-approval' | 'running' | 'done' | 'failed' | 'declined'

export interface ToolEntry extends EntryBase {
  kind: 'tool'
  app: string
  tool: string
  title: string
  /** The tool's own words for the phase (`openai/toolInvocation/*`), else a plain sentence. */
  statusText: string
  phase: ToolEntryPhase
  /** The arguments, also while an approval is pending: the person must see what is about to happen. */
  input: Record<string, unknown>
  /** For `awaiting-arguments`: one field per property of the tool's input schema. Empty otherwise. */
  fields: ArgumentField[]
  /** Why the model proposes this tool, for `awaiting-arguments`; else null. */
  reason: string | null
  /** For `awaiting-approval`: what the tool says of itself. */
  isDestructive: boolean
  isOpenWorld: boolean
  /**
   * The MCP result as the server sent it (developer panel), with `_meta`, which the model never sees; huge parts of that are replaced by a note.
   * Null until it is there.
   */
  result: ToolCallResult | null
  /** Null unless `failed`. */
  error: ToolEntryError | null
  /** The view this call mounted; null when it has none. */
  instanceId: string | null
  /** Milliseconds the server took; null until it answered. */
  tookMs: number | null
}

export interface ToolCallResult {
  content: Array<Record<string, unknown>>
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

export interface ToolEntryError {
  /** transport: the server was not reached; protocol: it refused the call; tool: the tool ran and said no. */
  kind: 'transport' | 'protocol' | 'tool'
  message: string
}

export interface ArgumentField {
  /** Name of the property; the answer goes under it. */
  name: string
  label: string
  description: string
  type: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json'
  /** For `choice`. */
  choices: string[]
  required: boolean
  /** What the model proposes as the field's text (`json` fields: JSON text; booleans: `true` or `false`); empty when nothing. */
  proposed: string
}

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

/** Exactly what the model is handed for its next step, in parts. */
export interface ModelSees {
  parts: ModelSeesPart[]
  /** Sum of the parts: an upper bound. */
  totalTokens: number
}

export interface ModelSeesPart {
  id: string
  kind: 'instructions' | 'tools' | 'user' | 'assistant' | 'tool-call' | 'tool-result' | 'model-context' | 'widget-state'
  title: string
  /** The very text the model gets: prose, or JSON without white space. */
  text: string
  /** An upper bound ("at most N tokens"): its UTF-8 bytes, since a token is a byte at least. */
  tokens: number
}

export interface HostSettings {
  theme: Theme | 'system'
  /** BCP 47. */
  locale: string
  /** `system` follows the page's media query. */
  reducedMotion: 'system' | 'reduce' | 'no-preference'
  /** What the page reports of its surroundings. */
  systemTheme: Theme
  /** CSS pixels of the conversation column, reported by the page: views get it as their container. */
  columnWidthPx: number
  /** CSS pixels a fullscreen view has, reported by the page; 0 = not reported. */
  fullscreenWidthPx: number
  fullscreenHeightPx: number
  /** IANA, reported by the page. */
  timeZone: string
}

export interface PendingLink {
  id: string
  url: string
  app: string
  /** True: the app declared this origin as a redirect domain, so the page may open it without asking (still by `/api/link`). */
  isTrusted: boolean
}

export interface TraceEvent {
  seq: number
  at: number
  /** model.select_tool, mcp.call, mcp.result, model.read, view.mount, view.rpc, view.lost, … */
  name: string
  detail: Record<string, unknown>
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

/** Path -> body and answer of each command. All are POST. */
export interface HostCommands {
  '/api/message': { body: { text: string }; answer: Empty }
  '/api/stop': { body: Empty; answer: Empty }
  '/api/approve': { body: { entryId: string }; answer: Empty }
  /** Also cancels an `awaiting-arguments` card. */
  '/api/decline': { body: { entryId: string }; answer: Empty }
  /** Field name -> text as typed (`ArgumentField.proposed` has the form); empty text = leave the argument out. A field that does not parse: 400 with `error.path` = its name. */
  '/api/arguments': { body: { entryId: string; fields: Record<string, string> }; answer: Empty }
  '/api/instances/:id/rpc': { body: { mountId: string; message: unknown }; answer: { response: Record<string, unknown> | null } }
  '/api/instances/:id/ack': { body: { mountId: string; seq: number }; answer: Empty }
  /** The person leaves (or enters) fullscreen by the host's own control. */
  '/api/instances/:id/display-mode': { body: { mode: DisplayMode }; answer: Empty }
  '/api/instances/:id/close': { body: Empty; answer: Empty }
  '/api/instances/:id/remount': { body: Empty; answer: Empty }
  /** When `open`, the page itself opens `url` of the answer in a new tab with `noopener`. */
  '/api/link': { body: { linkId: string; open: boolean }; answer: { url: string | null } }
  '/api/settings': { body: Partial<HostSettings>; answer: Empty }
  '/api/apps/reconnect': { body: { name: string }; answer: Empty }
  /** A new conversation: new session id, no entries, no instances. */
  '/api/reset': { body: Empty; answer: Empty }
}

export type Empty = Record<string, never>

export interface ApiError {
  error: { code: string; message: string; path?: string }
}
