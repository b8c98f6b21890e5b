import type { LoggedMessage, MessageList, MessageRoute, TraceEvent } from '../api/host-state.ts'

/** A line of the timeline: a message, or something that happened in the host. */
export type TimelineRow =
  | {
      kind: 'message'
      key: string
      at: number
      message: LoggedMessage
      /** Of the pair: told at the question and at the answer. */ tookMs: number | null
    }
  | { kind: 'event'; key: string; at: number; event: TraceEvent }

export type TimelineParty = 'all' | 'view' | 'server' | 'model' | 'host'

export interface TimelineFilter {
  party: TimelineParty
  /** Words that must all be in the line, in any case. */
  text: string
}

const ROUTES: Record<MessageRoute, { party: TimelineParty; words: string }> = {
  'view-to-host': { party: 'view', words: 'view → host' },
  'host-to-view': { party: 'view', words: 'host → view' },
  'host-to-server': { party: 'server', words: 'host → server' },
  'server-to-host': { party: 'server', words: 'server → host' },
  'host-to-model': { party: 'model', words: 'host → model' },
  'model-to-host': { party: 'model', words: 'model → host' },
}

export function routeWords(route: MessageRoute): string {
  return ROUTES[route].words
}

/** What was known with what is new: what the host forgot goes, and when it began to count anew (a restart), all that was known goes. */
export function mergeMessages(known: readonly LoggedMessage[], list: MessageList): readonly LoggedMessage[] {
  const newest = known.at(-1)?.seq ?? 0
  if (newest > list.lastSeq) return list.messages
  const kept = known.filter(({ seq }) => seq >= list.firstSeq)
  const added = list.messages.filter(({ seq }) => seq > newest)
  return added.length === 0 && kept.length === known.length ? known : [...kept, ...added]
}

/** Messages and events in one list, newest first, those that pass the filter. */
export function timelineRows(messages: readonly LoggedMessage[], trace: readonly TraceEvent[], filter: TimelineFilter): TimelineRow[] {
  const times = new Map(messages.flatMap(({ answerTo, tookMs }) => (answerTo === null ? [] : [[answerTo, tookMs] as const])))
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const passes = (text: string): boolean => words.every((word) => text.includes(word))
  const rows: TimelineRow[] = []
  if (filter.party !== 'host') {
    for (const message of messages) {
      if (filter.party !== 'all' && ROUTES[message.route].party !== filter.party) continue
      if (!passes(messageText(message))) continue
      rows.push({ kind: 'message', key: `m${message.seq}`, at: message.at, message, tookMs: message.tookMs ?? times.get(message.seq) ?? null })
    }
  }
  if (filter.party === 'all' || filter.party === 'host') {
    for (const event of trace) {
      // Where the message itself stands in the list, that it came is no news.
      if (filter.party === 'all' && event.name === 'view.rpc') continue
      if (passes(eventText(event))) rows.push({ kind: 'event', key: `e${event.seq}`, at: event.at, event })
    }
  }
  // A sort that keeps the order of equals, turned round: what came later at the same time stands above.
  return rows.toSorted((a, b) => a.at - b.at).toReversed()
}

/** The first short text of an event's details, so that the list can be read without unfolding. */
export function eventHint(event: TraceEvent): string {
  const value = ['tool', 'method', 'name', 'uri', 'data', 'instanceId']
    .map((key) => hintIn(event.detail[key]))
    .find((each) => typeof each === 'string')
  return typeof value === 'string' ? value : ''
}

/** A log message has its words one level down. */
function hintIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'message' in value ? value.message : value
}

function messageText({ route, kind, method, subject, app, instanceId, id }: LoggedMessage): string {
  return [ROUTES[route].words, kind, method, subject, app, instanceId, id].join(' ').toLowerCase()
}

function eventText(event: TraceEvent): string {
  return `host ${event.name} ${JSON.stringify(event.detail)}`.toLowerCase()
}
