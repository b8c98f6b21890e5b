import type { Entry, ToolEntry } from '../api/host-state.ts'
import type { Conversation, TimelineItem, ViewRecord } from './conversation.ts'
import type { ConversationEvent, OpenedCall } from './conversation-event.ts'

/** Trace events kept; older ones are forgotten. */
export const TRACE_MAX_EVENTS = 200
/** CSP violations kept per view. */
const VIOLATIONS_MAX = 50

/** Pure and total: same input, same output, never throws; an event about something unknown changes nothing and returns the same object. */
export function reduceConversation(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'message.said': {
      const entry: Entry = { kind: 'user', id: event.entryId, at: event.at, ...event.message }
      return appendEntry(state, entry)
    }
    case 'message.queued':
      return { ...state, queue: [...state.queue, event.message] }
    case 'message.dequeued':
      return { ...state, queue: state.queue.slice(1) }
    case 'turn.started':
      return { ...state, isTurnRunning: true }
    case 'turn.ended':
      return state.isTurnRunning ? { ...state, isTurnRunning: false } : state
    case 'assistant.said':
      return appendEntry(state, { kind: 'assistant', id: event.entryId, at: event.at, text: event.text })
    case 'call.opened': {
      const { type: _type, ...call } = event
      return appendEntry(state, openedEntry(call))
    }
    case 'call.argumentsGiven':
      return changeCall(state, event.entryId, { input: event.input, phase: event.phase, statusText: event.statusText, fields: [] })
    case 'call.approved':
      return changeCall(state, event.entryId, { phase: 'running', statusText: event.statusText })
    case 'call.declined':
      return appendResult(changeCall(state, event.entryId, { phase: 'declined', statusText: event.statusText, fields: [] }), event.entryId)
    case 'call.answered': {
      const { result, tookMs, statusText, entryId } = event
      const change: Partial<ToolEntry> = result.isError
        ? { phase: 'failed', result, tookMs, statusText, error: { kind: 'tool', message: errorText(result.content) } }
        : { phase: 'done', result, tookMs, statusText }
      return appendResult(changeCall(state, entryId, change), entryId)
    }
    case 'call.failed':
      return appendResult(changeCall(state, event.entryId, { phase: 'failed', error: event.error, tookMs: event.tookMs }), event.entryId)
    case 'view.opened': {
      const { view } = event
      return changeCall({ ...state, views: [...state.views, view] }, view.entryId, { instanceId: view.id })
    }
    case 'view.changed':
      return changeView(state, event.instanceId, (view) => ({ ...view, ...event.change }))
    case 'view.violated':
      return changeView(state, event.instanceId, (view) => ({ ...view, violations: [...view.violations, event.violation].slice(-VIOLATIONS_MAX) }))
    case 'view.toldModel':
      return moveToEnd(
        changeView(state, event.instanceId, (view) => ({ ...view, modelContext: event.modelContext })),
        { kind: 'model-context', instanceId: event.instanceId },
      )
    case 'view.keptState':
      return moveToEnd(
        changeView(state, event.instanceId, (view) => ({ ...view, widgetState: event.widgetState })),
        { kind: 'widget-state', instanceId: event.instanceId },
      )
    case 'link.asked':
      return { ...state, links: [...state.links, event.link] }
    case 'link.answered':
      return { ...state, links: state.links.filter((link) => link.id !== event.linkId) }
    case 'traced': {
      const seq = state.traceCount + 1
      const traced = { seq, at: event.at, name: event.name, detail: event.detail }
      return { ...state, traceCount: seq, trace: [...state.trace, traced].slice(-TRACE_MAX_EVENTS) }
    }
    case 'restored':
      return restored(state)
  }
}

function appendEntry(state: Conversation, entry: Entry): Conversation {
  return { ...state, entries: [...state.entries, entry], timeline: [...state.timeline, { kind: 'entry', entryId: entry.id }] }
}

function appendResult(state: Conversation, entryId: string): Conversation {
  const isKnown = state.entries.some((entry) => entry.id === entryId)
  return isKnown ? { ...state, timeline: [...state.timeline, { kind: 'result', entryId }] } : state
}

function moveToEnd(state: Conversation, item: Extract<TimelineItem, { instanceId: string }>): Conversation {
  if (!state.views.some((view) => view.id === item.instanceId)) return state
  const others = state.timeline.filter((other) => other.kind !== item.kind || other.instanceId !== item.instanceId)
  return { ...state, timeline: [...others, item] }
}

function changeCall(state: Conversation, entryId: string, change: Partial<ToolEntry>): Conversation {
  if (!state.entries.some((entry) => entry.id === entryId && entry.kind === 'tool')) return state
  return { ...state, entries: state.entries.map((entry) => (entry.id === entryId && entry.kind === 'tool' ? { ...entry, ...change } : entry)) }
}

function changeView(state: Conversation, instanceId: string, change: (view: ViewRecord) => ViewRecord): Conversation {
  if (!state.views.some((view) => view.id === instanceId)) return state
  return { ...state, views: state.views.map((view) => (view.id === instanceId ? change(view) : view)) }
}

function openedEntry({ entryId, ...call }: OpenedCall): ToolEntry {
  return { kind: 'tool', id: entryId, ...call, result: null, error: null, instanceId: null, tookMs: null }
}

/** After a restart nothing runs any more: what was under way is told as lost, what waits for the person still waits. */
function restored(state: Conversation): Conversation {
  let next: Conversation = { ...state, isTurnRunning: false, queue: [] }
  for (const entry of state.entries) {
    if (entry.kind !== 'tool' || entry.phase !== 'running') continue
    const error = { kind: 'transport' as const, message: 'The host was restarted while this ran; the server may have done it. Ask again to see.' }
    next = reduceConversation(next, { type: 'call.failed', entryId: entry.id, error, tookMs: null })
  }
  return { ...next, views: next.views.map((view) => ({ ...view, fault: null, phase: view.phase === 'closing' ? 'closed' : view.phase })) }
}

function errorText(content: ReadonlyArray<Record<string, unknown>>): string {
  const texts = content.flatMap((block) => (block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : []))
  return texts.join('\n') || 'The tool reported an error without saying which.'
}
