import type {
  AttachedFile,
  ConversationState,
  Entry,
  HostFile,
  Instance,
  MessageDraft,
  PendingDownload,
  PendingLink,
  PendingPick,
  TraceEvent,
  ViewPlace,
} from '../api/host-state.ts'
import type { DisplayMode, UiCsp } from '@lockstep/contract'
import { shownEntry } from './shown-entry.ts'
import type { DisplayHint } from './view-modes.ts'

/** A view as the host keeps it: what the page is shown, and what only the backend needs to mount it again. */
export interface ViewRecord extends Omit<Instance, keyof ViewPlace> {
  /** Unguessable part of both frame addresses; never leaves the host and its frames. */
  viewKey: string
  csp: UiCsp
  /** Origins that open without a question. */
  redirectDomains: string[]
  /** What the resource says of its place; null = nothing. */
  displayHint: DisplayHint | null
  /** Modes the view itself declared; null when it declared none. */
  declaredModes: DisplayMode[] | null
  /** From `setOpenInAppUrl`. */
  openInAppHref: string | null
  /** Null until the person approved the call. */
  toolInput: Record<string, unknown> | null
  /** What the app tells the model of what the person sees here (`openai/widgetDescription`); null = nothing. */
  widgetDescription: string | null
  /** As the server sent it; null until it is there. */
  toolResult: Record<string, unknown> | null
}

/** What the model reads, in the order it came to be; one item per view and kind, the newest. */
export type TimelineItem =
  | { kind: 'entry'; entryId: string }
  | { kind: 'result'; entryId: string }
  | { kind: 'model-context'; instanceId: string }
  | { kind: 'widget-state'; instanceId: string }

export interface QueuedMessage {
  text: string
  by: 'person' | 'view'
  author: string | null
  /** Absent: none. */
  files?: AttachedFile[]
  /** A view asked that the conversation stays where it is scrolled to. */
  keepsScroll?: true
}

/** `scope` may read the file: a view, the views of a call, those of an app; or (no view at all) an app's server was given it. */
export interface FileGrant {
  scope: string
  fileId: string
}

/** A file that a tool's result told of and only its server has. */
export interface ServerFile {
  file: HostFile
  downloadUrl: string
}

/** Everything of one conversation; JSON, so it is also what is written to disk. */
export interface Conversation {
  id: string
  /** True while the model or a tool runs. */
  isTurnRunning: boolean
  entries: Entry[]
  views: ViewRecord[]
  timeline: TimelineItem[]
  queue: QueuedMessage[]
  links: PendingLink[]
  picks: PendingPick[]
  downloads: PendingDownload[]
  /** What a view put into the message field without sending it; null = nothing. */
  draft: MessageDraft | null
  fileGrants: FileGrant[]
  serverFiles: ServerFile[]
  trace: TraceEvent[]
  traceCount: number
}

export function createConversation(id: string): Conversation {
  return {
    id,
    isTurnRunning: false,
    entries: [],
    views: [],
    timeline: [],
    queue: [],
    links: [],
    picks: [],
    downloads: [],
    draft: null,
    fileGrants: [],
    serverFiles: [],
    trace: [],
    traceCount: 0,
  }
}

/** The entry that waits for the person, if any: the turn stands still until it is settled. */
export function awaitingEntry(conversation: Conversation): Extract<Entry, { kind: 'tool' }> | null {
  for (const entry of conversation.entries) {
    if (entry.kind === 'tool' && (entry.phase === 'awaiting-approval' || entry.phase === 'awaiting-arguments')) return entry
  }
  return null
}

export function findView(conversation: Conversation, instanceId: string): ViewRecord | null {
  return conversation.views.find((view) => view.id === instanceId) ?? null
}

export function findToolEntry(conversation: Conversation, entryId: string): Extract<Entry, { kind: 'tool' }> | null {
  const entry = conversation.entries.find((candidate) => candidate.id === entryId)
  return entry?.kind === 'tool' ? entry : null
}

export function conversationState(conversation: Conversation): ConversationState {
  return {
    id: conversation.id,
    busy: conversation.isTurnRunning,
    queued: conversation.queue.length,
    entries: conversation.entries.map(shownEntry),
  }
}

/** What the page may know of a view: the record without the backend's part. */
export function instanceState(view: ViewRecord, place: ViewPlace): Instance {
  const {
    viewKey: _key,
    csp: _csp,
    redirectDomains: _to,
    displayHint: _hint,
    declaredModes: _modes,
    openInAppHref: _href,
    toolInput: _in,
    widgetDescription: _words,
    toolResult: _out,
    ...instance
  } = view
  return { ...instance, ...place }
}
