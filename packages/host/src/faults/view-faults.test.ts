import { describe, expect, it, vi } from 'vitest'
import type { FaultId } from '../api/fault-state.ts'
import type { FaultChoice } from './fault-board.ts'
import type { ViewEnd } from '../testing/core-harness.ts'
import { setUpCounting } from '../testing/set-up-counting.ts'
import { COUNTING_VIEW } from '../testing/counting-app.ts'

const counting = setUpCounting()
const fault = (id: FaultId, choice: FaultChoice | null = {}): void => counting.harness.core.faults.set(id, choice)
const instances = () => counting.harness.core.getState().instances
const served = async (instanceId: string) => {
  const key =
    instances()
      .find(({ id }) => id === instanceId)
      ?.frameUrl.split('/p/')[1] ?? ''
  return counting.harness.core.sandbox.readDocument(key)
}

describe('data that arrive late', () => {
  it('H8 window.openai starts without input and output, which follow', async () => {
    fault('late-hydration', { ms: 30 })
    await counting.harness.say('show')
    const { id } = counting.harness.lastView()
    expect((await served(id))?.shim?.globals).toMatchObject({ toolInput: null, toolOutput: null, toolResponseMetadata: null, locale: 'en-US' })
    const view = counting.harness.view(id)
    await view.notify('openai/hello')
    expect(view.received()).toMatchObject([{ method: 'openai/set_globals', params: { globals: { toolInput: null, toolOutput: null } } }])
    await vi.waitUntil(() => view.received().length === 2, { timeout: 3_000 })
    expect(view.received()[1]).toMatchObject({ method: 'openai/set_globals', params: { globals: { toolInput: {}, toolOutput: { count: 0 } } } })
  })

  it('H8 a view of the bridge gets its input and its result late, in their order', async () => {
    fault('late-hydration', { ms: 30 })
    await counting.harness.say('show')
    const view = counting.harness.view(counting.harness.lastView().id)
    await view.initialize()
    counting.harness.core.changeSettings({ locale: 'de-DE' })
    expect(view.methods()).toEqual(['ui/notifications/host-context-changed'])
    await vi.waitUntil(() => view.received().length === 3, { timeout: 3_000 })
    expect(view.methods().slice(1)).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
  })

  it('H8 without the fault all of it is there at once', async () => {
    await counting.harness.say('show')
    expect((await served(counting.harness.lastView().id))?.shim?.globals).toMatchObject({ toolInput: {}, toolOutput: { count: 0 } })
  })
})

describe('an input that arrives in pieces', () => {
  const open = async () => {
    await counting.harness.say('show')
    return counting.harness.view(counting.harness.lastView().id)
  }
  const input = (view: ViewEnd) =>
    view
      .received()
      .filter(({ method }) => typeof method === 'string' && method.startsWith('ui/notifications/tool-'))
      .map(({ method }) => method)

  it('H8 a view of the bridge is told the pieces, then the whole once, then the result', async () => {
    fault('partial-input', { ms: 5 })
    const view = await open()
    await view.notify('openai/hello')
    await view.initialize()
    await vi.waitUntil(() => input(view).includes('ui/notifications/tool-result'), { timeout: 3_000 })
    expect(input(view)).toEqual(['ui/notifications/tool-input-partial', 'ui/notifications/tool-input', 'ui/notifications/tool-result'])
    const globals = view
      .received()
      .flatMap(({ method, params }) => (method === 'openai/set_globals' ? [(params as { globals: object }).globals] : []))
    expect(globals).toMatchObject([
      { toolInput: null, toolOutput: null },
      { toolInput: {}, toolOutput: { count: 0 } },
    ])
  })

  it('H8 a view that never begins the bridge has its data all the same', async () => {
    vi.useFakeTimers()
    try {
      fault('partial-input')
      const view = await open()
      await view.notify('openai/hello')
      expect(view.received()).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(10_000)
      expect(view.received().at(-1)).toMatchObject({ params: { globals: { toolInput: {}, toolOutput: { count: 0 } } } })
    } finally {
      vi.useRealTimers()
    }
  })

  it('H8 a call that is given up between two pieces: the view gets the input, and that nothing follows', async () => {
    fault('partial-input', { ms: 10_000 })
    const { promise, resolve } = Promise.withResolvers<void>()
    counting.counter.gate = () => promise
    const { core } = counting.harness
    core.sendMessage('slow show')
    const { id } = await vi.waitUntil(() => instances().at(-1), { timeout: 3_000 })
    const view = counting.harness.view(id)
    await view.initialize()
    await vi.waitUntil(() => input(view).length > 0, { timeout: 3_000 })
    core.stop()
    await vi.waitUntil(() => input(view).length > 2, { timeout: 3_000 })
    expect(input(view)).toEqual(['ui/notifications/tool-input-partial', 'ui/notifications/tool-input', 'ui/notifications/tool-cancelled'])
    resolve()
    await core.whenIdle()
  })
})

