import { expect, test } from 'vitest'
import type { AppState, HostState, SignInState } from '../api/host-state.ts'
import { connectCards, isOpeningCard } from './connect-cards.ts'

const signIn = (status: SignInState['status']): SignInState => ({
  status,
  reason: null,
  scopes: [],
  granted: [],
  issuer: null,
  warnings: [],
  problem: null,
})
const appWith = (status: SignInState['status']): AppState => ({
  name: 'notes',
  mcpUrl: 'http://localhost:8000/mcp',
  isConfigured: true,
  isRemote: false,
  status: 'connected',
  problem: null,
  serverName: null,
  serverVersion: null,
  protocolVersion: null,
  transport: null,
  signIn: signIn(status),
  tools: [],
  starters: [],
})
const call = (id: string, kind: 'auth' | 'tool' | null, app = 'notes'): HostState['conversation']['entries'][number] => ({
  kind: 'tool',
  id,
  at: 0,
  app,
  tool: 'read',
  title: 'Read',
  statusText: '',
  phase: kind === null ? 'done' : 'failed',
  by: 'model',
  input: {},
  fields: [],
  reason: null,
  isDestructive: false,
  isOpenWorld: false,
  result: null,
  error: kind === null ? null : { kind, message: '' },
  instanceId: null,
  tookMs: null,
  viewNote: null,
})
const cards = (status: SignInState['status'], entries: HostState['conversation']['entries']) =>
  connectCards({ apps: [appWith(status)], conversation: { id: 'c', busy: false, queued: 0, entries } }).map(({ retry }) => retry?.entryId ?? null)

test.each<[string, SignInState['status'], HostState['conversation']['entries'], Array<string | null>]>([
  ['nobody asked', 'none', [call('a', null)], []],
  ['a call asked', 'needed', [call('a', 'auth')], ['a']],
  ['a view’s call asked', 'needed', [call('a', null)], [null]],
  ['the person is on the way', 'waiting', [call('a', 'auth')], ['a']],
  ['signed in, with the call left', 'signed-in', [call('a', 'auth')], ['a']],
  ['signed in, and it was run again', 'signed-in', [call('a', 'auth'), call('b', null)], []],
  ['signed in, and another app’s call came after', 'signed-in', [call('a', 'auth'), call('b', null, 'other')], ['a']],
  ['a call failed for another reason', 'signed-in', [call('a', 'tool')], []],
])('H23 the card of an app is there while %s', (_name, status, entries, expected) => {
  expect(cards(status, entries)).toEqual(expected)
})

const said = (id: string): HostState['conversation']['entries'][number] => ({
  kind: 'user',
  id,
  at: 0,
  text: 'Show my notes',
  by: 'person',
  author: null,
})
const answered = (id: string): HostState['conversation']['entries'][number] => ({
  kind: 'assistant',
  id,
  at: 0,
  text: 'I am not offered that tool now.',
})

// A server that shows its tools to nobody who has not signed in: no call can ask, so the card follows a sentence that called nothing.
test.each<[string, HostState['conversation']['entries'], number]>([
  ['nobody has said anything', [], 1],
  ['a sentence called another app', [said('a'), call('b', null, 'other'), answered('c')], 0],
  ['a sentence called nothing', [said('a'), call('b', null, 'other'), answered('c'), said('d'), answered('e')], 1],
  ['the model is at work', [said('a')], 0],
])('H23 an app that is closed before the sign-in asks while %s, or does not', (_name, entries, expected) => {
  const app: AppState = { ...appWith('needed'), status: 'failed' }
  expect(connectCards({ apps: [app], conversation: { id: 'c', busy: false, queued: 0, entries } })).toHaveLength(expected)
})

test('H23 the card of a new conversation is a line, until somebody is on the way or something went wrong', () => {
  expect(isOpeningCard(signIn('needed'))).toBe(true)
  expect(isOpeningCard(signIn('waiting'))).toBe(false)
  expect(isOpeningCard({ ...signIn('needed'), problem: 'The sign-in was refused.' })).toBe(false)
})
