/** How often one key may act: `burst` at once, then `perSecond` of them, on and on. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export interface RateLimitOptions extends Rate {
  /** Milliseconds, of any clock that goes forward. */
  now: () => number
  /** Keys remembered; past them the one that has been quiet longest is forgotten, which gives it its burst back. Default 10,000. */
  maxKeys?: number
}

export interface RateLimit {
  /** Takes one, and answers 0; or takes none, and answers how many milliseconds later there will be one. */
  take(key: string): number
  /** As `take`, but takes none either way. */
  wait(key: string): number
  /** Keys remembered now. */
  readonly size: number
}

const MAX_KEYS = 10_000

/** Token buckets by key, in bounded memory: a key that is not remembered has its whole burst. */
export function createRateLimit({ burst, perSecond, now, maxKeys = MAX_KEYS }: RateLimitOptions): RateLimit {
  const intervalMs = 1000 / perSecond
  const burstMs = burst * intervalMs
  // when each key's bucket is full again; in the order of their last use, the first the longest ago
  const fullAt = new Map<string, number>()

  function waitUntilOne(from: number, time: number): number {
    return Math.max(0, Math.ceil(from + intervalMs - burstMs - time))
  }

  /** Never past an empty bucket, or a clock that was set back would keep a key waiting for as long. */
  function fullAtOf(key: string, time: number): number {
    return Math.min(Math.max(fullAt.get(key) ?? time, time), time + burstMs)
  }

  return {
    take: (key) => {
      const time = now()
      const from = fullAtOf(key, time)
      const wait = waitUntilOne(from, time)
      fullAt.delete(key)
      fullAt.set(key, wait === 0 ? from + intervalMs : from)
      const [oldest] = fullAt.keys()
      if (fullAt.size > maxKeys && oldest !== undefined) fullAt.delete(oldest)
      return wait
    },
    wait: (key) => {
      const time = now()
      return waitUntilOne(fullAtOf(key, time), time)
    },
    get size() {
      return fullAt.size
    },
  }
}

/**
 * A peer's address as the key to limit it by: an IPv6 address stands for its /64, which is what one customer of a network has,
 * and an IPv4 address is the same however it is written. Empty when it is not known.
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return ''
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
