import { counters } from '@lockstep/sync'
import { expect, test, vi } from 'vitest'
import pino from 'pino'
import { createApp } from './app.ts'
import { SWEEP_INTERVAL_MS } from './documents/sweep.ts'
import { memory } from './memory.ts'

test('M17 documents past their idle time are deleted at start and while the server runs', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let now = 1_800_000_000_000
  const clock = { now: () => now }
  const store = memory({ clock })
  const app = createApp({ name: 'demo', version: '1', store, clock, logger: pino({ level: 'silent' }) })
  const basket = app.document({ name: 'basket', fields: { lines: counters({ max: 9 }) } }, { idleTtlMs: 1_000 })
  const put = (id: string): Promise<unknown> => basket.edit(id, { actor: 'user', mutationId: 'm_1', change: () => ({ lines: { eggs: 1 } }) })
  await put('b_old')
  now += 2_000
  await put('b_new')
  const open = await app.listen({ port: 0 })
  await vi.waitFor(async () => expect(await basket.read('b_old')).toBeNull())
  expect(await basket.read('b_new')).not.toBeNull()
  now += 2_000
  vi.advanceTimersByTime(SWEEP_INTERVAL_MS)
  await vi.waitFor(async () => expect(await basket.read('b_new')).toBeNull())
  await open.close()
  vi.useRealTimers()
})
