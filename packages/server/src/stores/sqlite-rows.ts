import { AppError } from '@lockstep/contract'
import type {
  Actor,
  Conflict,
  DocumentValue,
  EntryChange,
  Loaded,
  LogEntry,
  StoredDocument,
  StoredMutation,
  StoredRecord,
  Want,
  Write,
} from '@lockstep/sync'
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { HISTORY_MS, HISTORY_REVISIONS } from './history.ts'

type Row = Record<string, SQLOutputValue>

export interface SqliteRows {
  load(want: Want, now: number): Omit<Loaded, 'epoch'>
  write(write: Write): void
  sweep(before: number, now: number): number
}

/** The statements of the store, prepared once; none of them opens a transaction. Parameters have no numbers: Node 22.18 binds none that has. */
export function createSqliteRows(db: DatabaseSync): SqliteRows {
  const selectDocument = db.prepare('select * from document where document_id = ?')
  const selectMutation = db.prepare('select * from mutation where document_id = ? and mutation_id = ?')
  // the newest of them, so that an old base costs no more than a young one
  const selectLog = db.prepare('select * from log where document_id = ? and revision > ? order by revision desc limit ?')
  const selectHistory = db.prepare(
    `select * from log where document_id = ? and revision <= ? and revision >= (
       select revision from log where document_id = ? and revision <= ? and snapshot is not null order by revision desc limit 1
     ) order by revision`,
  )
  const selectRecord = db.prepare('select * from record where kind = ? and key = ? and (expires_at is null or expires_at > ?)')
  const write = createWriter(db)
  const sweeps = ['log', 'mutation'].map((table) =>
    db.prepare(`delete from ${table} where document_id in (select document_id from document where last_used_at < ?)`),
  )
  const sweepDocuments = db.prepare('delete from document where last_used_at < ?')
  const sweepRecords = db.prepare('delete from record where expires_at <= ?')

  return {
    load: ({ documentId, mutationIds = [], valueAt, logAfter, logNewest = Number.MAX_SAFE_INTEGER, records = [] }, now) => {
      const row = selectDocument.get(documentId)
      const document = row === undefined ? null : documentOf(row)
      const isHere = document === null || valueAt === undefined || valueAt === document.revision
      const isNewest = document === null || logAfter === undefined || logAfter === document.revision
      return {
        document,
        mutations: new Map(mutationIds.flatMap((id) => found(selectMutation, [documentId, id], (row) => [id, mutationOf(row)] as const))),
        history: isHere ? [] : historyOf(selectHistory.all(documentId, valueAt, documentId, valueAt).map(logEntryOf), valueAt),
        log: isNewest ? [] : selectLog.all(documentId, logAfter, logNewest).map(logEntryOf).toReversed(),
        records: new Map(
          records.flatMap(({ kind, key }) => found(selectRecord, [kind, key, now], (row) => [`${kind}:${key}`, recordOf(row)] as const)),
        ),
      }
    },
    write,
    sweep: (before, now) => {
      for (const statement of sweeps) statement.run(before)
      sweepRecords.run(now)
      return Number(sweepDocuments.run(before).changes)
    },
  }
}

/** Nothing when the revision asked for is not the last of them: it was never made. */
function historyOf(entries: LogEntry[], valueAt: number): LogEntry[] {
  return entries.at(-1)?.revision === valueAt ? entries : []
}

