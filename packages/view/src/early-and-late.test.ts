import { expect, test, vi } from 'vitest'
import { HANDSHAKE_ALONE_TIMEOUT_MS } from './connect-view.ts'
import { connect, onBridge, onOpenAi, openAiMethods } from '../../../test/support/view-hosts.ts'
import { bridgeHost, FakeHost, settle } from '../test/fake-host.ts'

/** Puts `window.openai` there as a host does that is late, without a word. */
function install(host: FakeHost, openai: Record<string, unknown>): void {
  Object.assign(host.window, { openai })
}

test('a window.openai that came without a word while the bridge was waited for is found, with its data', async () => {
  const host = new FakeHost()
  const { runtime, clock } = connect(host)
  install(host, { toolOutput: { n: 1 }, theme: 'dark', widgetState: { privateContent: { draft: 'x' } }, ...openAiMethods() })
  await clock.advance(HANDSHAKE_ALONE_TIMEOUT_MS)
  expect(runtime.getSnapshot()).toMatchObject({
    connection: 'openai',
    toolResult: { structuredContent: { n: 1 } },
    hostContext: { theme: 'dark' },
    viewState: { private: { draft: 'x' }, restored: true },
  })
})

test('with the bridge there, a window.openai that came late still brings the state it kept', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  install(host, { widgetState: { privateContent: { draft: 'x' }, modelContent: null, imageIds: [] } })
  await settle()
  expect(runtime.getSnapshot()).toMatchObject({ connection: 'bridge', viewState: { private: { draft: 'x' }, restored: true } })
})

test('an event that comes before the property it announces: its values count at once, the rest when the property is there', async () => {
  const host = new FakeHost({ hasParent: false })
  const { runtime, clock } = connect(host)
  host.setGlobals({ toolOutput: { n: 1 } })
  expect(runtime.getSnapshot()).toMatchObject({ connection: 'standalone', toolResult: { structuredContent: { n: 1 } } })
  install(host, { toolOutput: { n: 1 }, locale: 'nl' })
  await clock.advance(0)
  expect(runtime.getSnapshot()).toMatchObject({ connection: 'openai', hostContext: { locale: 'nl' }, toolResultCount: 1 })
})

test('a view alone reports no height; once window.openai is there, it does', async () => {
  const host = new FakeHost({ hasParent: false })
  let observed = 0
  class Observer {
    readonly measure: () => void
    constructor(measure: () => void) {
      this.measure = measure
    }
    observe() {
      observed += 1
      this.measure()
    }
    disconnect() {}
  }
  Object.assign(host.window, { ResizeObserver: Observer, innerHeight: 100, innerWidth: 100 })
  Object.assign((host.window.document as Document).documentElement, { getBoundingClientRect: () => ({ height: 320 }) })
  const { clock } = connect(host)
  expect(observed).toBe(0)
  const methods = openAiMethods()
  host.emitGlobals({ theme: 'dark' })
  install(host, methods)
  await clock.advance(0)
  host.setGlobals({ theme: 'light' })
  expect(observed).toBe(1)
  expect(methods.notifyIntrinsicHeight.mock.calls).toEqual([[320]])
})

test('a property that lags behind its event takes nothing back', async () => {
  const { runtime, host } = await onOpenAi({ toolOutput: { n: 1 }, theme: 'light' })
  host.emitGlobals({ toolOutput: { n: 2 } })
  host.emitGlobals({ theme: 'dark' })
  expect(runtime.getSnapshot()).toMatchObject({ toolResult: { structuredContent: { n: 2 } }, hostContext: { theme: 'dark' } })
})

test('toolOutput null at first, then only in an event (openai-apps-sdk-examples issue 179); null afterwards takes nothing back', async () => {
  const { runtime, host } = await onOpenAi({ toolOutput: null, toolInput: null, toolResponseMetadata: null })
  expect(runtime.getSnapshot().toolResult).toBeNull()
  host.setGlobals({ toolOutput: { n: 1 }, toolInput: { q: 1 } })
  const { toolResult, toolInput } = runtime.getSnapshot()
  expect([toolResult?.structuredContent, toolInput]).toEqual([{ n: 1 }, { q: 1 }])
  host.setGlobals({ toolOutput: null, toolInput: null })
  expect(runtime.getSnapshot()).toMatchObject({ toolResult, toolInput })
})

