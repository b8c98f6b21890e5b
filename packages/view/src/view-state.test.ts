import { expect, test, vi } from 'vitest'
import { connectView } from './connect-view.ts'
import { CONTEXT_INTERVAL_MS } from './context-pusher.ts'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { bridgeHost, FakeHost, settle } from '../test/fake-host.ts'

const appInfo = { name: 'cart', version: '1.0.0' }

function connect(host: FakeHost) {
  const clock = createFakeClock()
  return { clock, runtime: connectView({ window: host.window, appInfo, clock }) }
}

test('state an earlier life left is restored, split in its halves', () => {
  const widgetState = { modelContent: { count: 2 }, privateContent: { draft: 'x' }, imageIds: ['file_1', 7] }
  const setWidgetState = vi.fn()
  const { runtime } = connect(new FakeHost({ hasParent: false, openai: { widgetState, setWidgetState } }))
  expect(runtime.getSnapshot().viewState).toEqual({ private: { draft: 'x' }, model: { count: 2 }, imageIds: ['file_1'], restored: true })
  runtime.setViewState({ private: { draft: 'y' } })
  expect(setWidgetState).toHaveBeenCalledWith({ modelContent: { count: 2 }, privateContent: { draft: 'y' }, imageIds: ['file_1'] })
})

test('M22 a host that kept nothing says so, instead of an empty state', () => {
  const { runtime } = connect(new FakeHost({ hasParent: false, openai: { widgetState: null } }))
  expect(runtime.getSnapshot().viewState).toEqual({ private: null, model: null, imageIds: [], restored: false })
})

test('a state without halves counts as visible to the model', () => {
  const { runtime } = connect(new FakeHost({ hasParent: false, openai: { widgetState: { cartId: 'c_1' } } }))
  expect(runtime.getSnapshot().viewState).toEqual({ private: null, model: { cartId: 'c_1' }, imageIds: [], restored: true })
})

test('writing is synchronous, readable at once, replaces what it names and keeps the rest', () => {
  const setWidgetState = vi.fn()
  const { runtime } = connect(new FakeHost({ hasParent: false, openai: { setWidgetState } }))
  runtime.setViewState({ private: { a: 1 }, model: { m: 1 } })
  expect(setWidgetState).toHaveBeenLastCalledWith({ modelContent: { m: 1 }, privateContent: { a: 1 }, imageIds: [] })
  runtime.setViewState({ private: { b: 2 } })
  expect(runtime.getSnapshot().viewState).toMatchObject({ private: { b: 2 }, model: { m: 1 } })
  runtime.setViewState({ private: { b: 2 } })
  expect(setWidgetState).toHaveBeenCalledTimes(2)
})

test('an echo of an older state does not undo a newer one', () => {
  const host = new FakeHost({ hasParent: false, openai: {} })
  const { runtime } = connect(host)
  runtime.setViewState({ private: { n: 2 } })
  host.setGlobals({ widgetState: { modelContent: null, privateContent: { n: 1 }, imageIds: [] } })
  expect(runtime.getSnapshot().viewState.private).toEqual({ n: 2 })
})

test('a host that refuses to keep it does not stop the view', () => {
  const setWidgetState = () => {
    throw new Error('too large')
  }
  const { runtime } = connect(new FakeHost({ hasParent: false, openai: { setWidgetState } }))
  runtime.setViewState({ private: { n: 1 } })
  expect(runtime.getSnapshot().viewState.private).toEqual({ n: 1 })
})

test('nor does one that refuses later: nobody waits for it, so it is no unhandled rejection', async () => {
  const kept = Promise.reject(new Error('too large'))
  const caught = vi.spyOn(kept, 'catch')
  const { runtime } = connect(new FakeHost({ hasParent: false, openai: { setWidgetState: () => kept } }))
  expect(runtime.setViewState({ private: { n: 1 } })).toBeNull()
  await settle()
  expect(caught).toHaveBeenCalled()
})

test('the model half goes to the bridge too: at once, then at most one a second, the latest wins', async () => {
  const host = bridgeHost()
  host.answers['ui/update-model-context'] = () => ({})
  const { runtime, clock } = connect(host)
  runtime.setViewState({ model: { n: 1 } })
  await settle()
  for (const n of [2, 3, 4]) runtime.setViewState({ model: { n } })
  runtime.setViewState({ private: { draft: 'x' } })
  await clock.advance(CONTEXT_INTERVAL_MS - 1)
  const pushed = () => host.sent('ui/update-model-context').map((message) => message.params?.['structuredContent'])
  expect(pushed()).toEqual([{ n: 1 }])
  await clock.advance(1)
  expect(pushed()).toEqual([{ n: 1 }, { n: 4 }])
  await clock.advance(CONTEXT_INTERVAL_MS * 3)
  expect(pushed()).toHaveLength(2)
})

test('a host that takes only text gets text, and one that takes nothing is not asked', async () => {
  const text = bridgeHost({ capabilities: { updateModelContext: { text: {} } } })
  const none = bridgeHost({ capabilities: {} })
  for (const host of [text, none]) {
    connect(host).runtime.setViewState({ model: { n: 1 } })
    await settle()
  }
  expect(text.sent('ui/update-model-context')[0]?.params).toEqual({ content: [{ type: 'text', text: '{"n":1}' }] })
  expect(none.sent('ui/update-model-context')).toHaveLength(0)
})
