import { AppError } from '@lockstep/contract'
import type { DocumentStore } from '@lockstep/sync'

export interface TroubledStore extends DocumentStore {
  /** The next commits and loads fail, having done nothing. */
  failNext: (count: number) => void
  /** Runs after the next commit is durable, before anybody is told. */
  afterNextCommit: (run: () => void | Promise<void>) => void
  /** Reads since the last time it was asked. */
  takeLoads: () => number
}

/** A store that has trouble when told to. */
export function troubled(store: DocumentStore): TroubledStore {
  let failures = 0
  let loads = 0
  let afterCommit: (() => void | Promise<void>) | null = null

  function orFail(): void {
    if (failures === 0) return
    failures -= 1
    throw new AppError('STORE_UNAVAILABLE', 'The disk is away.')
  }

  return {
    failNext: (count) => void (failures = count),
    afterNextCommit: (run) => void (afterCommit = run),
    takeLoads: () => {
      const taken = loads
      loads = 0
      return taken
    },
    load: async (want) => {
      orFail()
      loads += 1
      return store.load(want)
    },
    commit: async (want, decide) => {
      orFail()
      loads += 1
      const result = await store.commit(want, decide)
      const run = afterCommit
      afterCommit = null
      await run?.()
      return result
    },
    sweep: (before, now) => store.sweep(before, now),
    close: () => store.close(),
  }
}
