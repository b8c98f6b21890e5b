import type { Entry, ToolEntry } from '../api/host-state.ts'
import type { Conversation, ServerFile, TimelineItem, ViewRecord } from './conversation.ts'
import type { ConversationEvent, OpenedCall } from './conversation-event.ts'
import { NO_HISTORY } from './view-history.ts'
import { NO_STEPS } from './view-steps.ts'

/** Trace events kept; older ones are forgotten. */
export const TRACE_MAX_EVENTS = 200
/** Grants and references to servers' files kept; the oldest are forgotten. */
const FILE_GRANTS_MAX = 2_000
const SERVER_FILES_MAX = 500
/** CSP violations kept per view. */
const VIOLATIONS_MAX = 50
/** Warnings kept per view. */
const WARNINGS_MAX = 50

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
        ? { phase: 'failed', result, tookMs, statusText, error: { kind: event.isSignInNeeded ? 'auth' : 'tool', message: errorText(result.content) } }
        : { phase: 'done', result, tookMs, statusText }
      return appendResult(changeCall(state, entryId, change), entryId)
    }
    case 'call.failed':
      return appendResult(changeCall(state, event.entryId, { phase: 'failed', error: event.error, tookMs: event.tookMs }), event.entryId)
    case 'view.opened': {
      const { view } = event
      return changeCall({ ...state, views: [...state.views, view] }, view.entryId, { instanceId: view.id })
    }
    case 'modal.opened':
    case 'view.copied':
      return { ...state, views: [...state.views, event.view] }
    case 'view.replaced':
      return changeView(state, event.view.id, () => event.view)
    case 'view.changed': {
      const next = changeView(state, event.instanceId, (view) => ({ ...view, ...event.change }))
      return event.change.phase === 'closed' ? withoutQuestionsOf(next, event.instanceId) : next
    }
    case 'view.violated':
      return changeView(state, event.instanceId, (view) => ({ ...view, violations: [...view.violations, event.violation].slice(-VIOLATIONS_MAX) }))
    case 'view.stepped':
      return changeView(state, event.instanceId, (view) => ({ ...view, steps: { ...view.steps, ...event.steps } }))
    case 'view.warned':
      return changeView(state, event.instanceId, (view) =>
        view.warnings.length >= WARNINGS_MAX ? view : { ...view, warnings: [...view.warnings, event.warning] },
      )
    case 'view.toldModel':
      return moveToEnd(
        changeView(state, event.instanceId, (view) => ({ ...view, modelContext: event.modelContext, contextUpdateId: event.updateId })),
        { kind: 'model-context', instanceId: event.instanceId },
      )
    case 'view.contextRemoved':
      return changeView(state, event.instanceId, (view) => ({ ...view, modelContext: null }))
    case 'view.keptState':
      return moveToEnd(
        changeView(state, event.instanceId, (view) => ({ ...view, widgetState: event.widgetState, shownFileIds: event.shownFileIds })),
        { kind: 'widget-state', instanceId: event.instanceId },
      )
    case 'link.asked':
      return { ...state, links: [...state.links, event.link] }
    case 'link.answered':
      return { ...state, links: state.links.filter((link) => link.id !== event.linkId) }
    case 'pick.asked':
      return { ...state, picks: [...state.picks, event.pick] }
    case 'pick.answered':
      return state.picks.some(({ id }) => id === event.pickId) ? { ...state, picks: state.picks.filter(({ id }) => id !== event.pickId) } : state
    case 'download.asked':
      return { ...state, downloads: [...state.downloads, event.download] }
    case 'download.answered':
      return state.downloads.some(({ id }) => id === event.downloadId)
        ? { ...state, downloads: state.downloads.filter(({ id }) => id !== event.downloadId) }
        : state
    case 'draft.offered':
      return { ...state, draft: event.draft }
    case 'draft.taken':
      return state.draft?.id === event.draftId ? { ...state, draft: null } : state
    case 'file.granted':
      return { ...state, fileGrants: [...state.fileGrants, event.grant].slice(-FILE_GRANTS_MAX) }
    case 'file.told':
      return { ...state, serverFiles: withServerFile(state.serverFiles, event.serverFile) }
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

/** Nobody waits any more for the answers to what a closed view asked; a link stays: a view that asked for one and closed is done, and the link is what it leaves. */
function withoutQuestionsOf(state: Conversation, instanceId: string): Conversation {
  const isOther = (asked: { instanceId: string }): boolean => asked.instanceId !== instanceId
  const { picks, downloads } = state
  if ([...picks, ...downloads].every(isOther)) return state
  return { ...state, picks: picks.filter(isOther), downloads: downloads.filter(isOther) }
}

function withServerFile(files: readonly ServerFile[], told: ServerFile): ServerFile[] {
  const others = files.filter(({ file }) => file.id !== told.file.id || file.app !== told.file.app)
  return [...others, told].slice(-SERVER_FILES_MAX)
}

function openedEntry({ entryId, ...call }: OpenedCall): ToolEntry {
  return { kind: 'tool', id: entryId, ...call, result: null, error: null, instanceId: null, tookMs: null }
}

/** After a restart nothing runs any more: what was under way is told as lost, what waits for the person still waits. */
function restored(state: Conversation): Conversation {
  let next: Conversation = { ...state, isTurnRunning: false, queue: [], picks: [], downloads: [] }
  for (const entry of state.entries) {
    if (entry.kind !== 'tool' || entry.phase !== 'running') continue
    const error = { kind: 'transport' as const, message: 'The host was restarted while this ran; the server may have done it. Ask again to see.' }
    next = reduceConversation(next, { type: 'call.failed', entryId: entry.id, error, tookMs: null })
  }
  return { ...next, views: next.views.map(restoredView) }
}

/** What its last document said is gone with that, and so is who waited for a dialog. Written by an older version, it may lack what is newer. */
function restoredView(saved: ViewRecord): ViewRecord {
  const view = { ...saved, modal: saved.modal ?? null, displayHint: saved.displayHint ?? null, openInAppHref: saved.openInAppHref ?? null }
  const phase = view.phase === 'closing' || view.modal !== null ? 'closed' : view.phase
  return { ...view, phase, fault: null, steps: { ...NO_STEPS, ...view.steps }, history: NO_HISTORY, isHeightLooping: false, declaredModes: null }
}

function errorText(content: ReadonlyArray<Record<string, unknown>>): string {
  const texts = content.flatMap((block) => (block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : []))
  return texts.join('\n') || 'The tool reported an error without saying which.'
}
