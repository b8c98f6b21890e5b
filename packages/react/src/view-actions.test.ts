import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { fakeView } from '../test/fake-view.ts'
import { nextRowIndex } from './focus-target.ts'
import { registerSaver } from './pending-saves.ts'
import { createHostActions } from './use-host-actions.ts'
import { patchViewState } from './use-view-state.ts'

const defaults = { private: { draft: '', open: true }, model: { selected: 'none' } }

test('a patch touches only the half it names, on top of the newest state and the keys of others', () => {
  const { runtime, written } = fakeView({ clock: createFakeClock() })
  runtime.setViewState({ private: { 'lockstep/queue': { c_1: 1 } } })
  patchViewState(runtime, defaults, { private: { draft: 'x' } })
  expect(written.at(-1)).toEqual({ modelContent: null, privateContent: { 'lockstep/queue': { c_1: 1 }, draft: 'x', open: true }, imageIds: [] })
  patchViewState(runtime, defaults, { model: { selected: 'a' } })
  expect(written.at(-1)).toMatchObject({ modelContent: { selected: 'a' }, privateContent: { draft: 'x' } })
})

test('speaking and closing wait for what is unsaved, and go on when it could not be saved', async () => {
  const { runtime } = fakeView({ clock: createFakeClock() })
  const log: string[] = []
  const actions = createHostActions({
    ...runtime,
    sendMessage: async (text) => void log.push(text),
    requestClose: () => void log.push('close'),
  })
  await actions.sendMessage('first')
  expect(log).toEqual(['first'])

  const saving = { ...runtime, sendMessage: async (text: string) => void log.push(text), requestClose: () => void log.push('close') }
  let saved = () => {}
  const stop = registerSaver(saving, () => new Promise<void>((resolve) => (saved = resolve)))
  registerSaver(saving, () => Promise.reject(new Error('down')))
  const closing = createHostActions(saving).requestClose()
  await Promise.resolve()
  expect(log).toEqual(['first'])
  saved()
  await closing
  expect(log).toEqual(['first', 'close'])
  stop()
  await createHostActions(saving).sendMessage('last')
  expect(log.at(-1)).toBe('last')
})

test.each([
  [0, 3, 0],
  [2, 2, 1],
  [1, 1, 0],
  [0, 0, null],
  [-1, 2, 0],
])('when row %i goes and %i stay, row %s takes over', (rowIndex, rowCount, expected) => {
  expect(nextRowIndex({ rowIndex, control: null }, rowCount)).toBe(expected)
})