describe('news of the host', () => {
  it('H27 after setWidgetState all globals come again as new objects', async () => {
    const { view } = await counting.openView()
    const before = view.received().length
    await view.notify('openai/setWidgetState', { args: [{ tab: 1 }] })
    expect(
      view
        .received()
        .slice(before)
        .filter(({ params }) => (params as { churn?: boolean }).churn === true),
    ).toEqual([])
    fault('reference-churn')
    await view.notify('openai/setWidgetState', { args: [{ tab: 2 }] })
    expect(view.received().slice(before)).toContainEqual({ jsonrpc: '2.0', method: 'openai/set_globals', params: { globals: {}, churn: true } })
  })

  it('H27 after ui/update-model-context the whole hostContext comes again', async () => {
    const { view } = await counting.openView()
    fault('reference-churn')
    await view.request('ui/update-model-context', { structuredContent: { tab: 1 } })
    expect(view.received().at(-1)).toMatchObject({ method: 'ui/notifications/host-context-changed', params: { theme: 'light', locale: 'en-US' } })
  })

  it('one push is lost, the next arrives', async () => {
    const { view } = await counting.openView()
    const before = view.received().length
    fault('dropped-push', { times: 2 })
    counting.harness.core.changeSettings({ theme: 'dark' })
    expect(view.received()).toHaveLength(before)
    counting.harness.core.changeSettings({ locale: 'de-DE' })
    expect(view.received().slice(before)).toMatchObject([
      { method: 'ui/notifications/host-context-changed', params: { locale: 'de-DE' } },
      { method: 'openai/set_globals', params: { globals: { locale: 'de-DE' } } },
    ])
  })

  it('the tool result itself can be lost', async () => {
    await counting.harness.say('show')
    fault('dropped-push')
    const view = counting.harness.view(counting.harness.lastView().id)
    await view.initialize()
    expect(view.methods()).toEqual(['ui/notifications/tool-input'])
  })
})