function createWriter(db: DatabaseSync): (write: Write) => void {
  const upsertDocument = db.prepare(
    `insert into document (document_id, revision, value, schema_version, created_at, last_used_at) values (?, ?, ?, ?, ?, ?)
     on conflict (document_id) do update set revision = excluded.revision, value = excluded.value, schema_version = excluded.schema_version,
       created_at = excluded.created_at, last_used_at = excluded.last_used_at`,
  )
  const insertLog = db.prepare(
    `insert into log (document_id, revision, changes, snapshot, schema_version, actor, client_id, mutation_id, at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const pruneLog = db.prepare(
    `delete from log where document_id = ? and revision < (
       select max(revision) from log where document_id = ? and snapshot is not null and revision <= ? and at <= ?
     )`,
  )
  const endLog = db.prepare('delete from log where document_id = ? and revision < ?')
  const mutationColumns = `(document_id, mutation_id, state, revision, client_id, seq, base_revision, schema_version, intent, fingerprint, conflicts, burned_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  const insertMutation = db.prepare(`insert into mutation ${mutationColumns}`)
  const replaceMutation = db.prepare(`replace into mutation ${mutationColumns}`)
  const upsertRecord = db.prepare(
    `insert into record (kind, key, value, expires_at) values (?, ?, ?, ?)
     on conflict (kind, key) do update set value = excluded.value, expires_at = excluded.expires_at`,
  )
  const deleteRecord = db.prepare('delete from record where kind = ? and key = ?')

  return (write) => {
    switch (write.type) {
      case 'document': {
        const { documentId, revision, value, schemaVersion, createdAt, lastUsedAt } = write.document
        upsertDocument.run(documentId, revision, JSON.stringify(value), schemaVersion, createdAt, lastUsedAt)
        return
      }
      case 'log': {
        const { revision, changes, snapshot, schemaVersion, actor, clientId, mutationId, at } = write.entry
        const whole = snapshot === null ? null : JSON.stringify(snapshot)
        insertLog.run(write.documentId, revision, JSON.stringify(changes), whole, schemaVersion, actor, clientId, mutationId, at)
        if (write.startsAnew === true) endLog.run(write.documentId, revision)
        else if (whole !== null) pruneLog.run(write.documentId, write.documentId, revision - HISTORY_REVISIONS, at - HISTORY_MS)
        return
      }
      case 'mutation': {
        const { mutationId, state, revision, clientId, seq, baseRevision, schemaVersion, intent, fingerprint, conflicts, burnedBy } = write.mutation
        const statement = write.replaces === true ? replaceMutation : insertMutation
        const [intentJson, conflictsJson] = [JSON.stringify(intent), JSON.stringify(conflicts)]
        statement.run(
          write.documentId,
          mutationId,
          state,
          revision,
          clientId,
          seq,
          baseRevision,
          schemaVersion,
          intentJson,
          fingerprint,
          conflictsJson,
          burnedBy,
        )
        return
      }
      case 'record':
        upsertRecord.run(write.record.kind, write.record.key, JSON.stringify(write.record.value), write.record.expiresAt)
        return
      case 'forget-record':
        deleteRecord.run(write.kind, write.key)
    }
  }
}

function found<T>(statement: StatementSync, keys: ReadonlyArray<string | number>, read: (row: Row) => T): T[] {
  const row = statement.get(...keys)
  return row === undefined ? [] : [read(row)]
}

// The file is our own border: `write` above is the only one that fills it, and STRICT tables hold it to its column types.
function json(row: Row, column: string): unknown {
  return JSON.parse(text(row, column))
}

function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new AppError('STORE_CORRUPT', `Expected text in column ${column}, got ${typeof value}.`)
  return value
}

function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new AppError('STORE_CORRUPT', `Expected an integer in column ${column}, got ${typeof value}.`)
  return value
}

function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column)
}

function documentOf(row: Row): StoredDocument {
  return {
    documentId: text(row, 'document_id'),
    revision: integer(row, 'revision'),
    value: json(row, 'value') as DocumentValue,
    schemaVersion: integer(row, 'schema_version'),
    createdAt: integer(row, 'created_at'),
    lastUsedAt: integer(row, 'last_used_at'),
  }
}

function logEntryOf(row: Row): LogEntry {
  return {
    revision: integer(row, 'revision'),
    changes: json(row, 'changes') as EntryChange[],
    snapshot: row['snapshot'] === null ? null : (json(row, 'snapshot') as DocumentValue),
    schemaVersion: integer(row, 'schema_version'),
    actor: text(row, 'actor') as Actor,
    clientId: textOrNull(row, 'client_id'),
    mutationId: textOrNull(row, 'mutation_id'),
    at: integer(row, 'at'),
  }
}

function mutationOf(row: Row): StoredMutation {
  return {
    mutationId: text(row, 'mutation_id'),
    state: text(row, 'state') as StoredMutation['state'],
    revision: integer(row, 'revision'),
    clientId: text(row, 'client_id'),
    seq: integer(row, 'seq'),
    baseRevision: integerOrNull(row, 'base_revision'),
    schemaVersion: integer(row, 'schema_version'),
    intent: json(row, 'intent') as EntryChange[],
    fingerprint: textOrNull(row, 'fingerprint'),
    conflicts: json(row, 'conflicts') as Conflict[],
    burnedBy: textOrNull(row, 'burned_by'),
  }
}

function recordOf(row: Row): StoredRecord {
  return { kind: text(row, 'kind'), key: text(row, 'key'), value: json(row, 'value'), expiresAt: integerOrNull(row, 'expires_at') }
}
