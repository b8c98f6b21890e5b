import { AppError } from '@lockstep/contract'
import type { Decision, DocumentStore, Loaded, LogEntry, StoredDocument, StoredMutation, StoredRecord, Want, Write } from '@lockstep/sync'
import { historyIn } from '@lockstep/sync/server'
import { keptLog } from './history.ts'

interface DocumentRows {
  document: StoredDocument | null
  log: LogEntry[]
  mutations: Map<string, StoredMutation>
}

export interface MemoryStoreOptions {
  /** Random tag of this store's life. */
  epoch: string
  /** Milliseconds since the epoch; decides which records have expired. */
  now(): number
}

/** Keeps documents in memory: for tests and trials, gone with the process. */
export function createMemoryStore(options: MemoryStoreOptions): DocumentStore {
  const documents = new Map<string, DocumentRows>()
  const records = new Map<string, StoredRecord>()
  let isClosed = false

  const load = (want: Want): Loaded => {
    if (isClosed) throw new AppError('STORE_UNAVAILABLE', 'Expected an open store, got a closed one.')
    const rows = documents.get(want.documentId)
    const { valueAt, logAfter = Infinity, logNewest = Infinity } = want
    const log = rows?.log ?? []
    return {
      epoch: options.epoch,
      document: rows?.document ?? null,
      mutations: new Map((want.mutationIds ?? []).flatMap((id) => entryOf(id, rows?.mutations.get(id)))),
      history: valueAt === undefined || valueAt === rows?.document?.revision ? [] : historyIn(log, valueAt),
      log: log.filter(({ revision }) => revision > logAfter).slice(-logNewest),
      records: new Map((want.records ?? []).map(recordKey).flatMap((key) => entryOf(key, liveRecord(records.get(key), options.now())))),
    }
  }
  return {
    load: async (want) => load(want),
    commit: async <R>(want: Want, decide: (loaded: Loaded) => Decision<R>) => {
      const { writes, result } = decide(load(want))
      // checked before the first is made, so that they land together or not at all
      for (const write of writes) checkWrite(documents, write)
      for (const write of structuredClone(writes)) applyWrite(documents, records, write)
      return result
    },
    sweep: async (before, now) => {
      const stale = [...documents].filter(([, rows]) => rows.document !== null && rows.document.lastUsedAt < before)
      for (const [id] of stale) documents.delete(id)
      for (const [key, record] of records) if (liveRecord(record, now) === undefined) records.delete(key)
      return stale.length
    },
    close: async () => {
      isClosed = true
    },
  }
}

function entryOf<T>(key: string, value: T | undefined): Array<[string, T]> {
  return value === undefined ? [] : [[key, value]]
}

function recordKey(record: { kind: string; key: string }): string {
  return `${record.kind}:${record.key}`
}

function liveRecord(record: StoredRecord | undefined, now: number): StoredRecord | undefined {
  return record === undefined || (record.expiresAt !== null && record.expiresAt <= now) ? undefined : record
}

function checkWrite(documents: ReadonlyMap<string, DocumentRows>, write: Write): void {
  const rows = write.type === 'log' || write.type === 'mutation' ? documents.get(write.documentId) : undefined
  const isTaken =
    (write.type === 'log' && rows?.log.some((entry) => entry.revision === write.entry.revision) === true) ||
    (write.type === 'mutation' && write.replaces !== true && rows?.mutations.has(write.mutation.mutationId) === true)
  if (isTaken) throw new AppError('STORE_CONFLICT', `Expected a new ${write.type} row, got one that exists already.`)
}

function applyWrite(documents: Map<string, DocumentRows>, records: Map<string, StoredRecord>, write: Write): void {
  if (write.type === 'record') return void records.set(recordKey(write.record), write.record)
  if (write.type === 'forget-record') return void records.delete(recordKey(write))
  const id = write.type === 'document' ? write.document.documentId : write.documentId
  const rows = documents.get(id) ?? { document: null, log: [], mutations: new Map<string, StoredMutation>() }
  documents.set(id, rows)
  if (write.type === 'document') rows.document = write.document
  else if (write.type === 'mutation') rows.mutations.set(write.mutation.mutationId, write.mutation)
  else rows.log = keptLog([...(write.startsAnew === true ? [] : rows.log), write.entry], write.entry)
}
