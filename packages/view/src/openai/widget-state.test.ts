import { expect, test } from 'vitest'
import { onBridge, onOpenAi } from '../../../../test/support/view-hosts.ts'
import { settle } from '../../test/fake-host.ts'
import { createOpenAiFacade } from './create-facade.ts'

const states = [
  ['structured', { modelContent: { n: 1 }, privateContent: { draft: 'x' }, imageIds: ['file_1'] }],
  ['structured, nothing private', { modelContent: { n: 1 }, privateContent: null, imageIds: [] }],
  ['structured, a text for the model', { modelContent: 'two eggs', privateContent: { draft: 'x' }, imageIds: [] }],
  ['structured, nothing for the model', { modelContent: null, privateContent: { draft: 'x' }, imageIds: [] }],
  ['flat', { tab: 'notes', open: ['a'] }],
  ['flat and empty', {}],
] as const

test.each(states)('X3 X9 %s: readable at once in the form it was written, and after a reload', async (_form, state) => {
  const { runtime, methods } = await onOpenAi()
  const facade = createOpenAiFacade(runtime)
  expect(facade.widgetState).toBeNull()
  const done = facade.setWidgetState(state)
  expect(facade.widgetState).toEqual(state)
  await expect(done).resolves.toBeUndefined()
  const kept = structuredClone(methods.setWidgetState.mock.lastCall?.[0] as Record<string, unknown>)
  const next = createOpenAiFacade((await onOpenAi({ widgetState: kept })).runtime)
  expect(next.widgetState).toEqual(state)
})

test('X3 S2.K.4 a flat state is all visible to the model, of a structured one only its model part', async () => {
  const { runtime, methods, host } = await onOpenAi()
  const facade = createOpenAiFacade(runtime)
  void facade.setWidgetState({ tab: 'notes' })
  expect(methods.setWidgetState).toHaveBeenLastCalledWith({ modelContent: { tab: 'notes' }, privateContent: null, imageIds: [] })
  void facade.setWidgetState({ modelContent: { n: 1 }, privateContent: { draft: 'x' }, imageIds: ['file_1'] })
  expect(methods.setWidgetState).toHaveBeenLastCalledWith({ modelContent: { n: 1 }, privateContent: { draft: 'x' }, imageIds: ['file_1'] })
  expect(host.received).toEqual([])

  const bridge = await onBridge()
  void createOpenAiFacade(bridge.runtime).setWidgetState({ modelContent: { n: 1 }, privateContent: { draft: 'x' } })
  await settle()
  expect(bridge.sent('ui/update-model-context')).toEqual([{ structuredContent: { n: 1 } }])
})

test('what an older framework left flat is read flat', async () => {
  const { runtime } = await onOpenAi({ widgetState: { cartId: 'c_1' } })
  expect(createOpenAiFacade(runtime).widgetState).toEqual({ cartId: 'c_1' })
})

test('S1.B.4 it replaces and does not merge; null empties', async () => {
  const { runtime } = await onOpenAi()
  const facade = createOpenAiFacade(runtime)
  void facade.setWidgetState({ a: 1, b: 2 })
  void facade.setWidgetState({ b: 3 })
  expect(facade.widgetState).toEqual({ b: 3 })
  void facade.setWidgetState(null)
  expect(facade.widgetState).toBeNull()
})

test.each([
  ['a list', []],
  ['a text', 'x'],
  ['a date inside', { at: new Date(0) }],
  ['a function inside', { private: { run: () => 1 } }],
])('S1.B.4 %s is refused, and nothing is written', async (_what, state) => {
  const { runtime, methods } = await onOpenAi()
  const facade = createOpenAiFacade(runtime)
  // old code awaits nothing: vitest fails this file for a rejection that nobody handled
  void facade.setWidgetState(state as never)
  await expect(facade.setWidgetState(state as never)).rejects.toMatchObject({ code: 'VIEW_INVALID' })
  expect(facade.widgetState).toBeNull()
  expect(methods.setWidgetState).not.toHaveBeenCalled()
})

test('S1.B.4 what is too large for the host is refused in its words, and readable in the view all the same', async () => {
  const { runtime, methods } = await onOpenAi()
  methods.setWidgetState.mockImplementation(() => {
    throw new RangeError('at most 100000 characters')
  })
  const facade = createOpenAiFacade(runtime)
  await expect(facade.setWidgetState({ a: 1 })).rejects.toMatchObject({ code: 'VIEW_REFUSED', message: 'RangeError: at most 100000 characters' })
  expect(facade.widgetState).toEqual({ a: 1 })
})

test('S2.A.3 two instances do not share their state', async () => {
  const [first, second] = [createOpenAiFacade((await onOpenAi()).runtime), createOpenAiFacade((await onOpenAi()).runtime)]
  void first.setWidgetState({ n: 1 })
  expect(second.widgetState).toBeNull()
})
