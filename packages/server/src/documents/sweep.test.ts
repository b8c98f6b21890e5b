import { counters, type DocumentSpec } from '@lockstep/sync'
import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { memory } from '../memory.ts'
import { createDocumentHandle } from './document-handle.ts'
import { startSweeping, SWEEP_INTERVAL_MS } from './sweep.ts'

const spec = { name: 'basket', fields: { lines: counters({ max: 99 }) } } satisfies DocumentSpec
const IDLE_TTL_MS = 60_000
const logger = pino({ level: 'silent' })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function storeWithBasket() {
  const store = memory()
  let now = 1_000_000
  const baskets = createDocumentHandle(spec, IDLE_TTL_MS, store, () => now)
  await baskets.edit('b_1', { actor: 'model', mutationId: 'm_1', change: () => ({ lines: { eggs: 1 } }) })
  const isKept = async () => (await store.load({ documentId: 'b_1' })).document !== null
  return { store, isKept, clock: { now: () => now }, pass: (ms: number) => (now += ms) }
}

test('M17 documents past the longest idle time of the app go, younger ones stay', async () => {
  const { store, isKept, clock, pass } = await storeWithBasket()
  const stop = startSweeping(store, new Map([['basket', { idleTtlMs: IDLE_TTL_MS }]]), clock, logger)
  pass(IDLE_TTL_MS - 1)
  await vi.advanceTimersByTimeAsync(SWEEP_INTERVAL_MS)
  expect(await isKept()).toBe(true)
  pass(2)
  await vi.advanceTimersByTimeAsync(SWEEP_INTERVAL_MS)
  await stop()
  expect(await isKept()).toBe(false)
})

test('an app without documents deletes none: those in the store are another app\u2019s', async () => {
  const { store, isKept, clock, pass } = await storeWithBasket()
  const stop = startSweeping(store, new Map(), clock, logger)
  pass(1_000 * IDLE_TTL_MS)
  await vi.advanceTimersByTimeAsync(SWEEP_INTERVAL_MS)
  await stop()
  expect(await isKept()).toBe(true)
})
