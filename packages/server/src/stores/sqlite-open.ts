import { AppError } from '@lockstep/contract'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Milliseconds a start waits for another process to let go of the file; nothing is served yet, so it may block. */
const OPEN_TIMEOUT_MS = 2_000
/** Milliseconds a running server may block on a foreign lock before it retries without blocking. */
const BUSY_TIMEOUT_MS = 20

/** Each entry brings the schema one `user_version` further; entries are added, never edited. */
const MIGRATIONS: readonly string[] = [
  `create table meta (key text primary key, value text not null) strict;
   create table document (
     document_id text primary key, revision integer not null, value text not null,
     created_at integer not null, last_used_at integer not null
   ) strict;
   create index document_last_used on document (last_used_at);
   create table log (
     document_id text not null, revision integer not null, value text not null,
     actor text not null, client_id text, mutation_id text, at integer not null,
     primary key (document_id, revision)
   ) strict;
   create table mutation (
     document_id text not null, mutation_id text not null, state text not null, revision integer not null,
     client_id text not null, base_revision integer, value text, conflicts text not null, burned_by text,
     primary key (document_id, mutation_id)
   ) strict;
   create table record (
     kind text not null, key text not null, value text not null, expires_at integer,
     primary key (kind, key)
   ) strict;
   create index record_expiry on record (expires_at) where expires_at is not null;`,
  // the log says what changed, with a whole value now and then; a mutation keeps what it meant, not the list it sent
  `alter table document add column schema_version integer not null default 1;
   alter table log rename to log_1;
   create table log (
     document_id text not null, revision integer not null, changes text not null, snapshot text, schema_version integer not null,
     actor text not null, client_id text, mutation_id text, at integer not null,
     primary key (document_id, revision)
   ) strict, without rowid;
   insert into log select document_id, revision, '[]', value, 1, actor, client_id, mutation_id, at from log_1;
   drop table log_1;
   alter table mutation rename to mutation_1;
   create table mutation (
     document_id text not null, mutation_id text not null, state text not null, revision integer not null, client_id text not null,
     seq integer not null, base_revision integer, schema_version integer not null, intent text not null, fingerprint text,
     conflicts text not null, burned_by text,
     primary key (document_id, mutation_id)
   ) strict, without rowid;
   insert into mutation
     select document_id, mutation_id, state, revision, client_id, 0, base_revision, 1, '[]', null, conflicts, burned_by from mutation_1;
   drop table mutation_1;`,
]

/**
 * Opens or creates a database file, its folder too, and brings its schema up to date.
 * `newEpoch` is asked once in the life of a file: two files never share an epoch, and a copy keeps its original's until `renewEpoch`.
 * @throws {AppError} STORE_UNAVAILABLE when it cannot be opened, STORE_TOO_NEW when a later version made it (blame user).
 */
export function openSqlite(path: string, newEpoch: () => string): DatabaseSync {
  let db: DatabaseSync | null = null
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    db = new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MS })
    db.exec('pragma journal_mode = wal; pragma synchronous = full;')
    migrate(db, path, newEpoch)
    db.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`)
    return db
  } catch (cause) {
    db?.close()
    if (cause instanceof AppError) throw cause
    const message = `Expected to open the database '${path}', but could not. Check that it is a database, writable, and not held by another process.`
    throw new AppError('STORE_UNAVAILABLE', message, { blame: 'user', cause })
  }
}

function migrate(db: DatabaseSync, path: string, newEpoch: () => string): void {
  db.exec('begin immediate')
  const version = Number(db.prepare('pragma user_version').get()?.['user_version'] ?? 0)
  if (version > MIGRATIONS.length) {
    db.exec('rollback')
    const message = `Expected a database of version ${MIGRATIONS.length} or older at '${path}', got version ${version}. Use the program that made it.`
    throw new AppError('STORE_TOO_NEW', message, { blame: 'user' })
  }
  for (const step of MIGRATIONS.slice(version)) db.exec(step)
  db.prepare("insert into meta (key, value) values ('epoch', ?) on conflict do nothing").run(newEpoch())
  db.exec(`pragma user_version = ${MIGRATIONS.length}; commit`)
}

export function epochOf(db: DatabaseSync): string {
  return String(db.prepare("select value from meta where key = 'epoch'").get()?.['value'])
}

/** For a file that was restored: its revisions are others than those that views have seen since it was copied. */
export function renewEpoch(db: DatabaseSync, epoch: string): void {
  db.prepare("update meta set value = ? where key = 'epoch'").run(epoch)
}
