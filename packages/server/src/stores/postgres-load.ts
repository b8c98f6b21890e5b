import type { Loaded, LogEntry, StoredDocument, StoredMutation, StoredRecord, Want } from '@lockstep/sync'
import type { QueryConfig } from 'pg'
import { statement } from './postgres-statement.ts'
import { fromText, fromTextOrNull, toText } from './postgres-text.ts'

/** What `loadQuery` answers: JSON texts, null where there is nothing. */
export interface LoadedRow {
  epoch: string
  document: string | null
  mutations: string | null
  history: string | null
  log: string | null
  records: string | null
}

const DOCUMENT = `revision, value, schema_version as "schemaVersion", created_at as "createdAt", last_used_at as "lastUsedAt"`
const ENTRY = `revision, changes, snapshot, schema_version as "schemaVersion", actor, client_id as "clientId", mutation_id as "mutationId", at`
const MUTATION = `mutation_id as "mutationId", state, revision, client_id as "clientId", seq, base_revision as "baseRevision",
  schema_version as "schemaVersion", intent, fingerprint, conflicts, burned_by as "burnedBy"`

/** All that a transaction reads, in one statement and so of one moment. */
const load = statement(
  'load',
  `select (select value from meta where key = 'epoch') as epoch,
     (select row_to_json(d)::text from (select ${DOCUMENT} from document where document_id = $1) d) as document,
     (select json_agg(m)::text from (select ${MUTATION} from mutation where document_id = $1 and mutation_id = any($2::text[])) m) as mutations,
     (select json_agg(h order by revision)::text from (
       select ${ENTRY} from log where document_id = $1 and revision <= $3::bigint
         and $3 <> (select revision from document where document_id = $1)
         and revision >= (select max(revision) from log where document_id = $1 and revision <= $3 and snapshot is not null)
     ) h) as history,
     (select json_agg(l order by revision)::text from (
       select ${ENTRY} from log where document_id = $1 and revision > $4::bigint order by log.revision desc limit $5::bigint
     ) l) as log,
     (select json_agg(r)::text from (
       select kind, key, value, expires_at as "expiresAt" from record
         where (kind, key) in (select * from unnest($6::text[], $7::text[])) and (expires_at is null or expires_at > $8)
     ) r) as records`,
)

export function loadQuery({ documentId, mutationIds = [], valueAt, logAfter, logNewest, records = [] }: Want, now: number): QueryConfig {
  const [kinds, keys] = [records.map(({ kind }) => toText(kind)), records.map(({ key }) => toText(key))]
  return load([toText(documentId), mutationIds.map(toText), valueAt ?? null, logAfter ?? null, logNewest ?? null, kinds, keys, now])
}

/** The database is our own border: this module alone fills it, and its columns hold it to their types. */
export function loadedOf([row]: readonly LoadedRow[], { documentId, valueAt }: Want): Loaded {
  if (row === undefined) throw new Error('Expected one row, got none.')
  const document = parse<Omit<StoredDocument, 'documentId'> | null>(row.document, null)
  const history = parse<LogEntry[]>(row.history, []).map(entryOf)
  const mutations = parse<StoredMutation[]>(row.mutations, []).map(mutationOf)
  const records = parse<StoredRecord[]>(row.records, []).map((record) => ({ ...record, kind: fromText(record.kind), key: fromText(record.key) }))
  return {
    epoch: row.epoch,
    document: document === null ? null : { documentId, ...document },
    mutations: new Map(mutations.map((mutation) => [mutation.mutationId, mutation])),
    // nothing when the revision asked for is not the last of them: it was never made
    history: history.at(-1)?.revision === valueAt ? history : [],
    log: parse<LogEntry[]>(row.log, []).map(entryOf),
    records: new Map(records.map((record) => [`${record.kind}:${record.key}`, record])),
  }
}

function parse<T>(json: string | null, none: T): T {
  return json === null ? none : (JSON.parse(json) as T)
}

function entryOf(row: LogEntry): LogEntry {
  return { ...row, clientId: fromTextOrNull(row.clientId), mutationId: fromTextOrNull(row.mutationId) }
}

function mutationOf(row: StoredMutation): StoredMutation {
  const { mutationId, clientId, fingerprint, burnedBy } = row
  return {
    ...row,
    mutationId: fromText(mutationId),
    clientId: fromText(clientId),
    fingerprint: fromTextOrNull(fingerprint),
    burnedBy: fromTextOrNull(burnedBy),
  }
}
