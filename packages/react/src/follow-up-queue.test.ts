import { ViewError, type ViewSnapshot } from '@lockstep/view'
import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { BUSY_MAX_MS, createFollowUpQueue, UNHEARD_WITHIN_MS } from './follow-up-queue.ts'

interface Setup {
  hasResult?: boolean
  connection?: ViewSnapshot['connection']
  /** How long the host takes, or what it rejects with, message by message; the last for ever. */
  host?: Array<number | Error>
}

function setUp({ hasResult = true, connection = 'bridge', host = [100] }: Setup = {}) {
  const clock = createFakeClock()
  const heard: unknown[] = []
  const log: string[] = []
  const listeners = new Set<() => void>()
  let snapshot = { connection, toolResult: hasResult ? { content: [] } : null, isToolCancelled: false } as unknown as ViewSnapshot
  const queue = createFollowUpQueue(
    {
      getSnapshot: () => snapshot,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      sendMessage: async (text, options) => {
        heard.push([text, options])
        log.push('send')
        const next = host.length > 1 ? host.shift() : host[0]
        if (next instanceof Error) throw next
        await new Promise<void>((resolve) => clock.setTimeout(resolve, next ?? 0))
      },
    },
    async () => void log.push('save'),
    { clock },
  )
  const tell = (change: Partial<ViewSnapshot>) => {
    snapshot = { ...snapshot, ...change }
    for (const listener of [...listeners]) listener()
  }
  return { clock, queue, heard, log, tell, listeners }
}

test('a message is said after what is unsaved is saved', async () => {
  const { queue, clock, heard, log } = setUp()
  expect(queue.getState()).toEqual({ state: 'idle', isDoubtful: false, failure: null })
  const done = queue.send('Sum it up.', { scrollToBottom: true })
  expect(queue.getState().state).toBe('queued')
  await clock.advance(100)
  expect(await done).toEqual({ state: 'sent', isDoubtful: false, failure: null })
  expect([log, heard]).toEqual([['save', 'send'], [['Sum it up.', { scrollToBottom: true }]]])
})

test('while the model runs the tool that mounts the view, messages wait in their order', async () => {
  const { queue, clock, heard, tell, listeners } = setUp({ hasResult: false })
  void queue.send('one')
  void queue.send('two')
  await clock.advance(BUSY_MAX_MS - 1)
  expect([heard, queue.getState().state]).toEqual([[], 'queued'])
  tell({ viewState: {} as never })
  await clock.advance(0)
  expect(heard).toEqual([])
  tell({ toolResult: { content: [] } })
  await clock.advance(500)
  expect(heard).toEqual([
    ['one', {}],
    ['two', {}],
  ])
  expect([queue.getState().state, listeners.size]).toEqual(['sent', 0])
})

test('a host that brings no result does not swallow what a person says, nor does one whose tool was cancelled', async () => {
  const late = setUp({ hasResult: false })
  void late.queue.send('one')
  await late.clock.advance(BUSY_MAX_MS)
  expect(late.heard).toHaveLength(1)
  const cancelled = setUp({ hasResult: false })
  void cancelled.queue.send('one')
  cancelled.tell({ isToolCancelled: true })
  await cancelled.clock.advance(0)
  expect(cancelled.heard).toHaveLength(1)
})

test('a refused message says why, and is said again only when asked to', async () => {
  const { queue, clock, heard } = setUp({ host: [new ViewError('VIEW_REFUSED', 'no'), 100] })
  expect(await queue.send('one')).toMatchObject({ state: 'failed', failure: { code: 'VIEW_REFUSED' } })
  await clock.advance(60_000)
  expect(heard).toHaveLength(1)
  const again = queue.retry()
  await clock.advance(100)
  expect(await again).toMatchObject({ state: 'sent', failure: null })
  expect(heard).toHaveLength(2)
  await queue.retry()
  expect(heard).toHaveLength(2)
})

test('one that window.openai resolved at once is doubtful and not said twice by itself, but can be', async () => {
  const { queue, clock, heard } = setUp({ connection: 'openai', host: [UNHEARD_WITHIN_MS - 1, UNHEARD_WITHIN_MS] })
  const done = queue.send('one')
  await clock.advance(60_000)
  expect(await done).toEqual({ state: 'sent', isDoubtful: true, failure: null })
  expect(heard).toHaveLength(1)
  const again = queue.retry()
  await clock.advance(1_000)
  expect(await again).toMatchObject({ isDoubtful: false })
  expect(heard).toHaveLength(2)
  const bridge = setUp({ host: [0] })
  const quick = bridge.queue.send('one')
  await bridge.clock.advance(0)
  expect(await quick).toMatchObject({ isDoubtful: false })
})

test('with leave to do so a doubtful message is said again, three times at most', async () => {
  const { queue, clock, heard } = setUp({ connection: 'openai', host: [0] })
  const done = queue.send('one', { resendDoubtful: true })
  await clock.advance(120_000)
  expect(await done).toMatchObject({ state: 'sent', isDoubtful: true })
  expect(heard).toHaveLength(4)
  const heardThen = setUp({ connection: 'openai', host: [0, 200] })
  const second = heardThen.queue.send('one', { resendDoubtful: true })
  await heardThen.clock.advance(120_000)
  expect(await second).toMatchObject({ isDoubtful: false })
  expect(heardThen.heard).toHaveLength(2)
})

test('a failure of an earlier message does not stop the next one, and the state is of the last one given', async () => {
  const { queue, clock, heard } = setUp({ host: [new ViewError('VIEW_TIMEOUT', 'late'), 100] })
  const [first, second] = [queue.send('one'), queue.send('two')]
  expect([(await first).state, queue.getState().state]).toEqual(['failed', 'queued'])
  await clock.advance(200)
  expect([(await second).state, queue.getState().state]).toEqual(['sent', 'sent'])
  expect(heard).toHaveLength(2)
})
