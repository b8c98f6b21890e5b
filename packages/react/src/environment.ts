import { makeId } from '@lockstep/sync'
import type { ViewClock } from '@lockstep/view'
import type { PageWindow } from './watch-page.ts'

/** Time, chance and the page, so that tests can hand in their own. */
export interface Environment {
  readonly clock: ViewClock
  /** In [0, 1). */
  readonly random: () => number
  readonly newId: (prefix: string) => string
  /** Null where there is no page. */
  readonly page: PageWindow | null
}

export function browserEnvironment(page: (PageWindow & { crypto?: Crypto }) | null): Environment {
  const clock: ViewClock = {
    now: () => Date.now(),
    setTimeout: (run, delayMs) => globalThis.setTimeout(run, delayMs),
    clearTimeout: (handle) => globalThis.clearTimeout(handle as number),
  }
  const random = () => Math.random()
  return { clock, random, page, newId: (prefix) => makeId(prefix, page?.crypto, { random, now: clock.now }) }
}
