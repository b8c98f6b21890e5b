import { expect, test } from 'vitest'
import { connectView, HANDSHAKE_ALONE_TIMEOUT_MS, HANDSHAKE_TIMEOUT_MS, TEARDOWN_MS } from './connect-view.ts'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { bridgeHost, FakeHost, settle } from '../test/fake-host.ts'

const appInfo = { name: 'cart', version: '1.0.0' }
const result = { content: [{ type: 'text', text: 'two eggs' }], structuredContent: { count: 2 }, _meta: { 'lockstep/document': { revision: 1 } } }

function connect(host: FakeHost) {
  const clock = createFakeClock()
  return { clock, runtime: connectView({ window: host.window, appInfo, clock }) }
}

test('shakes hands in the order of the standard and takes the tool data from the bridge', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  expect(runtime.getSnapshot().connection).toBe('connecting')
  await settle()
  expect(runtime.getSnapshot().connection).toBe('bridge')
  expect(host.received.map((message) => message.method)).toEqual(['ui/initialize', 'ui/notifications/initialized'])
  expect(host.received[0]?.params).toEqual({
    appInfo,
    appCapabilities: { availableDisplayModes: ['inline'] },
    protocolVersion: '2026-01-26',
  })
  await host.notify('ui/notifications/tool-input', { arguments: { add: 'eggs' } })
  await host.notify('ui/notifications/tool-result', result)
  expect(runtime.getSnapshot()).toMatchObject({ toolInput: { add: 'eggs' }, toolResult: result, toolResultCount: 1 })
})

test('messages that come before the handshake is over are not lost', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  await host.notify('ui/notifications/tool-result', result)
  await host.notify('ui/notifications/host-context-changed', { maxHeight: 1, containerDimensions: { maxHeight: 700 } })
  await settle()
  expect(runtime.getSnapshot()).toMatchObject({ connection: 'bridge', toolResult: result, hostContext: { theme: 'dark', maxHeight: 700 } })
})

test('a message from anywhere but the parent is ignored', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  await settle()
  const before = runtime.getSnapshot()
  for (const source of [null, {}, host.window]) {
    await host.post({ jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: result }, source)
  }
  expect(runtime.getSnapshot()).toBe(before)
})

test('what is not JSON-RPC is ignored', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  await settle()
  const before = runtime.getSnapshot()
  for (const data of [{ type: 'resize' }, { jsonrpc: '1.0', method: 'ui/notifications/tool-result' }, { jsonrpc: '2.0', id: 77, result: {} }])
    await host.post(data)
  expect(runtime.getSnapshot()).toBe(before)
})

test('without an answer to the handshake it falls back to window.openai, and still takes a late bridge', async () => {
  const host = new FakeHost({ openai: { theme: 'dark', toolOutput: { count: 1 } } })
  const { runtime, clock } = connect(host)
  expect(runtime.getSnapshot().toolResult?.structuredContent).toEqual({ count: 1 })
  await clock.advance(HANDSHAKE_TIMEOUT_MS - 1)
  expect(runtime.getSnapshot().connection).toBe('connecting')
  await clock.advance(1)
  expect(runtime.getSnapshot().connection).toBe('openai')
  const initialize = host.sent('ui/initialize')[0]
  await host.post({ jsonrpc: '2.0', id: initialize?.id, result: { hostCapabilities: { serverTools: {} }, hostContext: { theme: 'light' } } })
  expect(runtime.getSnapshot()).toMatchObject({ connection: 'bridge', hostContext: { theme: 'light' } })
  expect(host.sent('ui/notifications/initialized')).toHaveLength(1)
})

test('a frame whose parent never answers, without window.openai, is given more time before it counts as standalone', async () => {
  const { runtime, clock } = connect(new FakeHost())
  await clock.advance(HANDSHAKE_ALONE_TIMEOUT_MS - 1)
  expect(runtime.getSnapshot().connection).toBe('connecting')
  await clock.advance(1)
  expect(runtime.getSnapshot().connection).toBe('standalone')
})

