import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { fakeEnvironment, fakeView } from '../test/fake-view.ts'
import { draftsOf, reconcile } from './reconcile.ts'
import { createReporter, type ViewProblem } from './report-problem.ts'
import { createWriteController } from './write-controller.ts'

const data = { ids: ['a'] }

function setUp() {
  const { runtime, written } = fakeView({ clock: createFakeClock() })
  runtime.setViewState({ private: { title: 'Milk', body: { text: 'long' }, selected: 'a' }, model: { selected: 'b', shown: 2 } })
  written.length = 0
  return { runtime, written, halves: () => runtime.getSnapshot().viewState }
}

test('S1.D.4 what is named is asked anew, and one that fails does not stop the others', async () => {
  const { runtime, written } = setUp()
  const asked: string[] = []
  const broken = { refresh: () => Promise.reject(new Error('down')) }
  const sync = {
    refresh: () => {
      throw new Error('down')
    },
  }
  const fine = { refresh: async () => asked.push('fine') }
  await reconcile(runtime, { refresh: [broken, sync, fine] }, draftsOf(runtime), data)
  expect([asked, written]).toEqual([['fine'], []])
})

test('S1.D.5 saved drafts go after what was refreshed, all in one write', async () => {
  const { runtime, written, halves } = setUp()
  const before: unknown[] = []
  await reconcile(
    runtime,
    { refresh: [{ refresh: async () => before.push(halves().private?.['title']) }], clear: ['title', 'body', 'not-there'] },
    draftsOf(runtime),
    data,
  )
  expect(before).toEqual(['Milk'])
  expect(halves().private).toEqual({ selected: 'a' })
  expect(written).toHaveLength(1)
})

test('S1.D.5 a draft that a person typed on while it was saved stays', async () => {
  const { runtime, halves } = setUp()
  const sent = draftsOf(runtime)
  runtime.setViewState({ private: { ...sent, title: 'Milk and bread', body: { text: 'long' } } })
  await reconcile(runtime, { clear: ['title', 'body'] }, sent, data)
  expect(halves().private).toEqual({ title: 'Milk and bread', selected: 'a' })
})

test('S1.D.6 a selection that is still there is kept', async () => {
  const { runtime, written } = setUp()
  await reconcile(runtime, { selection: { key: 'selected', isValid: () => true } }, draftsOf(runtime), data)
  expect(written).toEqual([])
})

test('S1.D.6 a selection whose thing is gone is dropped from the half it is in, judged by what came', async () => {
  const { runtime, halves } = setUp()
  const seen: unknown[] = []
  await reconcile(
    runtime,
    {
      refresh: [{ refresh: async () => ['a'] }],
      selection: { key: 'selected', isValid: (selected, answer, refreshed) => (seen.push(answer, refreshed), answer.ids.includes(String(selected))) },
    },
    draftsOf(runtime),
    data,
  )
  expect(halves()).toMatchObject({ private: { selected: 'a' }, model: { shown: 2 } })
  expect(halves().model).toEqual({ shown: 2 })
  expect(seen.slice(0, 2)).toEqual([data, [['a']]])
})

test('S1.D.6 a judge of the selection that throws costs nothing but itself: the selection stays, saved drafts go, the developer is told', async () => {
  const { runtime, halves } = setUp()
  const problems: ViewProblem[] = []
  const isValid = () => {
    throw new TypeError('no rows')
  }
  await reconcile(
    runtime,
    { clear: ['title'], selection: { key: 'selected', isValid } },
    draftsOf(runtime),
    data,
    createReporter((one) => problems.push(one)),
  )
  expect(halves()).toMatchObject({ private: { selected: 'a', body: { text: 'long' } }, model: { selected: 'b' } })
  expect(halves().private).not.toHaveProperty('title')
  expect(problems).toEqual([{ code: 'reconcile_failed', path: 'selected', message: expect.stringContaining('no rows') }])
})

test('S1.D.6 a judge of the selection that throws cannot turn a success into an error', async () => {
  const clock = createFakeClock()
  const { runtime } = fakeView({ clock, openai: { widgetState: { privateContent: { selected: 'n1' } } } })
  const problems: string[] = []
  const isValid = () => {
    throw new TypeError('no rows')
  }
  const controller = createWriteController({
    runtime: { ...runtime, callTool: async () => ({ content: [], structuredContent: { id: 'n1' } }) },
    environment: fakeEnvironment(clock, null),
    announce: () => undefined,
    report: ({ code, path }) => problems.push(`${code} at ${path}`),
    tool: 'save_note',
    key: 'save_note',
    options: () => ({ reconcile: { selection: { key: 'selected', isValid } } }),
  })
  expect(await controller.run({ id: 'n1' })).toMatchObject({ kind: 'success' })
  expect(controller.getState()).toMatchObject({ kind: 'success' })
  expect(problems).toEqual(['reconcile_failed at selected'])
})
