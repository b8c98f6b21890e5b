import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventStream, type StreamedCore } from './event-stream.ts'
import type { HostState, ViewDelivery } from './host-state.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const TEXT = 'x'.repeat(1_000)

/** A core that does what the test says, and keeps every delivery until it is acknowledged. */
function openStream() {
  let version = 1
  let lastSeq = 0
  const unacknowledged: ViewDelivery[] = []
  const states = new Set<() => void>()
  const logs = new Set<() => void>()
  const deliveries = new Set<(delivery: ViewDelivery) => void>()
  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener)
    return () => void set.delete(listener)
  }
  const core: StreamedCore = {
    getState: () => ({ version, text: TEXT }) as unknown as HostState,
    subscribe: (listener) => listen(states, listener),
    subscribeDeliveries(listener) {
      for (const delivery of unacknowledged) listener(delivery)
      return listen(deliveries, listener)
    },
    log: { list: () => ({ messages: [], firstSeq: 1, lastSeq }), subscribe: (listener) => listen(logs, listener) },
  }
  const reader = (eventStream(core).body ?? new ReadableStream()).getReader()
  let reading: ReturnType<typeof reader.read> | null = null
  /** Events that can be read now. */
  async function readAll(): Promise<Array<{ event: string; data: Record<string, unknown> }>> {
    let text = ''
    for (;;) {
      reading ??= reader.read()
      const next = await Promise.race([reading, vi.advanceTimersByTimeAsync(500).then(() => null)])
      if (next === null) break
      reading = null
      text += new TextDecoder().decode(next.value)
    }
    const events = text.split('\n\n').filter((event) => event.startsWith('event: '))
    return events.map((event) => {
      const [name = '', data = ''] = event.split('\n')
      return { event: name.slice('event: '.length), data: JSON.parse(data.slice('data: '.length)) as Record<string, unknown> }
    })
  }
  return {
    readAll,
    listeners: () => [states.size, logs.size, deliveries.size],
    cancel: () => reader.cancel(),
    deliver(seq: number) {
      const delivery: ViewDelivery = { instanceId: 'view_1', mountId: 'm', seq, message: { text: TEXT } }
      unacknowledged.push(delivery)
      for (const listener of deliveries) listener(delivery)
    },
    acknowledge: (upTo: number) => unacknowledged.splice(0, upTo),
    async change() {
      version += 1
      lastSeq += 1
      for (const listener of [...states, ...logs]) listener()
      await vi.advanceTimersByTimeAsync(300)
    },
  }
}

const BUSY = 5_000

test('a page that stopped reading is kept a bounded queue; when it reads again it has the newest state, once, and every message it lacks', async () => {
  const stream = openStream()
  expect(await stream.readAll()).toMatchObject([{ event: 'state', data: { version: 1 } }])

  for (let seq = 1; seq <= BUSY; seq += 1) stream.deliver(seq)
  for (let count = 0; count < BUSY; count += 1) await stream.change()
  // the core forgets the oldest by itself: what it still keeps is sent again
  stream.acknowledge(BUSY - 300)

  const events = await stream.readAll()
  expect(events.length).toBeLessThan(2_000)
  const last = <T>(name: string, read: (data: Record<string, unknown>) => T) =>
    events
      .filter(({ event }) => event === name)
      .map(({ data }) => read(data))
      .at(-1)
  expect(last('state', ({ version }) => version)).toBe(BUSY + 1)
  expect(last('messages', ({ lastSeq }) => lastSeq)).toBe(BUSY)
  const seqs = events.filter(({ event }) => event === 'view').map(({ data }) => Number(data['seq']))
  expect(seqs.slice(-300)).toEqual(Array.from({ length: 300 }, (_, index) => BUSY - 299 + index))

  // and from there on it is as before
  stream.deliver(BUSY + 1)
  await stream.change()
  expect((await stream.readAll()).map(({ event }) => event).toSorted()).toEqual(['messages', 'state', 'view'])
})

test('a page that keeps up is told everything once', async () => {
  const stream = openStream()
  await stream.readAll()
  for (let seq = 1; seq <= 50; seq += 1) {
    stream.deliver(seq)
    if (seq % 10 === 0) expect((await stream.readAll()).filter(({ event }) => event === 'view')).toHaveLength(10)
  }
})

test('a page that is gone leaves nothing behind', async () => {
  const stream = openStream()
  await stream.readAll()
  expect(stream.listeners()).toEqual([1, 1, 1])
  await stream.cancel()
  expect(stream.listeners()).toEqual([0, 0, 0])
  expect(vi.getTimerCount()).toBe(0)
})
