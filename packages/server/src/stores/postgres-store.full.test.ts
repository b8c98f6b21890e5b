import type { DocumentStore, Loaded, Want, Write } from '@lockstep/sync'
import { inspect } from 'node:util'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { postgres } from '../postgres.ts'
import { commitOnce, nextRevision } from '../testing/store-jobs.ts'
import { openPostgres } from './postgres-open.ts'
import { runStoreContract } from './store-contract.ts'

let server: TestPostgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

const urls = new WeakMap<DocumentStore, string>()
const want: Want = { documentId: 'd_1' }

async function sql(url: string, ...statements: string[]): Promise<Array<Record<string, unknown>>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  let rows: Array<Record<string, unknown>> = []
  for (const statement of statements) ({ rows } = await client.query(statement))
  await client.end()
  return rows
}

describe('postgres store', () => {
  runStoreContract({
    create: async () => {
      let now = 1_800_000_000_000
      const url = await server.newDatabase()
      const store = await postgres(url, { clock: { now: () => now } })
      urls.set(store, url)
      return { store, setNow: (next) => (now = next) }
    },
    reopen: async (store) => {
      await store.close()
      return postgres(urls.get(store) ?? '')
    },
  })

  test('R17 keeps any text, in values and in ids: NUL, quotes, halves of surrogate pairs', async () => {
    const store = await postgres(await server.newDatabase())
    const odd = 'a\0b"c\\d\ud800e\u2028🧀'
    const writes = (loaded: Loaded): Write[] => [
      ...nextRevision(odd, odd)(loaded).writes.slice(1),
      {
        type: 'document',
        document: { documentId: odd, revision: 1, value: { note: { [odd]: odd } }, schemaVersion: 1, createdAt: 1, lastUsedAt: 1 },
      },
      { type: 'record', record: { kind: odd, key: odd, value: { [odd]: odd }, expiresAt: null } },
    ]
    await store.commit({ documentId: odd }, (loaded) => ({ writes: writes(loaded), result: null }))
    const loaded = await store.load({ documentId: odd, mutationIds: [odd], logAfter: 0, records: [{ kind: odd, key: odd }] })
    expect(loaded.document).toMatchObject({ documentId: odd, value: { note: { [odd]: odd } } })
    expect(loaded.log.map((entry) => entry.mutationId)).toEqual([odd])
    expect(loaded.mutations.get(odd)?.mutationId).toBe(odd)
    expect(loaded.records.get(`${odd}:${odd}`)?.value).toEqual({ [odd]: odd })
    // what only looks the same is another
    expect((await store.load({ documentId: odd.replace('\ud800', '\ufffd') })).document).toBeNull()
    await store.close()
  })

  test('two databases never share an epoch, four openings at once of a new one do', async () => {
    const [one, two] = [await server.newDatabase(), await server.newDatabase()]
    const stores = await Promise.all([one, one, one, one, two].map((url) => postgres(url)))
    const epochs = await Promise.all(stores.map(async (store) => (await store.load(want)).epoch))
    expect(new Set(epochs.slice(0, 4)).size).toBe(1)
    expect(epochs[4]).not.toBe(epochs[0])
    await Promise.all(stores.map((store) => store.close()))
  })

  test('R15 a restored database gets a new epoch when it is said to be one, seen at once by who has it open', async () => {
    const url = await server.newDatabase()
    const store = await postgres(url)
    const { epoch } = await store.load(want)
    await commitOnce(store, 'd_1', 'm_kept')
    const again = await postgres(url, { isRestored: true })
    const renewed = await store.load(want)
    expect(renewed.epoch).not.toBe(epoch)
    expect(renewed.document?.revision).toBe(1)
    expect((await again.load(want)).epoch).toBe(renewed.epoch)
    await Promise.all([store.close(), again.close()])
  })

  test('apps that share a database keep apart by schema, whatever its name', async () => {
    const url = await server.newDatabase()
    const [one, two] = [await postgres(url, { schema: 'one' }), await postgres(url, { schema: 'the "second"; drop schema one' })]
    await commitOnce(one, 'd_1', 'm_1')
    expect((await two.load(want)).document).toBeNull()
    expect(await commitOnce(two, 'd_1', 'm_1')).toBe('applied')
    await Promise.all([one.close(), two.close()])
  })

  test('a user who may only use the tables opens a database that is up to date', async () => {
    const url = await server.newDatabase()
    await (await postgres(url)).close()
    await sql(
      url,
      `create role guest login password 'guest'`,
      'grant usage on schema lockstep to guest',
      'grant select, insert, update, delete on all tables in schema lockstep to guest',
    )
    const asGuest = new URL(url)
    ;[asGuest.username, asGuest.password] = ['guest', 'guest']
    const store = await postgres(asGuest.href)
    expect(await commitOnce(store, 'd_1', 'm_1')).toBe('applied')
    await store.close()
  })

  test('R12 waits for the disk at each commit, though the database and the address say otherwise', async () => {
    const url = await server.newDatabase()
    await sql(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`)
    const settingOf = async (options: string) => {
      const place = { url: `${url}?options=${encodeURIComponent(options)}`, schema: 'lockstep', connections: 1, isRestored: false }
      const pool = await openPostgres(place, () => 'e_1')
      const { rows } = await pool.query<{ synchronous_commit: string }>('show synchronous_commit')
      await pool.end()
      return rows[0]?.synchronous_commit
    }
    expect(await settingOf('-c synchronous_commit=off')).toBe('on')
    expect(await settingOf('-c synchronous_commit=local')).toBe('on')
    expect(await settingOf('-c synchronous_commit=remote_apply')).toBe('remote_apply')
  })

  test('says clearly that a database cannot be reached, without its password', async () => {
    const dead = server.url.replace(/:\d+\//, ':1/')
    const { password } = new URL(dead)
    for (const url of [dead, server.url.replace(password, 'wrong-secret'), `postgres://lockstep:${password}@[/nonsense`]) {
      const error: unknown = await postgres(url).catch((fault: unknown) => fault)
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', blame: 'user' })
      expect(inspect(error, { depth: 9 })).not.toMatch(new RegExp(`${password}|wrong-secret`))
    }
  })

  test('refuses a database that a later version made', async () => {
    const url = await server.newDatabase()
    await (await postgres(url)).close()
    await sql(url, "update lockstep.meta set value = '99' where key = 'version'")
    await expect(postgres(url)).rejects.toMatchObject({ code: 'STORE_TOO_NEW', blame: 'user' })
  })
})
