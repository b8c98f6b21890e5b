import { counters, type DocumentSpec, type Mutation, type Snapshot, type SyncReply } from '@lockstep/sync'
import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { fakeEnvironment, FakePage, fakeView } from '../test/fake-view.ts'
import { createDocumentController } from './document-controller.ts'
import { savePending } from './pending-saves.ts'
import { QUEUE_KEY } from './queue-state.ts'

const spec: DocumentSpec = { name: 'cart', fields: { lines: counters({ max: 99 }) } }
const documentId = 'c_1'
const at = (revision: number, lines: Record<string, number>): Snapshot => ({ documentId, epoch: 'e1', revision, value: { lines } })
const reply = (mutation: Mutation, revision: number): SyncReply => ({
  ...at(revision, {}),
  value: mutation.value,
  mutationId: mutation.mutationId,
  status: 'applied',
  conflicts: [],
  changes: [],
})
const add = (id: string) => (value: Readonly<Record<string, Readonly<Record<string, number | string>>>>) => ({
  ...value,
  lines: { ...value['lines'], [id]: Number(value['lines']?.[id] ?? 0) + 1 },
})

interface Setup {
  openai?: Record<string, unknown>
  snapshot?: Snapshot | null
  /** null = never answers. */
  send?: (mutation: Mutation) => SyncReply | Error | null
  fetched?: () => Snapshot
  isPolling?: boolean
}

function setUp({ openai, snapshot = at(1, { apple: 1 }), send, fetched = () => at(1, { apple: 1 }), isPolling = false }: Setup = {}) {
  const clock = createFakeClock()
  const page = new FakePage()
  const view = fakeView({ clock, ...(openai ? { openai } : {}) })
  const log: string[] = []
  const sent: Mutation[] = []
  const fetches: number[] = []
  let revision = 1
  const controller = createDocumentController({
    runtime: {
      ...view.runtime,
      setViewState: (next) => {
        log.push('persist')
        return view.runtime.setViewState(next)
      },
    },
    environment: fakeEnvironment(clock, page),
    spec,
    documentId,
    snapshot,
    isPolling,
    channel: {
      send: async (mutation) => {
        log.push('send')
        sent.push(mutation)
        const answer = send ? send(mutation) : reply(mutation, (revision += 1))
        if (answer instanceof Error) throw answer
        return answer ?? new Promise(() => {})
      },
      fetchSnapshot: async () => {
        fetches.push(clock.now())
        return fetched()
      },
    },
  })
  const keptQueue = () => (view.written.at(-1)?.['privateContent'] as Record<string, Record<string, unknown>> | null)?.[QUEUE_KEY]?.[documentId]
  return { clock, page, view, controller, log, sent, fetches, keptQueue }
}

test('S0.16 S0.21 mounting sends and writes nothing; an edit is persisted before it is sent', async () => {
  const { controller, clock, log, keptQueue } = setUp()
  controller.start()
  await clock.advance(60_000)
  expect(log).toEqual([])
  controller.edit(add('apple'))
  expect(controller.getSnapshot()).toMatchObject({ value: { lines: { apple: 2 } }, status: 'saving', isSlow: false })
  expect(log).toEqual(['persist'])
  expect(keptQueue()).toMatchObject({ v: 2, documentId, drafts: [{ intent: [{ id: 'apple', from: 1, to: 2 }] }] })
  await clock.advance(150)
  expect(log.slice(0, 3)).toEqual(['persist', 'persist', 'send'])
  expect(controller.getSnapshot()).toMatchObject({ status: 'saved', revision: 2 })
  expect(keptQueue()).toBeUndefined()
})

test('creating one has no effect until it is started', async () => {
  const first = setUp({ send: () => null })
  first.controller.start()
  first.controller.edit(add('apple'))
  const widgetState = first.view.written.at(-1)
  const { controller, clock, log, sent } = setUp({ openai: { widgetState } })
  expect(controller.getSnapshot()).toMatchObject({ value: { lines: { apple: 2 } }, status: 'saving' })
  await clock.advance(60_000)
  expect(log).toEqual([])
  controller.start()
  expect(sent).toHaveLength(1)
})

