import { describe, expect, it, vi } from 'vitest'
import type { SavedHost } from './conversation-file.ts'
import { setUpCounting } from '../testing/set-up-counting.ts'

const counting = setUpCounting()
const instances = () => counting.harness.core.getState().instances
const toolMessages = (view: { methods(): string[] }): string[] => view.methods().filter((method) => method.startsWith('ui/notifications/tool-'))

/** Holds back what the server answers. */
function heldBack(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  counting.counter.gate = () => promise
  return resolve
}

async function slowView() {
  counting.harness.core.sendMessage('slow show')
  await vi.waitUntil(() => instances().length === 1, { timeout: 3_000 })
  const { id } = counting.harness.lastView()
  const view = counting.harness.view(id)
  await view.initialize()
  return { id, view }
}

describe('what a view is told of its call, and when', () => {
  it('H7 the input at once, the result when it comes, each once', async () => {
    const release = heldBack()
    const { view } = await slowView()
    expect(toolMessages(view)).toEqual(['ui/notifications/tool-input'])
    release()
    await counting.harness.core.whenIdle()
    counting.harness.core.changeSettings({ theme: 'dark' })
    expect(toolMessages(view)).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
  })

  it('H7 a stopped turn cancels the call: the view is told and goes', async () => {
    const release = heldBack()
    const { view } = await slowView()
    counting.harness.core.stop()
    await counting.harness.core.whenIdle()
    release()
    expect(toolMessages(view)).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-cancelled'])
    expect(view.methods()).toContain('ui/resource-teardown')
    expect(counting.harness.lastView().phase).toBe('closed')
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'failed' })
  })

  it('H7 a call that breaks cancels too', async () => {
    const release = heldBack()
    counting.harness.core.faults.set('lose-reply', {})
    const { view } = await slowView()
    release()
    await counting.harness.core.whenIdle()
    expect(toolMessages(view)).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-cancelled'])
  })

  it('H7 H9 a declined call cancels: the view never had its input', async () => {
    await counting.harness.say('wipe it')
    const view = counting.harness.view(counting.harness.lastView().id)
    await view.initialize()
    counting.harness.core.decline(counting.harness.lastCall().id)
    await counting.harness.core.whenIdle()
    expect(toolMessages(view)).toEqual(['ui/notifications/tool-cancelled'])
  })

  it('H9 a yes that comes before the view is there makes no second view, and the turn goes on to its end', async () => {
    const { core } = counting.harness
    const stop = core.subscribe(() => {
      const entry = core.getState().conversation.entries.at(-1)
      if (entry?.kind !== 'tool' || entry.phase !== 'awaiting-approval') return
      stop()
      queueMicrotask(() => core.approve(entry.id))
    })
    const busyAtResult: boolean[] = []
    core.subscribe(() => {
      const { entries, busy } = core.getState().conversation
      if (entries.at(-1)?.kind === 'tool' && counting.harness.lastCall().phase === 'done') busyAtResult.push(busy)
    })
    await counting.harness.say('wipe it')
    expect(instances()).toMatchObject([{ id: counting.harness.lastCall().instanceId, phase: 'loading' }])
    expect(new Set(busyAtResult)).toEqual(new Set([true]))
    expect(counting.harness.lastCall().phase).toBe('done')
    expect(core.getState().conversation.busy).toBe(false)
  })

  it('H7 a message of the person declines what waits, and that cancels', async () => {
    await counting.harness.say('wipe it')
    const { id } = counting.harness.lastView()
    const view = counting.harness.view(id)
    await view.initialize()
    await counting.harness.say('show')
    expect(toolMessages(view)).toEqual(['ui/notifications/tool-cancelled'])
  })

  it('H7 H22 a new conversation asks every view to put its things away', async () => {
    const { view } = await counting.openView()
    counting.harness.core.reset()
    expect(view.received().at(-1)).toMatchObject({ method: 'ui/resource-teardown', id: expect.any(String) })
    expect(instances()).toEqual([])
  })

  it('H7 a document that never said initialized is told nothing, not even of a cancellation', async () => {
    const release = heldBack()
    counting.harness.core.sendMessage('slow show')
    await vi.waitUntil(() => instances().length === 1, { timeout: 3_000 })
    const view = counting.harness.view(counting.harness.lastView().id)
    await view.request('ui/initialize', { protocolVersion: '2026-01-26', appInfo: {}, appCapabilities: {} })
    counting.harness.core.stop()
    await counting.harness.core.whenIdle()
    release()
    expect(view.received()).toEqual([])
  })
})

describe('status texts', () => {
  it('S2.G.2 the tool’s own words while it runs', async () => {
    const release = heldBack()
    counting.harness.core.sendMessage('slow show')
    await vi.waitUntil(() => instances().length === 1, { timeout: 3_000 })
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'running', statusText: 'Counting slowly…' })
    release()
    await counting.harness.core.whenIdle()
  })

  it('S2.G.3 the tool’s own words when it is done, and plain ones where it has none', async () => {
    await counting.harness.say('show')
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'done', statusText: 'Counted' })
    await counting.harness.say('slow show')
    expect(counting.harness.lastCall()).toMatchObject({ phase: 'done', statusText: 'show_slow is done' })
  })
})