describe('more than one mount', () => {
  it('a view is loaded anew during its call: the call counts, its answer reaches nobody', async () => {
    const { instanceId, view } = await counting.openView()
    fault('remount', { by: 'view', tool: 'add' })
    expect(await view.request('tools/call', { name: 'add', arguments: { amount: 4 } })).toEqual({})
    await vi.waitUntil(() => counting.counter.count === 4, { timeout: 3_000 })
    expect(view.received().some(({ result }) => result !== undefined)).toBe(false)
    expect(counting.harness.lastView()).toMatchObject({ id: instanceId, frameKey: 2, phase: 'loading' })
    const again = counting.harness.view(instanceId)
    await again.initialize()
    expect(again.methods()).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
  })

  it('H14 a second instance has the same result, an id and a state of its own', async () => {
    const { instanceId, view } = await counting.openView()
    await view.notify('openai/setWidgetState', { args: [{ tab: 1 }] })
    const second = counting.harness.core.openSecondInstance(instanceId)
    const [first, copy] = instances()
    expect(copy).toMatchObject({ id: second, copyOf: instanceId, entryId: first?.entryId, widgetState: null, phase: 'loading', frameKey: 1 })
    expect(copy?.frameUrl).not.toBe(first?.frameUrl)
    expect((await served(second))?.html).toBe((await served(instanceId))?.html)
    expect(counting.harness.lastCall().instanceId).toBe(instanceId)

    const other = counting.harness.view(second)
    await other.initialize()
    await other.notify('openai/setWidgetState', { args: [{ tab: 2 }] })
    expect(instances().map(({ widgetState }) => widgetState)).toEqual([{ tab: 1 }, { tab: 2 }])
    const result = other.received().find(({ method }) => method === 'ui/notifications/tool-result')
    expect(result?.['params']).toMatchObject({ structuredContent: { count: 0 }, _meta: { 'openai/widgetSessionId': second } })
  })

  it('H14 two instances are mounted by each result, and closing one leaves the other', async () => {
    fault('second-instance')
    await counting.harness.say('show')
    const [first, copy] = instances()
    expect(copy).toMatchObject({ copyOf: first?.id })
    counting.harness.core.closeView(first?.id ?? '')
    await vi.waitUntil(() => instances()[0]?.phase === 'closed', { timeout: 3_000 })
    expect(instances()[1]?.phase).toBe('loading')
  })

  it('H14 a copy of a view that waits for its result gets it too', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    counting.counter.gate = () => promise
    fault('second-instance')
    counting.harness.core.sendMessage('slow show')
    await vi.waitUntil(() => instances().length === 2, { timeout: 3_000 })
    resolve()
    await counting.harness.core.whenIdle()
    for (const { id } of instances()) {
      const view = counting.harness.view(id)
      await view.initialize()
      expect(view.methods()).toContain('ui/notifications/tool-result')
    }
  })
})

describe('a template that is older than the server', () => {
  it('the first HTML ever read is served while the fault is on', async () => {
    counting.harness.core.changeSettings({ templateCache: 'fresh' })
    await counting.harness.say('show')
    counting.counter.html = '<!doctype html><title>v</title><p>second'
    fault('stale-template')
    await counting.harness.say('show')
    expect((await served(counting.harness.lastView().id))?.html).toContain('first')
    fault('stale-template', null)
    await counting.harness.say('show')
    expect((await served(counting.harness.lastView().id))?.html).toContain('second')
    expect(counting.harness.lastView().resourceUri).toBe(COUNTING_VIEW)
  })
})

describe('what the host offers less of', () => {
  it('a display mode is denied: the view keeps the one it has', async () => {
    const { view } = await counting.openView()
    fault('deny-display-mode')
    expect(await view.request('ui/request-display-mode', { mode: 'fullscreen' })).toMatchObject({ result: { mode: 'inline' } })
    expect(await view.request('openai/requestDisplayMode', { args: [{ mode: 'fullscreen' }] })).toMatchObject({ result: { mode: 'inline' } })
    expect(counting.harness.lastView().displayMode).toBe('inline')
    fault('deny-display-mode', null)
    expect(await view.request('ui/request-display-mode', { mode: 'fullscreen' })).toMatchObject({ result: { mode: 'fullscreen' } })
  })

  it('S2.D.6 the file methods are gone from a view, and refused', async () => {
    fault('no-file-api')
    const { instanceId, view } = await counting.openView()
    const members = (await served(instanceId))?.shim?.members
    expect(members).toContain('callTool')
    expect(members).not.toContain('uploadFile')
    expect(members).not.toContain('getFileDownloadUrl')
    expect(await view.request('openai/getFileDownloadUrl', { args: [{ fileId: 'file_1' }] })).toHaveProperty('error')
    fault('no-file-api', null)
    expect((await served(instanceId))?.shim?.members).toContain('uploadFile')
  })
})