test('a queue that outlived its view is painted and sent as it was, then forgotten', async () => {
  const first = setUp({ send: () => null })
  first.controller.start()
  first.controller.edit(add('milk'))
  await first.clock.advance(150)
  const second = setUp({ openai: { widgetState: first.view.written.at(-1) } })
  second.controller.start()
  await second.clock.advance(0)
  expect(second.sent[0]).toEqual(first.sent[0])
  expect(second.controller.getSnapshot()).toMatchObject({ value: { lines: { apple: 1, milk: 1 } }, status: 'saved' })
  expect(second.keptQueue()).toBeUndefined()
})

test('what is in the state under our key but no queue of ours is ignored, and other keys are left alone', async () => {
  const privateContent = { draft: 'x', [QUEUE_KEY]: { [documentId]: { v: 2, documentId, drafts: [{ mutationId: 7 }] }, c_2: { v: 1 } } }
  const { controller, clock, sent, view } = setUp({ openai: { widgetState: { modelContent: null, privateContent, imageIds: [] } } })
  controller.start()
  await clock.advance(1_000)
  expect(sent).toEqual([])
  controller.edit(add('apple'))
  await clock.advance(150)
  expect(view.written.at(-1)?.['privateContent']).toEqual({ draft: 'x', [QUEUE_KEY]: { c_2: { v: 1 } } })
})

test('saving is told after 400 ms, retrying after 2 s, saved only after the acknowledgement', async () => {
  const { controller, clock } = setUp({ send: () => null })
  const told: string[] = []
  controller.start()
  controller.subscribe(() => {
    const { status, isSlow } = controller.getSnapshot()
    const word = `${status}${isSlow ? ' (told)' : ''}`
    if (told.at(-1) !== word) told.push(word)
  })
  controller.edit(add('apple'))
  await clock.advance(399)
  expect(told).toEqual(['saving'])
  await clock.advance(1)
  expect(told).toEqual(['saving', 'saving (told)'])
  await clock.advance(1_600)
  expect(told).toEqual(['saving', 'saving (told)', 'retrying (told)'])
})

test('a failed attempt is told as retrying at once, and the edit is still sent in the end', async () => {
  let isDown = true
  const { controller, clock, sent } = setUp({ send: (mutation) => (isDown ? new Error('down') : reply(mutation, 2)) })
  controller.start()
  controller.edit(add('apple'))
  await clock.advance(150)
  expect(controller.getSnapshot().status).toBe('retrying')
  isDown = false
  await clock.advance(250)
  expect(controller.getSnapshot()).toMatchObject({ status: 'saved', value: { lines: { apple: 2 } } })
  expect(new Set(sent.map((mutation) => mutation.mutationId)).size).toBe(1)
})

test.each(['blur', 'pagehide'])('%s sends at once', async (type) => {
  const { controller, clock, page, sent } = setUp()
  controller.start()
  controller.edit(add('apple'))
  page.fire(type)
  await clock.advance(0)
  expect(sent).toHaveLength(1)
})

test('hiding the tab, a teardown and whoever speaks next send at once', async () => {
  for (const leave of [({ page }: ReturnType<typeof setUp>) => page.show(false), ({ view }: ReturnType<typeof setUp>) => void view.teardown()]) {
    const made = setUp()
    made.controller.start()
    made.controller.edit(add('apple'))
    leave(made)
    await made.clock.advance(0)
    expect(made.sent).toHaveLength(1)
  }
})

test('a teardown waits for the answer', async () => {
  const { controller, clock, view, sent } = setUp({ send: () => null })
  controller.start()
  controller.edit(add('apple'))
  let isOver = false
  void view.teardown().then(() => (isOver = true))
  await clock.advance(500)
  expect(sent).toHaveLength(1)
  expect(isOver).toBe(false)
})