test('a host that refuses the handshake is used through window.openai at once', async () => {
  const host = new FakeHost({ openai: { locale: 'nl' } })
  host.answers['ui/initialize'] = () => ({ error: { code: -32601, message: 'no such method' } })
  const { runtime, clock } = connect(host)
  await settle()
  expect(runtime.getSnapshot().connection).toBe('openai')
  expect(await clock.drain()).toBe(0)
})

test('alone it is standalone, safe to call, and wakes up when window.openai comes late', async () => {
  const host = new FakeHost({ hasParent: false })
  const { runtime } = connect(host)
  expect(runtime.getSnapshot()).toMatchObject({
    connection: 'standalone',
    toolResult: null,
    hostContext: { locale: 'fr-FR', theme: 'light', displayMode: 'inline' },
  })
  runtime.setViewState({ private: { draft: 'x' } })
  runtime.reportHeight(100)
  runtime.requestClose()
  await expect(runtime.callTool('get_cart')).rejects.toMatchObject({ code: 'VIEW_TRANSPORT' })
  await expect(runtime.requestDisplayMode('fullscreen')).rejects.toMatchObject({ code: 'VIEW_TRANSPORT' })
  Object.assign(host.window, { openai: { theme: 'dark' } })
  host.setGlobals({ theme: 'dark' })
  expect(runtime.getSnapshot()).toMatchObject({ connection: 'openai', hostContext: { theme: 'dark' }, viewState: { private: { draft: 'x' } } })
})

test('the host waits for teardown handlers, but no longer than it has to', async () => {
  const host = bridgeHost()
  const { runtime, clock } = connect(host)
  await settle()
  let saved = () => {}
  const stop = runtime.onTeardown(() => new Promise<void>((resolve) => (saved = resolve)))
  const quick = host.request('ui/resource-teardown', { reason: 'closed' })
  await settle()
  expect(host.received.at(-1)?.result).toBeUndefined()
  saved()
  expect(await quick).toMatchObject({ result: {} })

  let hasAnswered = false
  const slow = host.request('ui/resource-teardown').then((answer) => {
    hasAnswered = true
    return answer
  })
  await clock.advance(TEARDOWN_MS - 1)
  expect(hasAnswered).toBe(false)
  await clock.advance(1)
  expect(await slow).toMatchObject({ result: {} })

  stop()
  expect(await host.request('ui/resource-teardown')).toMatchObject({ result: {} })
})

test('answers ping, and says so when it does not know a method', async () => {
  const host = bridgeHost()
  connect(host)
  await settle()
  expect(await host.request('ping')).toMatchObject({ result: {} })
  expect(await host.request('tools/list')).toMatchObject({ error: { code: -32601 } })
})

test('theme, language and style variables are put on the document and follow the host', async () => {
  const host = bridgeHost({
    hostContext: { theme: 'dark', locale: 'de-DE', styles: { variables: { '--color-text-primary': '#eee', '--font-sans': 'serif', color: 'red' } } },
  })
  connect(host)
  expect(host.root).toMatchObject({ lang: 'fr-FR', dataset: { theme: 'light' } })
  await settle()
  expect(host.root).toMatchObject({ lang: 'de-DE', dataset: { theme: 'dark' }, colorScheme: 'dark' })
  expect([...host.root.variables]).toEqual([
    ['--color-text-primary', '#eee'],
    ['--font-sans', 'serif'],
  ])
  await host.notify('ui/notifications/host-context-changed', { theme: 'light', styles: { variables: { '--color-text-primary': '#111' } } })
  expect(host.root).toMatchObject({ lang: 'de-DE', dataset: { theme: 'light' }, colorScheme: 'light' })
  expect([...host.root.variables]).toEqual([['--color-text-primary', '#111']])
})

test('a cancelled call is told, and a result that comes after all takes it back', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  await settle()
  await host.notify('ui/notifications/tool-cancelled', { reason: 'stopped' })
  expect(runtime.getSnapshot().isToolCancelled).toBe(true)
  await host.notify('ui/notifications/tool-result', result)
  expect(runtime.getSnapshot().isToolCancelled).toBe(false)
})

test('after dispose nothing reaches it', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  await settle()
  runtime.dispose()
  const before = runtime.getSnapshot()
  await host.notify('ui/notifications/tool-result', result)
  host.setGlobals({ toolOutput: { count: 9 } })
  expect(runtime.getSnapshot()).toBe(before)
})
