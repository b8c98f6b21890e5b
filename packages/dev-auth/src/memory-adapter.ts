import type { Adapter, AdapterPayload } from 'oidc-provider'

/** Entries of one kind kept; the oldest goes first. Who signs in a thousand times an hour is a test gone wild. */
const MAX_ENTRIES = 1_000

/** Keeps everything of one server in memory, so that nothing outlives it; the library itself refuses what is past its time. */
export function createMemoryAdapter(): (model: string) => Adapter {
  const models = new Map<string, Map<string, AdapterPayload>>()

  function entriesOf(model: string): Map<string, AdapterPayload> {
    const known = models.get(model) ?? new Map<string, AdapterPayload>()
    models.set(model, known)
    return known
  }

  return (model) => {
    const entries = entriesOf(model)
    const findBy = async (member: 'uid' | 'userCode', value: string) => [...entries.values()].find((payload) => payload[member] === value)
    return {
      find: async (id) => entries.get(id),
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      async upsert(id, payload) {
        entries.delete(id)
        entries.set(id, payload)
        const [oldest] = entries.keys()
        if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest)
      },
      async consume(id) {
        const payload = entries.get(id)
        // any number that is not zero: when it happened is looked at by nobody
        if (payload !== undefined) payload['consumed'] = 1
      },
      async destroy(id) {
        entries.delete(id)
      },
      async revokeByGrantId(grantId) {
        for (const known of models.values()) {
          for (const [id, payload] of known) if (payload.grantId === grantId) known.delete(id)
        }
      },
    }
  }
}
