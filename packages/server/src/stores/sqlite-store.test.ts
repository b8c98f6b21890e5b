import type { DocumentStore, Want, Write } from '@lockstep/sync'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { sqlite } from '../sqlite.ts'
import { openSqlite } from './sqlite-open.ts'
import { createSqliteStore } from './sqlite-store.ts'
import { runStoreContract } from './store-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'lockstep-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const newPath = (): string => join(folder, `${++files}`, 'app.db')
const paths = new WeakMap<DocumentStore, string>()
const want: Want = { documentId: 'd_1' }
const record = (key: string, value: unknown = 1): Write => ({ type: 'record', record: { kind: 'k', key, value, expiresAt: null } })
const commitRecord = (store: DocumentStore, key: string, value?: unknown): Promise<string> =>
  store.commit(want, () => ({ writes: [record(key, value)], result: key }))
const keysOf = async (store: DocumentStore, keys: string[]): Promise<string[]> => {
  const { records } = await store.load({ ...want, records: keys.map((key) => ({ kind: 'k', key })) })
  return [...records.values()].map((row) => row.key)
}

describe('sqlite store', () => {
  runStoreContract({
    create: async () => {
      let now = 1_800_000_000_000
      const path = newPath()
      const store = sqlite(path, { clock: { now: () => now } })
      paths.set(store, path)
      return { store, setNow: (next) => (now = next) }
    },
    reopen: async (store) => {
      await store.close()
      return sqlite(paths.get(store) ?? '')
    },
  })

  test('two files never share an epoch', async () => {
    const [one, two] = [sqlite(newPath()), sqlite(newPath())]
    expect((await one.load(want)).epoch).not.toBe((await two.load(want)).epoch)
    await Promise.all([one.close(), two.close()])
  })

  test('R15 a restored file gets a new epoch when it is said to be one, and keeps its documents', async () => {
    const path = newPath()
    const first = sqlite(path)
    const { epoch } = await first.load(want)
    await commitRecord(first, 'kept')
    await first.close()
    const again = sqlite(path, { isRestored: true })
    const renewed = (await again.load(want)).epoch
    expect(renewed).not.toBe(epoch)
    expect(await keysOf(again, ['kept'])).toEqual(['kept'])
    await again.close()
    const later = sqlite(path)
    expect((await later.load(want)).epoch).toBe(renewed)
    await later.close()
  })

  test('a file of the first schema is brought up: documents stay, the log starts anew at each of its values', async () => {
    const path = newPath()
    openSqlite(path, () => 'e_1').close()
    const old = new DatabaseSync(path)
    old.exec(`drop table document; drop table log; drop table mutation;
      create table document (document_id text primary key, revision integer not null, value text not null, created_at integer not null, last_used_at integer not null) strict;
      create index document_last_used on document (last_used_at);
      create table log (document_id text not null, revision integer not null, value text not null, actor text not null, client_id text, mutation_id text,
        at integer not null, primary key (document_id, revision)) strict;
      create table mutation (document_id text not null, mutation_id text not null, state text not null, revision integer not null, client_id text not null,
        base_revision integer, value text, conflicts text not null, burned_by text, primary key (document_id, mutation_id)) strict;
      insert into document values ('d_1', 2, '{"lines":{"eggs":2}}', 1, 2);
      insert into log values ('d_1', 1, '{"lines":{"eggs":1}}', 'user', 'w', 'm_1', 1), ('d_1', 2, '{"lines":{"eggs":2}}', 'user', 'w', 'm_2', 2);
      insert into mutation values ('d_1', 'm_2', 'applied', 2, 'w', 1, '{"lines":{"eggs":2}}', '[]', null);
      pragma user_version = 1`)
    old.close()
    const store = sqlite(path)
    const loaded = await store.load({ ...want, valueAt: 1, mutationIds: ['m_2'] })
    expect(loaded.document).toMatchObject({ revision: 2, schemaVersion: 1, value: { lines: { eggs: 2 } } })
    expect(loaded.history).toMatchObject([{ revision: 1, snapshot: { lines: { eggs: 1 } } }])
    expect(loaded.mutations.get('m_2')).toMatchObject({ state: 'applied', fingerprint: null })
    await store.close()
  })

  test('writes ahead with a full sync on each commit', async () => {
    const db = openSqlite(newPath(), () => 'e_1')
    expect(db.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(db.prepare('pragma synchronous').get()).toEqual({ synchronous: 2 })
    db.close()
  })

  test('commits of one turn share a transaction, and none resolves before it is on disk', async () => {
    const path = newPath()
    const db = openSqlite(path, () => 'e_1')
    const store = createSqliteStore(db, () => 0)
    const reader = new DatabaseSync(path)
    const count = (): unknown => reader.prepare('select count(*) as n from record').get()?.['n']
    const seen: unknown[] = []
    await Promise.all(['a', 'b', 'c'].map((key) => commitRecord(store, key).then(() => seen.push(count()))))
    expect(seen).toEqual([3, 3, 3])
    reader.close()
    await store.close()
  })

  test('R11 a full disk rejects every commit of the group and acknowledges none', async () => {
    const path = newPath()
    const db = openSqlite(path, () => 'e_1')
    const pages = Number(db.prepare('pragma page_count').get()?.['page_count'])
    db.exec(`pragma max_page_count = ${pages}`)
    const store = createSqliteStore(db, () => 0)
    const outcomes = await Promise.allSettled([commitRecord(store, 'small'), commitRecord(store, 'huge', 'x'.repeat(100_000))])
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'])
    expect(await keysOf(store, ['small', 'huge'])).toEqual([])
    db.exec(`pragma max_page_count = ${pages + 100}`)
    expect(await commitRecord(store, 'later')).toBe('later')
    await store.close()
  })

  test('a COMMIT that fails rejects every commit of the group', async () => {
    const db = openSqlite(newPath(), () => 'e_1')
    db.exec(`create table parent (id text primary key); create table child (id text references parent (id) deferrable initially deferred);
      create trigger poison after insert on record when new.key = 'poison' begin insert into child values ('orphan'); end;`)
    const store = createSqliteStore(db, () => 0)
    const outcomes = await Promise.allSettled([commitRecord(store, 'good'), commitRecord(store, 'poison')])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
    expect(await keysOf(store, ['good', 'poison'])).toEqual([])
    expect(await commitRecord(store, 'next')).toBe('next')
    await store.close()
  })

  test('R11 waits without blocking while another process writes, then commits', async () => {
    const path = newPath()
    const store = sqlite(path)
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    let isDone = false
    const pending = commitRecord(store, 'a').then((key) => {
      isDone = true
      return key
    })
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    expect(isDone).toBe(false)
    other.exec('commit')
    expect(await pending).toBe('a')
    other.close()
    await store.close()
  })

  test('R9 what was acknowledged before kill -9 is there afterwards', async () => {
    const path = newPath()
    const script = join(import.meta.dirname, '../testing/crash-writer.ts')
    const child = spawn(process.execPath, ['--conditions=@lockstep/source', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.length > 2_000) child.kill('SIGKILL')
      })
      child.on('close', () => resolve())
    })
    const acknowledged = printed.slice(0, printed.lastIndexOf('\n')).split('\n')
    const store = sqlite(path)
    expect(acknowledged.length).toBeGreaterThan(200)
    expect(await keysOf(store, acknowledged)).toEqual(acknowledged)
    await store.close()
  })

  test('says clearly that a file is no database', () => {
    const path = join(folder, 'not-a-database.db')
    writeFileSync(path, 'hello '.repeat(1_000))
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE', blame: 'user' }))
  })

  test('refuses a file that a later version made', () => {
    const path = newPath()
    openSqlite(path, () => 'e_1').close()
    const db = new DatabaseSync(path)
    db.exec('pragma user_version = 99')
    db.close()
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW', blame: 'user' }))
  })
})