test('state written again and again re-emits toolOutput under new references: nobody renders for it (issue 153)', async () => {
  const openai: Record<string, unknown> = { toolOutput: { items: [{ id: 'a' }] } }
  const host = new FakeHost({ hasParent: false, openai })
  const { runtime } = connect(host)
  openai['setWidgetState'] = (state: unknown) => host.setGlobals({ widgetState: structuredClone(state), toolOutput: { items: [{ id: 'a' }] } })
  const outputs = new Set<unknown>()
  let wakes = 0
  runtime.subscribe(() => {
    wakes += 1
    outputs.add(runtime.getSnapshot().toolResult)
    // a component that writes in an effect on toolOutput: the loop of the issue
    if (wakes < 50) runtime.setViewState({ private: { seen: true } })
  })
  runtime.setViewState({ private: { seen: true } })
  expect(wakes).toBe(1)
  expect(outputs.size).toBe(1)
})

test('a view alone, where nobody answers, can do all it may: nothing throws, nothing hangs', async () => {
  const { runtime, clock } = connect(new FakeHost({ hasParent: false }))
  expect(runtime.getSnapshot().connection).toBe('standalone')
  expect(runtime.setViewState({ private: { a: 1 }, model: { b: 2 }, imageIds: ['x'] })).toBeNull()
  runtime.reportHeight(10)
  runtime.requestClose()
  for (const call of [runtime.callTool('x'), runtime.sendMessage('x'), runtime.openLink('https://x.example'), runtime.requestDisplayMode('pip')]) {
    await expect(call).rejects.toMatchObject({ code: 'VIEW_TRANSPORT' })
  }
  expect(runtime.getSnapshot().viewState).toMatchObject({ private: { a: 1 }, model: { b: 2 } })
  expect(await clock.drain()).toBeLessThan(5)
})

test('arguments are shown while the model still writes them, until they are all there', async () => {
  const { runtime, host } = await onBridge()
  await host.notify('ui/notifications/tool-input-partial', { arguments: { add: 'eg' } })
  expect(runtime.getSnapshot()).toMatchObject({ toolInput: null, toolInputPartial: { add: 'eg' } })
  await host.notify('ui/notifications/tool-input', { arguments: { add: 'eggs' } })
  expect(runtime.getSnapshot()).toMatchObject({ toolInput: { add: 'eggs' }, toolInputPartial: null })
  const before = runtime.getSnapshot()
  await host.notify('ui/notifications/tool-input-partial', { arguments: { add: 'm' } })
  expect(runtime.getSnapshot()).toBe(before)
})

test('why a call was cancelled is told, until a result comes after all', async () => {
  const { runtime, host } = await onBridge()
  await host.notify('ui/notifications/tool-cancelled', { reason: 'the person stopped it' })
  expect(runtime.getSnapshot()).toMatchObject({ isToolCancelled: true, cancelReason: 'the person stopped it' })
  await host.notify('ui/notifications/tool-result', { content: [] })
  expect(runtime.getSnapshot()).toMatchObject({ isToolCancelled: false, cancelReason: null })
  const before = runtime.getSnapshot()
  await host.notify('ui/notifications/tool-cancelled', { reason: 'late' })
  expect(runtime.getSnapshot()).toBe(before)
})

test('a result that closes the view before the handshake is over closes it once it is', async () => {
  const host = bridgeHost()
  connect(host)
  await host.notify('ui/notifications/tool-result', { content: [], _meta: { 'openai/closeWidget': true } })
  await settle()
  expect(host.sent('ui/notifications/request-teardown')).toHaveLength(1)
})

test('last words: a handler that throws does not keep the host waiting, and the others are heard', async () => {
  const { runtime, host } = await onBridge()
  const saved = vi.fn(async () => undefined)
  runtime.onTeardown(() => {
    throw new Error('broken')
  })
  runtime.onTeardown(saved)
  expect(await host.request('ui/resource-teardown')).toMatchObject({ result: {} })
  expect(saved).toHaveBeenCalledOnce()
})

test('the model is told the newest state before a message is said, and before the last words are over', async () => {
  const { runtime, host } = await onBridge()
  for (const n of [1, 2, 3]) runtime.setViewState({ model: { n } })
  await runtime.sendMessage('and now?')
  runtime.setViewState({ model: { n: 4 } })
  await host.request('ui/resource-teardown')
  const order = host.received.flatMap(({ method, params }) =>
    method === 'ui/message' ? ['message'] : method === 'ui/update-model-context' ? [params?.['structuredContent']] : [],
  )
  expect(order).toEqual([{ n: 1 }, { n: 3 }, 'message', { n: 4 }])
})
