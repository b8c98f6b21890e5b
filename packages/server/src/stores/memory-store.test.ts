import { describe } from 'vitest'
import { createMemoryStore } from './memory-store.ts'
import { runStoreContract } from './store-contract.ts'

describe('memory store', () => {
  runStoreContract({
    create: async () => {
      let now = 1_800_000_000_000
      const store = createMemoryStore({ epoch: 'e_1', now: () => now })
      return { store, setNow: (next) => (now = next) }
    },
  })
})
