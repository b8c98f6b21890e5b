import { expect, test } from 'vitest'
import type { HostState, ToolEntry } from '../api/host-state.ts'
import { DEFAULT_SETTINGS } from '../core/default-settings.ts'
import { initialPageState, MAX_INSPECTOR_PX, MIN_INSPECTOR_PX, reducePage, type PageState } from './page-state.ts'

const call = (phase: ToolEntry['phase'], more: Partial<ToolEntry> = {}): ToolEntry => ({
  id: 'call',
  at: 0,
  kind: 'tool',
  app: 'cart',
  tool: 'checkout',
  title: 'Check out',
  statusText: 'Order placed',
  phase,
  input: {},
  fields: [],
  reason: null,
  isDestructive: true,
  isOpenWorld: false,
  by: 'model',
  viewNote: null,
  result: null,
  error: null,
  instanceId: null,
  tookMs: null,
  ...more,
})

function hostState(version: number, entries: HostState['conversation']['entries'], conversationId = 'one'): HostState {
  return {
    version,
    apps: [],
    conversation: { id: conversationId, busy: false, queued: 0, entries },
    instances: [],
    modelSees: { parts: [], totalTokens: 0 },
    model: { id: 'scripted', kind: 'script', label: 'Scripted model', detail: '' },
    models: [],
    manual: null,
    golden: { total: 0, isRunning: false, summary: null },
    settings: DEFAULT_SETTINGS,
    theme: 'light',
    pendingLinks: [],
    faults: [],
    pendingPicks: [],
    pendingDownloads: [],
    draft: null,
    files: [],
    deepLink: null,
    platforms: [],
    trace: [],
  }
}

const take = (state: PageState, host: HostState, isFirst = false): PageState => reducePage(state, { type: 'host', host, isFirst })
const start = (entries: HostState['conversation']['entries'] = []): PageState => take(initialPageState(true), hostState(5, entries), true)

test('a stale state is ignored, unless it is the first of a connection: the backend may have been restarted', () => {
  const state = start()
  expect(take(state, hostState(4, []))).toBe(state)
  expect(take(state, hostState(1, []), true).host?.version).toBe(1)
})

test('nothing is announced and no card takes the focus on the first state', () => {
  const state = start([call('awaiting-approval')])
  expect(state.announcement.text).toBe('')
  expect(state.askingEntryId).toBeNull()
})

test('an answer is announced once', () => {
  const answer = { id: 'a', at: 0, kind: 'assistant' as const, text: 'Your cart has 3 items.' }
  const state = take(start(), hostState(6, [answer]))
  expect(state.announcement).toEqual({ id: 1, text: 'Your cart has 3 items.' })
  expect(take(state, hostState(7, [answer])).announcement).toBe(state.announcement)
})

test('a call that begins to wait for the person is announced and takes the focus, once', () => {
  const state = take(start(), hostState(6, [call('awaiting-approval')]))
  expect(state.announcement.text).toBe('Approval needed: Check out.')
  expect(state.askingEntryId).toBe('call')
  expect(take(state, hostState(7, [call('awaiting-approval')])).askingEntryId).toBeNull()
})

test.each([
  ['transport', 'Check out: The server was not reached. boom.'],
  ['protocol', 'Check out: The server refused the call. boom.'],
  ['tool', 'Check out: The tool said no. boom.'],
] as const)('a failure is announced by its kind: %s', (kind, text) => {
  const failed = call('failed', { error: { kind, message: 'boom' } })
  expect(take(start([call('running')]), hostState(6, [failed])).announcement.text).toBe(text)
})

test('what is announced together is parted by full stops', () => {
  const done = call('done', { statusText: 'Cart ready' })
  const answer = { id: 'a', at: 0, kind: 'assistant' as const, text: 'It has 3 items' }
  expect(take(start([call('running')]), hostState(6, [done, answer])).announcement.text).toBe('Check out: Cart ready. It has 3 items.')
})

test('a new conversation is announced as one, not as its entries', () => {
  expect(take(start([call('done')]), hostState(6, [], 'two')).announcement.text).toBe('New conversation.')
})

test('the same error is shown once until it is dismissed', () => {
  const toast = { type: 'toast', text: 'Not reached.' } as const
  const once = reducePage(start(), toast)
  expect(reducePage(once, toast)).toBe(once)
  const [shown] = once.toasts
  expect(reducePage(once, { type: 'toast-dismissed', id: shown?.id ?? 0 }).toasts).toEqual([])
})

test('the inspector stays between its widths', () => {
  const widths = [0, 500.4, 9_999].map((widthPx) => reducePage(start(), { type: 'inspector', change: { widthPx } }).inspector.widthPx)
  expect(widths).toEqual([MIN_INSPECTOR_PX, 500, MAX_INSPECTOR_PX])
})
