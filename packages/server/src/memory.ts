import type { DocumentStore } from '@lockstep/sync'
import { createMemoryStore } from './stores/memory-store.ts'
import { systemClock, systemIds, type Clock, type Ids } from './system.ts'

/** A store in memory, gone with the process. */
export function memory(options: { clock?: Clock; ids?: Ids } = {}): DocumentStore {
  const { clock = systemClock, ids = systemIds } = options
  return createMemoryStore({ epoch: ids.newId('e'), now: () => clock.now() })
}
