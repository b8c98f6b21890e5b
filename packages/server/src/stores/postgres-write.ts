import type { Write } from '@lockstep/sync'
import type { QueryConfig } from 'pg'
import { HISTORY_MS, HISTORY_REVISIONS } from './history.ts'
import { statement } from './postgres-statement.ts'
import { toText, toTextOrNull } from './postgres-text.ts'

/** Rows that a transaction looked for in vain. It holds no lock on them, so who puts one there expects that nobody was faster. */
export interface Absences {
  document: boolean
  /** Of records, by `${kind}:${key}`. */
  records: Set<string>
}

const DOCUMENT = `insert into document (document_id, revision, value, schema_version, created_at, last_used_at) values ($1, $2, $3, $4, $5, $6)`
const insertDocument = statement('insert document', DOCUMENT)
const upsertDocument = statement(
  'upsert document',
  `${DOCUMENT} on conflict (document_id) do update set revision = excluded.revision, value = excluded.value, schema_version = excluded.schema_version,
     created_at = excluded.created_at, last_used_at = excluded.last_used_at`,
)
const insertLog = statement(
  'insert log',
  `insert into log (document_id, revision, changes, snapshot, schema_version, actor, client_id, mutation_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
)
const pruneLog = statement(
  'prune log',
  `delete from log where document_id = $1 and revision < (
     select max(revision) from log where document_id = $1 and snapshot is not null and revision <= $2 and at <= $3
   )`,
)
const endLog = statement('end log', 'delete from log where document_id = $1 and revision < $2')
const MUTATION = `insert into mutation (document_id, mutation_id, state, revision, client_id, seq, base_revision, schema_version, intent, fingerprint,
    conflicts, burned_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
const insertMutation = statement('insert mutation', MUTATION)
const replaceMutation = statement(
  'replace mutation',
  `${MUTATION} on conflict (document_id, mutation_id) do update set state = excluded.state, revision = excluded.revision, client_id = excluded.client_id,
     seq = excluded.seq, base_revision = excluded.base_revision, schema_version = excluded.schema_version, intent = excluded.intent,
     fingerprint = excluded.fingerprint, conflicts = excluded.conflicts, burned_by = excluded.burned_by`,
)
const RECORD = 'insert into record (kind, key, value, expires_at) values ($1, $2, $3, $4)'
const insertRecord = statement('insert record', RECORD)
const upsertRecord = statement(
  'upsert record',
  `${RECORD} on conflict (kind, key) do update set value = excluded.value, expires_at = excluded.expires_at`,
)
const deleteRecord = statement('delete record', 'delete from record where kind = $1 and key = $2')

/** The statements of one write, in order; what it puts there is absent no longer. */
export function writeQueries(write: Write, absent: Absences): QueryConfig[] {
  switch (write.type) {
    case 'document': {
      const { documentId, revision, value, schemaVersion, createdAt, lastUsedAt } = write.document
      const put = absent.document ? insertDocument : upsertDocument
      absent.document = false
      return [put([toText(documentId), revision, JSON.stringify(value), schemaVersion, createdAt, lastUsedAt])]
    }
    case 'log': {
      const { revision, changes, snapshot, schemaVersion, actor, clientId, mutationId, at } = write.entry
      const documentId = toText(write.documentId)
      const whole = snapshot === null ? null : JSON.stringify(snapshot)
      const [client, mutation] = [toTextOrNull(clientId), toTextOrNull(mutationId)]
      const insert = insertLog([documentId, revision, JSON.stringify(changes), whole, schemaVersion, actor, client, mutation, at])
      if (write.startsAnew === true) return [insert, endLog([documentId, revision])]
      return whole === null ? [insert] : [insert, pruneLog([documentId, revision - HISTORY_REVISIONS, at - HISTORY_MS])]
    }
    case 'mutation': {
      const { mutationId, state, revision, clientId, seq, baseRevision, schemaVersion, intent, fingerprint, conflicts, burnedBy } = write.mutation
      const put = write.replaces === true ? replaceMutation : insertMutation
      const ids = [toText(write.documentId), toText(mutationId)]
      const draft = [toText(clientId), seq, baseRevision, schemaVersion, JSON.stringify(intent), toTextOrNull(fingerprint)]
      return [put([...ids, state, revision, ...draft, JSON.stringify(conflicts), toTextOrNull(burnedBy)])]
    }
    case 'record': {
      const { kind, key, value, expiresAt } = write.record
      const put = absent.records.delete(`${kind}:${key}`) ? insertRecord : upsertRecord
      return [put([toText(kind), toText(key), JSON.stringify(value), expiresAt])]
    }
    case 'forget-record':
      return [deleteRecord([toText(write.kind), toText(write.key)])]
  }
}
