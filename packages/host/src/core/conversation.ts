import type { ConversationState, Entry, Instance, PendingLink, TraceEvent } from '../api/host-state.ts'
import type { UiCsp } from '@lockstep/contract'
import { shownEntry } from './shown-entry.ts'

/** A view as the host keeps it: what the page is shown, and what only the backend needs to mount it again. */
export interface ViewRecord extends Instance {
  /** Unguessable part of both frame addresses; never leaves the host and its frames. */
  viewKey: string
  resourceUri: string
  /** False: a legacy resource, which gets `window.openai` but no MCP Apps bridge. */
  hasBridge: boolean
  csp: UiCsp
  /** Origins that open without a question. */
  redirectDomains: string[]
  /** Null until the person approved the call. */
  toolInput: Record<string, unknown> | null
  /** With the host's additions; null until it is there. */
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
  trace: TraceEvent[]
  traceCount: number
}

export function createConversation(id: string): Conversation {
  return { id, isTurnRunning: false, entries: [], views: [], timeline: [], queue: [], links: [], trace: [], traceCount: 0 }
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
export function instanceState(view: ViewRecord): Instance {
  const {
    viewKey: _key,
    resourceUri: _uri,
    hasBridge: _bridge,
    csp: _csp,
    redirectDomains: _to,
    toolInput: _in,
    toolResult: _out,
    ...instance
  } = view
  return instance
}
