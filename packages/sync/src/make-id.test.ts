import { expect, test } from 'vitest'
import { seededRandom } from '../../../test/support/seeded-random.ts'
import { makeId } from './make-id.ts'

const fallback = { random: seededRandom(7), now: () => 1_764_000_000_000 }

test('S0.17 an id comes from randomUUID, else from getRandomValues, else from time and Math.random; each unique and well formed', () => {
  expect(makeId('c_', { randomUUID: () => '0b2f' }, fallback)).toBe('c_0b2f')
  const bytes = (target: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(target)
  expect(makeId('c_', { getRandomValues: bytes }, fallback)).toMatch(/^c_[0-9a-f]{32}$/)
  for (const source of [undefined, {}, { getRandomValues: bytes }, { randomUUID: () => crypto.randomUUID() }]) {
    const ids = new Set(Array.from({ length: 1_000 }, () => makeId('c_', source, fallback)))
    expect(ids.size).toBe(1_000)
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_~.-]{20,64}$/)
  }
})