describe('the id of a mount', () => {
  const sessionIds = async (instanceId: string): Promise<unknown[]> => {
    const view = counting.harness.view(instanceId)
    await view.initialize()
    const first = view.received().find(({ method }) => method === 'ui/notifications/tool-result')?.['params']
    const own = await view.request('tools/call', { name: 'add', arguments: { amount: 1 } })
    return [first, own['result']].map((result) => (result as { _meta?: Record<string, unknown> } | undefined)?._meta?.['openai/widgetSessionId'])
  }

  it('H11 S1.B.7 every result that a view gets carries it, and its calls tell it to the server', async () => {
    await counting.harness.say('show')
    const { id } = counting.harness.lastView()
    expect(await sessionIds(id)).toEqual([id, id])
    expect(counting.counter.calls).toMatchObject([{ widgetSessionId: id }])
  })

  it('H11 another instance and another mount have another', async () => {
    await counting.harness.say('show')
    await counting.harness.say('show')
    const [one, two] = instances().map(({ id }) => id)
    const before = [await sessionIds(one ?? ''), await sessionIds(two ?? '')].flat()
    expect(new Set(before).size).toBe(2)
    counting.harness.core.remountView(one ?? '')
    const after = await sessionIds(one ?? '')
    expect(new Set(after).size).toBe(1)
    expect(before).not.toContain(after[0])
  })

  it('X28 one that the server sets is kept', async () => {
    await counting.harness.say('show shared')
    expect(await sessionIds(counting.harness.lastView().id)).toEqual(['basket-1', 'basket-1'])
  })
})

describe('the state that a view keeps', () => {
  const keep = async (instanceId: string, state: Record<string, unknown>): Promise<void> =>
    counting.harness.view(instanceId).notify('openai/setWidgetState', { args: [state] })

  it('H12 belongs to the message and the view: a new result starts without it', async () => {
    const { instanceId } = await counting.openView()
    await keep(instanceId, { tab: 1 })
    await counting.harness.say('show')
    expect(instances().map(({ widgetState }) => widgetState)).toEqual([{ tab: 1 }, null])
  })

  it('H12 is there again after a reload of the page, and after a remount', async () => {
    const { instanceId } = await counting.openView()
    await keep(instanceId, { tab: 1 })
    const key = counting.harness.lastView().frameUrl.split('/p/')[1] ?? ''
    const state = async (): Promise<unknown> => (await counting.harness.core.sandbox.readDocument(key))?.shim?.globals['widgetState']
    expect(await state()).toEqual({ tab: 1 })
    counting.harness.core.remountView(instanceId)
    expect(await state()).toEqual({ tab: 1 })
  })

  it('H12 is there again after a restart of the host', async () => {
    let written: SavedHost | null = null
    const file = {
      save: (host: SavedHost) => void (written = structuredClone(host)),
      load: () => Promise.reject(new Error('unused')),
      flush: () => Promise.resolve(),
    }
    const before = counting.another({ file })
    await before.say('show')
    await before.view(before.lastView().id).notify('openai/setWidgetState', { args: [{ tab: 3 }] })
    before.core.faults.set('offline', {})
    await before.core.close()
    const after = counting.another({ saved: written })
    const view = after.lastView()
    expect(view.widgetState).toEqual({ tab: 3 })
    const document = await after.core.sandbox.readDocument(view.frameUrl.split('/p/')[1] ?? '')
    expect(document?.shim?.globals).toMatchObject({ widgetState: { tab: 3 }, toolOutput: { count: 0 } })
    expect(after.core.getState().faults).toEqual([])
    await after.core.close()
  })

  it('H12 stays over a follow-up that the view sends, and over a typed message', async () => {
    const { instanceId, view } = await counting.openView()
    await keep(instanceId, { tab: 1 })
    await view.request('openai/sendFollowUpMessage', { args: [{ prompt: 'add 2' }] })
    await counting.harness.core.whenIdle()
    await counting.harness.say('add 2')
    expect(counting.counter.count).toBe(4)
    expect(instances()).toMatchObject([{ id: instanceId, widgetState: { tab: 1 } }])
  })

  it('X28 H12 with the fault on, a typed message starts every view anew and empty; a follow-up does not', async () => {
    const { instanceId, view } = await counting.openView()
    await keep(instanceId, { tab: 1 })
    counting.harness.core.faults.set('fresh-instance', {})
    await view.request('openai/sendFollowUpMessage', { args: [{ prompt: 'add 2' }] })
    await counting.harness.core.whenIdle()
    expect(instances()).toMatchObject([{ id: instanceId, widgetState: { tab: 1 } }])

    await counting.harness.say('add 2')
    const [old, fresh] = instances()
    expect(fresh).toMatchObject({ copyOf: null, widgetState: null, phase: 'loading', entryId: old?.entryId })
    expect(fresh?.id).not.toBe(instanceId)
    expect(counting.harness.core.getState().conversation.entries.find(({ id }) => id === old?.entryId)).toMatchObject({ instanceId: fresh?.id })
    await vi.waitUntil(() => instances()[0]?.phase === 'closed', { timeout: 3_000 })
    const again = counting.harness.view(fresh?.id ?? '')
    await again.initialize()
    expect(toolMessages(again)).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
  })

  it('X28 results of one widget session of the server share it', async () => {
    await counting.harness.say('show shared')
    await keep(counting.harness.lastView().id, { tab: 7 })
    await counting.harness.say('show')
    await counting.harness.say('show shared')
    expect(instances().map(({ widgetState }) => widgetState)).toEqual([{ tab: 7 }, null, { tab: 7 }])
  })
})
