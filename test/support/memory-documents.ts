import { historyIn } from '../../packages/sync/src/history.ts'
import type { Decision, DocumentStore, Loaded, LogEntry, StoredDocument, StoredMutation, StoredRecord, Want, Write } from '@lockstep/sync'

/** A store for tests of the pure engine: nothing but maps, everything kept. */
export function memoryDocuments(epoch = 'e-test'): DocumentStore & { commitNow: <R>(want: Want, decide: (loaded: Loaded) => Decision<R>) => R } {
  const documents = new Map<string, StoredDocument>()
  const logs = new Map<string, LogEntry[]>()
  const mutations = new Map<string, StoredMutation>()
  const records = new Map<string, StoredRecord>()

  function loadNow(want: Want): Loaded {
    const found = new Map<string, StoredMutation>()
    for (const id of want.mutationIds ?? []) {
      const mutation = mutations.get(`${want.documentId}:${id}`)
      if (mutation) found.set(id, mutation)
    }
    const log = logs.get(want.documentId) ?? []
    const document = documents.get(want.documentId) ?? null
    const { valueAt, logAfter = Infinity, logNewest = Infinity } = want
    return {
      epoch,
      document,
      mutations: found,
      history: valueAt === undefined || valueAt === document?.revision ? [] : historyIn(log, valueAt),
      log: log.filter(({ revision }) => revision > logAfter).slice(-logNewest),
      records: new Map(
        (want.records ?? []).flatMap(({ kind, key }) => {
          const record = records.get(`${kind}:${key}`)
          return record ? [[`${kind}:${key}`, record] as const] : []
        }),
      ),
    }
  }

  function apply(write: Write): void {
    if (write.type === 'document') documents.set(write.document.documentId, write.document)
    else if (write.type === 'log') logs.set(write.documentId, [...(write.startsAnew === true ? [] : (logs.get(write.documentId) ?? [])), write.entry])
    else if (write.type === 'mutation') mutations.set(`${write.documentId}:${write.mutation.mutationId}`, write.mutation)
    else if (write.type === 'record') records.set(`${write.record.kind}:${write.record.key}`, write.record)
    else records.delete(`${write.kind}:${write.key}`)
  }

  function commitNow<R>(want: Want, decide: (loaded: Loaded) => Decision<R>): R {
    const { writes, result } = decide(loadNow(want))
    for (const write of writes) apply(write)
    return result
  }

  return {
    commitNow,
    load: (want) => Promise.resolve(loadNow(want)),
    commit: async (want, decide) => commitNow(want, decide),
    sweep: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  }
}
