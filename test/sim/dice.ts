import { seededRandom } from '../support/seeded-random.ts'

/** Every choice of a run, from one seed. */
export interface Dice {
  /** In [0, 1). */
  next: () => number
  /** Whole, from 0 up to but not `end`. */
  below: (end: number) => number
  between: (low: number, high: number) => number
  chance: (probability: number) => boolean
  /** @throws on an empty list. */
  pick: <T>(list: readonly T[]) => T
  /** One of the keys, as often as its weight says. */
  weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K
}

export function createDice(seed: number): Dice {
  const next = seededRandom(seed)
  const below = (end: number) => Math.floor(next() * end)
  return {
    next,
    below,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]): T => {
      const index = below(list.length)
      if (index >= list.length) throw new Error('expected something to pick from, got an empty list')
      return list[index] as T
    },
    weighted: <K extends string>(weights: Readonly<Record<K, number>>): K => {
      const entries = Object.entries<number>(weights) as Array<[K, number]>
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        left -= weight
        if (left < 0) return key
      }
      throw new Error('expected a weight above zero')
    },
  }
}
