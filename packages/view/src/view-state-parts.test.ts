import { expect, test, vi } from 'vitest'
import { onBridge, onOpenAi } from '../../../test/support/view-hosts.ts'
import { findNotJson } from './find-not-json.ts'

test.each([
  ['private.at', { private: { at: new Date(0) } }],
  ['private.seen', { private: { seen: new Set(['a']) } }],
  ['model.list.1', { model: { list: [1, Symbol('x')] } }],
  ['model.n', { model: { n: Number.NaN } }],
  ['model.run', { model: { run: () => 1 } }],
  ['model.big', { model: { big: 1n } }],
])('S1.B.4 what is not JSON is told by its path and changes nothing: %s', async (path, next) => {
  const { runtime, methods } = await onOpenAi({ widgetState: { privateContent: { a: 1 }, modelContent: null, imageIds: [] } })
  const before = runtime.getSnapshot()
  expect(runtime.setViewState(next)).toMatchObject({ code: 'not_json', path })
  expect(runtime.getSnapshot()).toBe(before)
  expect(methods.setWidgetState).not.toHaveBeenCalled()
})

test('S1.B.4 a state that holds itself is told too, and does not hang', () => {
  const self: Record<string, unknown> = {}
  self['self'] = self
  expect(findNotJson({ private: self })).toContain('private.self.self')
})

test('S1.B.4 JSON passes: absent members, empty things, objects of another realm', () => {
  const bare = Object.assign(Object.create(null) as object, { a: 1 })
  expect(findNotJson({ private: { a: undefined, b: null, c: '', d: 0, e: false, f: [], g: {}, h: bare, i: [[{ j: [1] }]] }, model: null })).toBeNull()
})

test('S1.B.4 it replaces what it names, at once', async () => {
  const { runtime } = await onOpenAi()
  expect(runtime.setViewState({ private: { a: 1, b: 2 }, model: { m: 1 } })).toBeNull()
  expect(runtime.setViewState({ private: { b: 3 } })).toBeNull()
  expect(runtime.getSnapshot().viewState).toMatchObject({ private: { b: 3 }, model: { m: 1 } })
  runtime.setViewState({ private: null })
  expect(runtime.getSnapshot().viewState).toMatchObject({ private: null, model: { m: 1 } })
})

test('S1.B.4 a state too large for the host is told, in its words; the view has it all the same', async () => {
  const { runtime, methods } = await onOpenAi()
  methods.setWidgetState.mockImplementation(() => {
    throw new RangeError('at most 100000 characters')
  })
  expect(runtime.setViewState({ private: { a: 1 } })).toEqual({ code: 'not_kept', message: 'RangeError: at most 100000 characters' })
  expect(runtime.getSnapshot().viewState.private).toEqual({ a: 1 })
})

test('S2.S.3 images for the model: written with the halves, kept while only a half changes, restored', async () => {
  const setWidgetState = vi.fn()
  const { runtime, methods } = await onOpenAi({ widgetState: { privateContent: null, modelContent: null, imageIds: ['file_0'] } })
  methods.setWidgetState.mockImplementation(setWidgetState)
  expect(runtime.getSnapshot().viewState.imageIds).toEqual(['file_0'])
  runtime.setViewState({ imageIds: ['file_1', 'file_2'] })
  runtime.setViewState({ private: { tab: 'a' } })
  expect(setWidgetState.mock.calls).toEqual([
    [{ modelContent: null, privateContent: null, imageIds: ['file_1', 'file_2'] }],
    [{ modelContent: null, privateContent: { tab: 'a' }, imageIds: ['file_1', 'file_2'] }],
  ])
})

test('S2.T.4 S2.K.4 the model half goes to both roads, the private half to none of them', async () => {
  const { runtime, host, sent } = await onBridge({ openai: { setWidgetState: () => undefined } })
  runtime.setViewState({ private: { draft: 'secret plan' }, model: { count: 2 } })
  await host.notify('ping')
  expect(sent('ui/update-model-context')).toEqual([{ structuredContent: { count: 2 } }])
  expect(JSON.stringify(host.received)).not.toContain('secret plan')
})
