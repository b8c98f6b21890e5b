import type { Entry, FaultId, HostState } from '../api/host-state.ts'
import { announcementOf } from './announcement.ts'
import { leaveView, loseView, NOTHING_PARKED, parkViews, seeView, type Parking } from './park-views.ts'
import { shareEqual } from './share-equal.ts'

export type InspectorTab = 'sees' | 'state' | 'checks' | 'timeline' | 'network' | 'metadata' | 'files' | 'faults' | 'golden'

/** Everything the page draws from. Kept in memory only. */
export interface PageState {
  host: HostState | null
  /** connecting: never connected yet; reconnecting: what is shown may be old; rejected: the backend does not know this page, it must be loaded again. */
  link: 'connecting' | 'open' | 'reconnecting' | 'rejected'
  toasts: readonly Toast[]
  /** For the live region; a new `id` is spoken even when the text repeats. */
  announcement: { id: number; text: string }
  /** The call that began to wait for the person in the newest state: its card takes the focus. Null also for cards that were there at the start. */
  askingEntryId: string | null
  inspector: InspectorState
  parking: Parking
  /** Number of the newest message that the host logged, as far as the page was told. */
  lastMessageSeq: number
}

export interface InspectorState {
  isOpen: boolean
  tab: InspectorTab
  /** CSS pixels. */
  widthPx: number
  /** The view (under "Checks" also: the call without one) that is looked at; null: the newest. */
  instanceId: string | null
  /** What a link into the page asks to switch on; none when it was answered. */
  linkedFaults: readonly FaultId[]
}

export interface Toast {
  id: number
  text: string
}

export type PageEvent =
  /** `isFirst`: the first of a connection, which counts even when the backend was restarted and counts from the start again. */
  | { type: 'host'; host: HostState; isFirst: boolean }
  | { type: 'link'; link: PageState['link'] }
  | { type: 'toast'; text: string }
  | { type: 'toast-dismissed'; id: number }
  | { type: 'inspector'; change: Partial<InspectorState> }
  | { type: 'messages'; lastSeq: number }
  /** A view came onto the screen. */
  | { type: 'view-seen'; instanceId: string }
  /** A view went off the screen. */
  | { type: 'view-unseen'; instanceId: string }
  /** A view that was to go has put its things away. */
  | { type: 'view-left'; instanceId: string }

export const MIN_INSPECTOR_PX = 280
export const MAX_INSPECTOR_PX = 760
const MAX_TOASTS = 4

export function initialPageState(isInspectorOpen: boolean): PageState {
  return {
    host: null,
    link: 'connecting',
    toasts: [],
    announcement: { id: 0, text: '' },
    askingEntryId: null,
    inspector: { isOpen: isInspectorOpen, tab: 'sees', widthPx: 400, instanceId: null, linkedFaults: [] },
    parking: NOTHING_PARKED,
    lastMessageSeq: 0,
  }
}

/** The one transition of the page: pure, and the same object when nothing changed. */
export function reducePage(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'host':
      return withHost(state, event.host, event.isFirst)
    case 'link':
      return state.link === event.link ? state : { ...state, link: event.link }
    case 'toast': {
      if (state.toasts.some((toast) => toast.text === event.text)) return state
      const id = (state.toasts.at(-1)?.id ?? 0) + 1
      return { ...state, toasts: [...state.toasts, { id, text: event.text }].slice(-MAX_TOASTS) }
    }
    case 'toast-dismissed':
      return { ...state, toasts: state.toasts.filter((toast) => toast.id !== event.id) }
    case 'messages':
      return state.lastMessageSeq === event.lastSeq ? state : { ...state, lastMessageSeq: event.lastSeq }
    case 'view-seen': {
      const parking = seeView(state.parking, event.instanceId, state.host?.instances ?? [])
      return parking === state.parking ? state : { ...state, parking }
    }
    case 'view-unseen': {
      const parking = loseView(state.parking, event.instanceId, state.host?.instances ?? [])
      return parking === state.parking ? state : { ...state, parking }
    }
    case 'view-left':
      return { ...state, parking: leaveView(state.parking, event.instanceId, state.host?.instances ?? []) }
    case 'inspector': {
      const next = { ...state.inspector, ...event.change }
      return { ...state, inspector: { ...next, widthPx: Math.min(MAX_INSPECTOR_PX, Math.max(MIN_INSPECTOR_PX, Math.round(next.widthPx))) } }
    }
  }
}

function withHost(state: PageState, host: HostState, isFirst: boolean): PageState {
  if (!isFirst && state.host !== null && host.version <= state.host.version) return state
  const text = announcementOf(state.host, host)
  return {
    ...state,
    host: shareEqual(state.host, host),
    askingEntryId: newlyAsking(state.host, host),
    announcement: text === null ? state.announcement : { id: state.announcement.id + 1, text },
    parking: shareEqual(state.parking, parkViews(state.parking, host.instances)),
  }
}

function newlyAsking(before: HostState | null, after: HostState): string | null {
  if (before === null) return null
  const asked = new Set(before.conversation.entries.filter(isAsking).map((entry) => entry.id))
  return after.conversation.entries.findLast((entry) => isAsking(entry) && !asked.has(entry.id))?.id ?? null
}

/** A call that waits for the person. */
export function isAsking(entry: Entry): boolean {
  return entry.kind === 'tool' && (entry.phase === 'awaiting-approval' || entry.phase === 'awaiting-arguments')
}