test('pending edits can be saved by whoever needs the server to know', async () => {
  const clock = createFakeClock()
  const { runtime } = fakeView({ clock })
  const sent: Mutation[] = []
  const controller = createDocumentController({
    runtime,
    environment: fakeEnvironment(clock, null),
    spec,
    documentId,
    snapshot: at(1, {}),
    isPolling: false,
    channel: { send: async (mutation) => (sent.push(mutation), reply(mutation, 2)), fetchSnapshot: async () => at(1, {}) },
  })
  controller.start()
  controller.edit(add('apple'))
  await savePending(runtime)
  expect(sent).toHaveLength(1)
  expect(controller.getSnapshot().status).toBe('saved')
})

test('a newer snapshot is taken in, an older or foreign one is not', async () => {
  const { controller } = setUp()
  controller.start()
  controller.poke(at(3, { apple: 5 }))
  expect(controller.getSnapshot()).toMatchObject({ revision: 3, value: { lines: { apple: 5 } } })
  controller.poke(at(2, { apple: 9 }))
  controller.poke({ ...at(9, { apple: 9 }), documentId: 'c_2' })
  expect(controller.getSnapshot()).toMatchObject({ revision: 3, value: { lines: { apple: 5 } } })
})

test('it looks for news while watched, at once on return, and not while hidden or out of sight', async () => {
  let remote = at(1, { apple: 1 })
  const { controller, clock, page, fetches } = setUp({ isPolling: true, fetched: () => remote })
  controller.start()
  remote = at(2, { apple: 4 })
  await clock.advance(1_000)
  expect(controller.getSnapshot()).toMatchObject({ revision: 2, value: { lines: { apple: 4 } } })
  page.show(false)
  const whenHidden = fetches.length
  await clock.advance(60_000)
  expect(fetches).toHaveLength(whenHidden)
  page.show(true)
  await clock.advance(0)
  expect(fetches).toHaveLength(whenHidden + 1)
  page.scroll(false)
  await clock.advance(60_000)
  expect(fetches).toHaveLength(whenHidden + 1)
  page.scroll(true)
  await clock.advance(5_000)
  expect(fetches.length).toBeGreaterThan(whenHidden + 1)
})

test('it does not ask while an own edit is on its way', async () => {
  const { controller, clock, fetches } = setUp({ isPolling: true, send: () => null })
  controller.start()
  controller.edit(add('apple'))
  await clock.advance(9_000)
  expect(fetches).toEqual([])
})

test('stopping sends the rest and lets go; starting again goes on from there', async () => {
  const { controller, clock, page, sent } = setUp({ isPolling: true })
  controller.start()
  controller.edit(add('apple'))
  controller.stop()
  await clock.advance(0)
  expect(sent).toHaveLength(1)
  page.fire('focus')
  expect(await clock.drain(50)).toBe(0)
  controller.start()
  expect(controller.getSnapshot()).toMatchObject({ status: 'saved', revision: 2, value: { lines: { apple: 2 } } })
  controller.edit(add('apple'))
  await clock.advance(150)
  expect(controller.getSnapshot()).toMatchObject({ status: 'saved', revision: 3, value: { lines: { apple: 3 } } })
})

test('strict mode stops and starts at once without a second life', async () => {
  const { controller, clock, page, sent } = setUp()
  controller.start()
  controller.stop()
  controller.start()
  await clock.advance(0)
  controller.edit(add('apple'))
  page.fire('blur')
  await clock.advance(0)
  expect(sent).toHaveLength(1)
  expect(controller.getSnapshot().status).toBe('saved')
})

test('R23 with no word from anybody the next poll brings what others did: within six seconds, however long all was quiet', async () => {
  let server = at(1, { apple: 1 })
  const { controller, clock } = setUp({ fetched: () => server, isPolling: true })
  controller.start()
  await clock.advance(60_000)
  server = at(2, { apple: 1, tomatoes: 3 })
  await clock.advance(6_000)
  expect(controller.getSnapshot().value).toEqual({ lines: { apple: 1, tomatoes: 3 } })
})
