import type { Dice } from './dice.ts'

/** The faults of a run: how often, and whether they are on. */
export interface Chaos {
  /** Probability of each fault at each occasion. */
  readonly rate: number
  /** True when the fault strikes; `share` = of the rate, for faults that have several shapes. */
  strikes: (share?: number) => boolean
  isOn: () => boolean
  stop: () => void
}

export function createChaos(dice: Dice, rate: number): Chaos {
  let isOn = true
  return {
    rate,
    strikes: (share = 1) => isOn && dice.chance(rate * share),
    isOn: () => isOn,
    stop: () => {
      isOn = false
    },
  }
}
