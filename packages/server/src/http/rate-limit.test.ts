import { describe, expect, test } from 'vitest'
import { addressKey, createRateLimit } from './rate-limit.ts'

function limitAt(start: number, options: { burst: number; perSecond: number; maxKeys?: number }) {
  let time = start
  return { limit: createRateLimit({ ...options, now: () => time }), pass: (ms: number) => void (time += ms) }
}

describe('a rate limit', () => {
  test('SEC1 SEC22 gives the burst at once, then says exactly when the next one is due', () => {
    const { limit, pass } = limitAt(5_000, { burst: 3, perSecond: 2 })
    expect([1, 2, 3].map(() => limit.take('a'))).toEqual([0, 0, 0])
    expect(limit.take('a')).toBe(500)
    pass(499)
    expect(limit.take('a')).toBe(1)
    pass(1)
    expect(limit.take('a')).toBe(0)
    expect(limit.take('a')).toBe(500)
  })

  test('a refused attempt costs nothing, and a look takes nothing', () => {
    const { limit, pass } = limitAt(0, { burst: 1, perSecond: 1 })
    limit.take('a')
    for (let attempt = 0; attempt < 50; attempt += 1) expect(limit.take('a')).toBe(1000)
    pass(1000)
    expect([limit.wait('a'), limit.wait('a'), limit.take('a'), limit.wait('a')]).toEqual([0, 0, 0, 1000])
  })

  test('a rest never gives more than the burst, and a clock set back gives nothing', () => {
    const { limit, pass } = limitAt(1_000_000, { burst: 2, perSecond: 1 })
    limit.take('a')
    pass(3_600_000)
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 1000])
    pass(-3_600_000)
    expect(limit.take('a')).toBe(1000)
  })

  test('keys do not share', () => {
    const { limit } = limitAt(0, { burst: 1, perSecond: 1 })
    expect([limit.take('a'), limit.take('b'), limit.take('a')]).toEqual([0, 0, 1000])
  })

  test('SEC22 remembers a bounded number of keys, and forgets the one quiet longest', () => {
    const { limit } = limitAt(0, { burst: 1, perSecond: 1, maxKeys: 100 })
    limit.take('mine')
    for (let index = 0; index < 10_000; index += 1) {
      limit.take(`guess-${index}`)
      expect(limit.take('mine')).toBe(1000)
    }
    expect(limit.size).toBe(100)
    expect(limit.wait('guess-0')).toBe(0)
  })
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::5', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  [undefined, ''],
])('SEC1 the address %s is limited as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
