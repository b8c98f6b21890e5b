import { describe, expect, test } from 'vitest'
import { countClicks, countHeal } from '../../bench/sync/count-requests.ts'

// round trips of a phone on the same Wi-Fi, a good line, a slow one, and one slower than the longest wait of the client
const ROUND_TRIPS = [0, 20, 80, 150, 300, 700, 1_500]

describe('requests of a view', () => {
  test.each(ROUND_TRIPS)('100 clicks in 2 s are at most 6 requests, round trip %i ms', async (rttMs) => {
    const { requests, arrived } = await countClicks({ clicks: 100, withinMs: 2_000, rttMs })
    expect(arrived).toBe(100)
    expect(requests).toBeLessThanOrEqual(6)
  })

  test.each(ROUND_TRIPS)('one click is one request, round trip %i ms', async (rttMs) => {
    expect(await countClicks({ clicks: 1, withinMs: 20, rttMs })).toEqual({ requests: 1, arrived: 1, edits: 1 })
  })

  const ways = [
    { network: 'refuses', isToldOnline: false, rttMs: 80 },
    { network: 'refuses', isToldOnline: true, rttMs: 80 },
    { network: 'swallows', isToldOnline: false, rttMs: 80 },
    { network: 'swallows', isToldOnline: true, rttMs: 80 },
    { network: 'swallows', isToldOnline: true, rttMs: 1_500 },
    { network: 'loses-answers', isToldOnline: false, rttMs: 80 },
    { network: 'loses-answers', isToldOnline: true, rttMs: 1_500 },
  ] as const
  test.each(ways)(
    'R14 200 edits in 10 minutes without a network are at most 2 requests when it is back, none lost, none doubled: $network, told $isToldOnline, round trip $rttMs ms',
    async (way) => {
      const { requests, arrived } = await countHeal({ edits: 200, offlineMs: 600_000, ...way })
      expect(arrived).toBe(200)
      expect(requests).toBeLessThanOrEqual(2)
    },
  )
})
