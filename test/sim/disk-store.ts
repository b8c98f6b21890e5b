import { AppError } from '@lockstep/contract'
import type { DocumentStore, Loaded } from '@lockstep/sync'
import type { Chaos } from './chaos.ts'
import type { State } from './coverage.ts'
import type { Dice } from './dice.ts'
import type { Disk } from './disk.ts'
import type { SimClock } from './sim-clock.ts'

/** One life of a server process, from boot to crash. */
export interface Life {
  isDead: () => boolean
  crash: () => void
}

export interface DiskStoreOptions {
  disk: Disk
  life: Life
  clock: SimClock
  dice: Dice
  chaos: Chaos
  reach: (state: State) => void
  /** The process's own clock, which may be wrong. */
  wallNow: () => number
  /** Whether the database can be used at all. */
  isAvailable: () => boolean
  onImpure: (text: string) => void
}

/** A process's way to the disk: transactions take time, and the process may die at each point of one. */
export function createDiskStore(options: DiskStoreOptions): DocumentStore {
  const { disk, life, clock, dice, chaos, reach, wallNow } = options

  async function available(): Promise<void> {
    await clock.after(dice.between(0, 3))
    if (options.isAvailable()) return
    reach('store unavailable')
    // a locked database is waited for before it is given up
    await clock.after(dice.between(0, 5_000))
    if (!options.isAvailable()) throw new AppError('STORE_UNAVAILABLE', 'Expected a database that can be written, got one that is locked or full.')
  }

  /** The real stores may run a decision again after a serialization failure, so it must come to the same end. */
  function checkPurity(loaded: Loaded, decide: (loaded: Loaded) => unknown): void {
    if (!dice.chance(0.03)) return
    reach('decided twice')
    const [first, second] = [JSON.stringify(decide(loaded)), JSON.stringify(decide(loaded))]
    if (first !== second) options.onImpure(`a decision run again came to another end: ${first} / ${second}`)
  }

  return {
    load: async (want) => {
      await available()
      if (life.isDead()) return never()
      return disk.load(want, wallNow())
    },
    commit: async (want, decide) => {
      await available()
      const release = await disk.lock()
      try {
        if (life.isDead()) return never()
        const crashAt = chaos.strikes() ? dice.pick(['before', 'inside', 'after'] as const) : null
        if (crashAt === 'before') return crash('crash before the transaction')
        const loaded = disk.load(want, wallNow())
        checkPurity(loaded, decide)
        const { writes, result } = decide(loaded)
        // the disk syncs
        await clock.after(dice.between(0, chaos.strikes() ? 500 : 4))
        if (life.isDead()) return never()
        if (crashAt === 'inside') return crash('crash inside the transaction')
        if (!options.isAvailable()) throw new AppError('STORE_UNAVAILABLE', 'Expected room on the disk, got none.')
        if (writes.length > 0) disk.apply(writes)
        if (crashAt === 'after') return crash('crash after the commit, before the reply')
        return result
      } finally {
        release()
      }
    },
    sweep: () => Promise.reject(new Error('the simulator sweeps the disk itself')),
    close: () => Promise.resolve(),
  }

  function crash(state: State): Promise<never> {
    reach(state)
    life.crash()
    return never()
  }
}

/** The answer of a dead process. */
function never(): Promise<never> {
  return new Promise(() => {})
}
