import { expect, test } from 'vitest'
import type { LoggedMessage, TraceEvent } from '../api/host-state.ts'
import { mergeMessages, timelineRows } from './timeline.ts'

const message = (seq: number, change: Partial<LoggedMessage> = {}): LoggedMessage => ({
  seq,
  at: seq * 10,
  route: 'view-to-host',
  kind: 'request',
  method: 'tools/call',
  subject: 'add',
  id: String(seq),
  app: 'list',
  instanceId: 'view_1',
  bytes: 10,
  answerTo: null,
  tookMs: null,
  hasHiddenMeta: false,
  ...change,
})
const event = (seq: number, at: number, name = 'mcp.call'): TraceEvent => ({ seq, at, name, detail: { tool: 'add' } })
const messages = [
  message(1),
  message(2, { route: 'host-to-view', kind: 'answer', answerTo: 1, tookMs: 10 }),
  message(3, { route: 'host-to-server', method: 'tools/list', subject: '' }),
]
const keys = (text: string, party: 'all' | 'view' | 'server' | 'model' | 'host' = 'all') =>
  timelineRows(messages, [event(1, 15)], { party, text }).map(({ key }) => key)

test('messages and events stand in one list, newest first; the time of a pair stands at both of its messages', () => {
  expect(keys('')).toEqual(['m3', 'm2', 'e1', 'm1'])
  const rows = timelineRows(messages, [], { party: 'view', text: '' })
  expect(rows.map((row) => (row.kind === 'message' ? row.tookMs : null))).toEqual([10, 10])
})

test('of equal times, what came later stands above', () => {
  expect(timelineRows([message(1, { at: 5 }), message(2, { at: 5 })], [], { party: 'all', text: '' }).map(({ key }) => key)).toEqual(['m2', 'm1'])
})

test.each([
  ['', 'view', ['m2', 'm1']],
  ['', 'server', ['m3']],
  ['', 'model', []],
  ['', 'host', ['e1']],
  ['TOOLS/call', 'all', ['m2', 'm1']],
  ['mcp add', 'all', ['e1']],
  ['answer', 'all', ['m2']],
  ['nothing like it', 'all', []],
] as const)('the filter "%s" of %s', (text, party, expected) => {
  expect(keys(text, party)).toEqual(expected)
})

test('what is new is added, what the host forgot goes, nothing new is the same list', () => {
  const list = { messages: [message(4)], firstSeq: 2, lastSeq: 4 }
  const merged = mergeMessages(messages, list)
  expect(merged.map(({ seq }) => seq)).toEqual([2, 3, 4])
  expect(mergeMessages(merged, { messages: [], firstSeq: 2, lastSeq: 4 })).toBe(merged)
  expect(mergeMessages(merged, list)).toBe(merged)
})

test('a host that counts from the start again has its own list', () => {
  expect(mergeMessages(messages, { messages: [message(1)], firstSeq: 1, lastSeq: 1 }).map(({ seq }) => seq)).toEqual([1])
  expect(mergeMessages(messages, { messages: [], firstSeq: 0, lastSeq: 0 })).toEqual([])
})
