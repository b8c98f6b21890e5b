import type { Chaos } from './chaos.ts'
import type { State } from './coverage.ts'
import type { Dice } from './dice.ts'
import type { Door, ServerProcess } from './server-process.ts'
import type { SimClock } from './sim-clock.ts'

/** One caller's line to the servers. */
export interface Link {
  /** Cut until then. */
  downUntil: number
  /** What was sent before never arrives any more. */
  forgetBefore?: number
}

export interface Network {
  /** Asks some process; rejects when no answer came, which says nothing about what happened there. `lateMs` = latest that anything of it arrives. */
  request: <A>(link: Link, name: string, ask: (door: Door) => Promise<A>, lateMs?: number) => Promise<A>
  /** Deliveries still on their way. */
  pending: () => number
}

export interface NetworkOptions {
  clock: SimClock
  dice: Dice
  chaos: Chaos
  processes: readonly ServerProcess[]
  reach: (state: State) => void
  trace: (line: () => string) => void
}

/** Milliseconds one way, with nothing wrong. */
export const LATENCY_MAX_MS = 400
/** A delayed or doubled message comes within so many milliseconds, well after the attempts of 10 s it belonged to. */
const LATE_MAX_MS = 60_000

export function createNetwork({ clock, dice, chaos, processes, reach, trace }: NetworkOptions): Network {
  let pending = 0

  function legMs(lateMs: number): number {
    if (!chaos.strikes()) return dice.between(5, LATENCY_MAX_MS)
    reach('request delayed')
    return dice.between(LATENCY_MAX_MS, dice.chance(0.5) ? 3_000 : lateMs / 2)
  }

  function request<A>(link: Link, name: string, ask: (door: Door) => Promise<A>, lateMs: number = LATE_MAX_MS): Promise<A> {
    return new Promise((resolve, reject) => {
      const sentAt = clock.now()
      const copies = chaos.strikes() ? 2 + dice.below(9) : 1
      if (copies > 1) reach('request doubled')
      for (let copy = 0; copy < copies; copy += 1) {
        const delayMs = copy === 0 ? legMs(lateMs) : dice.between(0, dice.chance(0.5) ? 2_000 : lateMs)
        void deliver(copy, delayMs)
      }

      async function deliver(copy: number, delayMs: number): Promise<void> {
        pending += 1
        await clock.after(delayMs)
        pending -= 1
        if (link.downUntil > clock.now() || sentAt < (link.forgetBefore ?? 0)) return fail('the line is cut')
        if (chaos.strikes()) {
          reach('request lost')
          return fail(`request lost${copy === 0 ? '' : ' (a copy)'}`)
        }
        const process = dice.pick(processes)
        pending += 1
        try {
          const answer = await process.serve(ask)
          await clock.after(legMs(lateMs))
          if (link.downUntil > clock.now() || chaos.strikes()) {
            reach('answer lost')
            return fail('answer lost')
          }
          resolve(answer)
        } catch (error) {
          fail(String(error))
        } finally {
          pending -= 1
        }
      }

      /** Sometimes the caller is told at once, sometimes it only waits. */
      function fail(why: string): void {
        trace(() => `  ${name}: ${why}`)
        const waitMs = dice.chance(0.5) ? dice.between(0, 500) : dice.between(lateMs / 12, lateMs / 2)
        // the answer of another copy may still come; once there is one this says nothing
        clock.setTimeout(() => reject(new Error(why)), waitMs)
      }
    })
  }

  return { request, pending: () => pending }
}
