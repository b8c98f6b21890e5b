import { AppError } from '@lockstep/contract'
import type { Client } from 'pg'
import { isClash, sqlStateOf } from './postgres-error.ts'

/** Two processes that open a new database at once meet in its catalogue; the second finds everything done. */
const TRIES = 5
/** duplicate_schema, duplicate_table, and the catalogue's own "tuple concurrently updated". */
const MET_IN_CATALOGUE: readonly string[] = ['42P06', '42P07', 'XX000']

/**
 * Each entry brings the schema one version further; entries are added, never edited. Names of tables are of the search path.
 * Values are `json`, not `jsonb`, which would lose the order of entries. Keys compare by bytes, so that no update of the system's collations
 * can spoil an index.
 */
const MIGRATIONS: readonly string[] = [
  `create table document (
     document_id text collate "C" primary key, revision bigint not null, value json not null, schema_version integer not null,
     created_at bigint not null, last_used_at bigint not null
   );
   create index document_last_used on document (last_used_at);
   create table log (
     document_id text collate "C" not null, revision bigint not null, changes json not null, snapshot json, schema_version integer not null,
     actor text not null, client_id text, mutation_id text, at bigint not null,
     primary key (document_id, revision)
   );
   create table mutation (
     document_id text collate "C" not null, mutation_id text collate "C" not null, state text not null, revision bigint not null,
     client_id text not null, seq bigint not null, base_revision bigint, schema_version integer not null, intent json not null,
     fingerprint text, conflicts json not null, burned_by text,
     primary key (document_id, mutation_id)
   );
   create table record (
     kind text collate "C" not null, key text collate "C" not null, value json not null, expires_at bigint,
     primary key (kind, key)
   );
   create index record_expiry on record (expires_at) where expires_at is not null;`,
]

/** Brings the tables up to date; `client` has the schema on its search path, which need not be there yet. @throws {AppError} STORE_TOO_NEW */
export async function migratePostgres(client: Client, schema: string, newEpoch: () => string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await bringUpToDate(client, schema, newEpoch)
    } catch (error) {
      const isMet = isClash(error) || MET_IN_CATALOGUE.includes(sqlStateOf(error) ?? '')
      if (tries === TRIES || !isMet) throw error
      await client.query('rollback')
    }
  }
}

async function bringUpToDate(client: Client, schema: string, newEpoch: () => string): Promise<void> {
  // first without a write: a user who may only use the tables can open a database that is up to date
  const { rows } = await client.query<Record<'schema' | 'meta', string | null>>('select to_regnamespace($1) as schema, to_regclass($2) as meta', [
    schema,
    `${schema}.meta`,
  ])
  if (rows[0]?.meta !== null && (await versionOf(client)) === MIGRATIONS.length) return
  await client.query('begin')
  if (rows[0]?.schema === null) await client.query(`create schema ${schema}`)
  await client.query('create table if not exists meta (key text primary key, value text not null)')
  await client.query("insert into meta values ('version', '0'), ('epoch', $1) on conflict do nothing", [newEpoch()])
  for (const step of MIGRATIONS.slice(await versionOf(client, 'for update'))) await client.query(step)
  await client.query("update meta set value = $1 where key = 'version'", [MIGRATIONS.length])
  await client.query('commit')
}

async function versionOf(client: Client, lock: 'for update' | '' = ''): Promise<number> {
  const { rows } = await client.query<{ value: string }>(`select value from meta where key = 'version' ${lock}`)
  const version = Number(rows[0]?.value ?? 0)
  if (version <= MIGRATIONS.length) return version
  const message = `Expected a database of version ${MIGRATIONS.length} or older, got version ${version}. Use the program that made it.`
  throw new AppError('STORE_TOO_NEW', message, { blame: 'user' })
}
