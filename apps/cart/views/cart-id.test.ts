import { describe, expect, it } from 'vitest'
import { chooseCartId, newCartId } from './cart-id.ts'

/** What the server takes as a cart id. */
const VALID = /^[A-Za-z0-9_-]{8,64}$/
const fallback = { random: Math.random, now: () => 1_700_000_000_000 }

describe('newCartId', () => {
  it('S0.17 uses crypto.randomUUID where it is there', () => {
    expect(newCartId({ randomUUID: () => '00000000-0000-4000-8000-000000000000' }, fallback)).toBe('c_00000000-0000-4000-8000-000000000000')
  })
  it.each([
    ['randomUUID', globalThis.crypto],
    ['getRandomValues alone', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => globalThis.crypto.getRandomValues(bytes) }],
    ['no crypto at all', undefined],
  ])('S0.17 gives valid ids that differ with %s', (_name, source) => {
    const ids = Array.from({ length: 1000 }, () => newCartId(source, fallback))
    expect(new Set(ids).size).toBe(1000)
    for (const id of ids) expect(id).toMatch(VALID)
  })
})

describe('chooseCartId', () => {
  const mint = () => 'c_new'
  it('takes the id of the result before any other', () => {
    expect(chooseCartId('c_result', 'c_state', mint)).toBe('c_result')
  })
  it('S0.18 keeps the id that was written to the view state', () => {
    expect(chooseCartId(null, 'c_state', mint)).toBe('c_state')
  })
  it.each([null, undefined, '', 7, {}])('M22 a view state that holds %j does not take the place of the own id', (kept) => {
    expect(chooseCartId(null, kept, mint)).toBe('c_new')
  })
})
