import { expect, test } from 'vitest'
import { connectView } from './connect-view.ts'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { bridgeHost, FakeHost, settle } from '../test/fake-host.ts'

const appInfo = { name: 'cart', version: '1.0.0' }
const meta = { 'lockstep/document': { revision: 1 } }
const full = { content: [{ type: 'text', text: 'two eggs' }], structuredContent: { count: 2 }, _meta: meta }

function connect(host: FakeHost) {
  return connectView({ window: host.window, appInfo, clock: createFakeClock() })
}

test('the same result by both roads counts once, and the fuller one is kept', async () => {
  const host = bridgeHost({ openai: { toolOutput: { count: 2 }, toolResponseMetadata: { ...meta, 'openai/widgetSessionId': 'w1' } } })
  const runtime = connect(host)
  expect(runtime.getSnapshot()).toMatchObject({ toolResultCount: 1, widgetSessionId: 'w1', toolResult: { content: [] } })
  await settle()
  await host.notify('ui/notifications/tool-result', full)
  expect(runtime.getSnapshot()).toMatchObject({ toolResultCount: 1, widgetSessionId: 'w1', toolResult: full })
})

test('once the bridge has brought data, echoes of window.openai change nothing', async () => {
  const host = bridgeHost({ openai: {} })
  const runtime = connect(host)
  await settle()
  await host.notify('ui/notifications/tool-input', { arguments: { add: 'eggs' } })
  await host.notify('ui/notifications/tool-result', full)
  const before = runtime.getSnapshot()
  host.setGlobals({ toolInput: { add: 'milk' }, toolOutput: { count: 1 }, toolResponseMetadata: { stale: true } })
  expect(runtime.getSnapshot()).toBe(before)
})

test.each([
  ['flat, 2025', meta],
  ['envelope with mcp_tool_result, 2026', { status: 'ok', mcp_tool_result: full }],
  ['envelope with call_tool_result and meta', { status: 'ok', call_tool_result: { ...full, _meta: undefined, meta } }],
  ['a result with _meta', { _meta: meta }],
])('the meta of a result is found in toolResponseMetadata: %s', (_name, toolResponseMetadata) => {
  const runtime = connect(new FakeHost({ hasParent: false, openai: { toolOutput: { count: 2 }, toolResponseMetadata } }))
  expect(runtime.getSnapshot().toolResult).toMatchObject({ structuredContent: { count: 2 }, _meta: meta })
  expect(runtime.getSnapshot().toolResult?._meta).not.toHaveProperty('status')
})

test('an envelope without a result has no meta to give away', () => {
  const runtime = connect(
    new FakeHost({ hasParent: false, openai: { toolOutput: { count: 2 }, toolResponseMetadata: { status: 'running', mcp_tool_result: null } } }),
  )
  expect(runtime.getSnapshot().toolResult?._meta).toEqual({})
})

test('late hydration: data that comes only with set_globals is taken', () => {
  const host = new FakeHost({ hasParent: false, openai: { toolOutput: null, toolInput: null } })
  const runtime = connect(host)
  expect(runtime.getSnapshot()).toMatchObject({ toolResult: null, toolInput: null })
  host.setGlobals({ toolInput: { a: 1 }, toolOutput: { count: 2 } })
  expect(runtime.getSnapshot()).toMatchObject({ toolInput: { a: 1 }, toolResult: { structuredContent: { count: 2 } }, toolResultCount: 1 })
})

test('equal data under new references keeps its identity and wakes nobody', () => {
  const host = new FakeHost({ hasParent: false, openai: { toolOutput: { items: [{ id: 'a' }, { id: 'b' }] }, theme: 'light' } })
  const runtime = connect(host)
  let calls = 0
  runtime.subscribe(() => (calls += 1))
  const before = runtime.getSnapshot()
  host.setGlobals({ toolOutput: { items: [{ id: 'a' }, { id: 'b' }] }, theme: 'light' })
  expect(runtime.getSnapshot()).toBe(before)
  expect(calls).toBe(0)
  host.setGlobals({ theme: 'dark' })
  expect(calls).toBe(1)
  expect(runtime.getSnapshot().toolResult).toBe(before.toolResult)
})

test('a changed result shares its unchanged parts', () => {
  const host = new FakeHost({ hasParent: false, openai: { toolOutput: { items: { a: { n: 1 }, b: { n: 1 } } } } })
  const runtime = connect(host)
  const read = () => runtime.getSnapshot().toolResult?.structuredContent?.['items'] as Record<string, unknown>
  const before = read()
  host.setGlobals({ toolOutput: { items: { a: { n: 1 }, b: { n: 2 } } } })
  expect(read()['a']).toBe(before['a'])
  expect(read()['b']).toEqual({ n: 2 })
  expect(runtime.getSnapshot().toolResultCount).toBe(2)
})

test('a new order of lines is news, because a person sees it', () => {
  const host = new FakeHost({ hasParent: false, openai: { toolOutput: { a: 1, b: 1 } } })
  const runtime = connect(host)
  host.setGlobals({ toolOutput: { b: 1, a: 1 } })
  expect(Object.keys(runtime.getSnapshot().toolResult?.structuredContent ?? {})).toEqual(['b', 'a'])
})

test('snapshots are frozen to the bottom, and the host keeps its own objects unfrozen', () => {
  const toolOutput = { items: [{ id: 'a' }] }
  const runtime = connect(new FakeHost({ hasParent: false, openai: { toolOutput } }))
  const { structuredContent } = runtime.getSnapshot().toolResult ?? {}
  expect(Object.isFrozen(structuredContent)).toBe(true)
  expect(Object.isFrozen((structuredContent?.['items'] as unknown[] | undefined)?.[0])).toBe(true)
  expect(Object.isFrozen(toolOutput)).toBe(false)
})

test('keys that name a prototype stay data', async () => {
  const host = bridgeHost()
  const runtime = connect(host)
  await settle()
  await host.notify(
    'ui/notifications/tool-result',
    JSON.parse('{"content":[],"structuredContent":{"__proto__":{"polluted":true}}}') as Record<string, unknown>,
  )
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(Object.keys(runtime.getSnapshot().toolResult?.structuredContent ?? {})).toEqual(['__proto__'])
})
