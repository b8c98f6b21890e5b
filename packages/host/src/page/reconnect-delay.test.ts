import { expect, test } from 'vitest'
import { reconnectDelayMs } from './reconnect-delay.ts'

test('waits double up to five seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(reconnectDelayMs)).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000])
})
