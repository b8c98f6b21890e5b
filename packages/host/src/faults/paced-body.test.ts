import { expect, it } from 'vitest'
import type { HostClock } from '../core/clock.ts'
import { pacedBody, SLOW_BYTES_PER_SECOND } from './paced-body.ts'

it('brings a document whole, late and at the pace of a slow network', async () => {
  let nowMs = 0
  const clock: HostClock = {
    now: () => nowMs,
    setTimeout: (run, delayMs) => {
      nowMs += delayMs
      queueMicrotask(run)
      return null
    },
    clearTimeout: () => undefined,
  }
  const text = 'é'.repeat(SLOW_BYTES_PER_SECOND)
  const pieces: Buffer[] = []
  for await (const piece of pacedBody(text, 800, clock)) pieces.push(piece)
  expect(Buffer.concat(pieces).toString('utf8')).toBe(text)
  expect(nowMs).toBeGreaterThanOrEqual(2_700)
  expect(nowMs).toBeLessThanOrEqual(2_800)
})
