import type { DocumentStore } from '@lockstep/sync'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startAnswerCutter } from '../../../../test/support/answer-cutter.ts'
import { startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { postgres } from '../postgres.ts'
import { commitOnce, nextRevision } from '../testing/store-jobs.ts'
import { openPostgres } from './postgres-open.ts'

const UNAVAILABLE = { code: 'STORE_UNAVAILABLE' }

let server: TestPostgres
let url: string
let store: DocumentStore
/** Another process on the same database. */
let other: Client
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())
beforeEach(async () => {
  url = await server.newDatabase()
  store = await postgres(url)
  other = new Client({ connectionString: url })
  other.on('error', () => {})
  await other.connect()
  await other.query('set search_path to lockstep')
})
afterEach(async () => {
  await store.close()
  await other.end()
})

/** Makes inserts into the log fail, by a sequence, since a sequence is what a rollback does not take back. */
async function failOnLog(body: string): Promise<void> {
  await other.query(`create sequence runs; create function fail() returns trigger language plpgsql as $$ begin ${body} return new; end $$;
    create trigger fail before insert on log for each row execute function fail()`)
}
const revisionOf = async (documentId: string): Promise<number> => (await store.load({ documentId })).document?.revision ?? 0

/** Resolves once another connection waits for a lock, and answers whose it is. */
async function waitingBackend(): Promise<number> {
  for (;;) {
    const { rows } = await other.query<{ pid: number }>("select pid from pg_stat_activity where wait_event_type = 'Lock'")
    if (rows[0] !== undefined) return rows[0].pid
  }
}

describe('a fault', () => {
  test.each(['40001', '40P01'])(
    'R5 SQLSTATE %s, twice: the transaction runs again over fresh state, and the caller does not notice',
    async (state) => {
      await failOnLog(`if nextval('runs') <= 2 then raise exception 'race' using errcode = '${state}'; end if;`)
      let decisions = 0
      const revision = await store.commit({ documentId: 'd_1' }, (loaded) => {
        decisions += 1
        return nextRevision('d_1')(loaded)
      })
      expect([revision, decisions, await revisionOf('d_1')]).toEqual([1, 3, 1])
    },
  )

  test('a race without end is an outage, not a wait without end', async () => {
    await failOnLog("raise exception 'race' using errcode = '40001';")
    await expect(commitOnce(store, 'd_1', 'm_1')).rejects.toMatchObject({ ...UNAVAILABLE, data: { sqlState: '40001' } })
  })

  test('R11 a full disk rejects the commit, acknowledges nothing, and heals without a restart', async () => {
    await failOnLog("raise exception 'no space' using errcode = '53100';")
    const outcomes = await Promise.allSettled(['m_1', 'm_2'].map((id) => commitOnce(store, 'd_1', id)))
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.data)).toEqual([{ sqlState: '53100' }, { sqlState: '53100' }])
    expect(await revisionOf('d_1')).toBe(0)
    await other.query('drop trigger fail on log')
    expect(await commitOnce(store, 'd_1', 'm_1')).toBe('applied')
  })

  test('a write that the database refuses takes none of its group along', async () => {
    const [first, refused, last] = await Promise.allSettled([
      commitOnce(store, 'd_1', 'm_1'),
      store.commit({ documentId: 'd_1' }, (loaded) => ({ ...nextRevision('d_1')({ ...loaded, document: null }), result: null })),
      commitOnce(store, 'd_1', 'm_2'),
    ])
    expect([first, refused.status, last]).toEqual([{ status: 'fulfilled', value: 'applied' }, 'rejected', { status: 'fulfilled', value: 'applied' }])
    expect(await revisionOf('d_1')).toBe(2)
  })

  test('R11 another process at work on the document: waits for it, and lets other documents pass', async () => {
    await commitOnce(store, 'd_1', 'm_1')
    await other.query("begin; select from document where document_id = 'd_1' for update")
    const pending = commitOnce(store, 'd_1', 'm_2')
    await waitingBackend()
    expect(await Promise.all(Array.from({ length: 20 }, (_, index) => commitOnce(store, `d_other_${index}`, 'm_1')))).toHaveLength(20)
    // more than there are connections: what waits for one document holds one of them
    const more = Promise.all(Array.from({ length: 20 }, (_, index) => commitOnce(store, 'd_1', `m_more_${index}`)))
    expect(await commitOnce(store, 'd_other', 'm_1')).toBe('applied')
    await other.query('commit')
    expect([await pending, await revisionOf('d_other')]).toEqual(['applied', 1])
    expect(await more).toHaveLength(20)
  })

  test('a sweep neither waits for a document that somebody is at, nor takes it', async () => {
    await commitOnce(store, 'd_1', 'm_1')
    await commitOnce(store, 'd_2', 'm_1')
    await other.query("begin; update document set last_used_at = 10 where document_id = 'd_1'")
    expect(await store.sweep(5, 5)).toBe(1)
    await other.query('commit')
    expect([await revisionOf('d_1'), await revisionOf('d_2')]).toEqual([1, 0])
    expect(await store.sweep(5, 5)).toBe(0)
  })

  test('connections that break while nobody uses them are not missed', async () => {
    await Promise.all(['d_1', 'd_2'].map((documentId) => commitOnce(store, documentId, 'm_1')))
    const ofStore = 'from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
    const { rowCount } = await other.query(`select pg_terminate_backend(pid) ${ofStore}`)
    expect(rowCount).toBeGreaterThan(0)
    while ((await other.query(`select ${ofStore}`)).rowCount !== 0);
    expect(await commitOnce(store, 'd_1', 'm_2')).toBe('applied')
  })

  test('a connection that breaks before COMMIT: runs again on another', async () => {
    await commitOnce(store, 'd_1', 'm_1')
    await other.query("begin; select from document where document_id = 'd_1' for update")
    const pending = commitOnce(store, 'd_1', 'm_2')
    await other.query('select pg_terminate_backend($1)', [await waitingBackend()])
    await other.query('commit')
    expect(await pending).toBe('applied')
    expect(await revisionOf('d_1')).toBe(2)
  })

  test('no database at all: refuses, and closes in good order', async () => {
    await commitOnce(store, 'd_1', 'm_1')
    await server.kill9()
    await expect(commitOnce(store, 'd_1', 'm_2')).rejects.toMatchObject(UNAVAILABLE)
    await expect(store.load({ documentId: 'd_1' })).rejects.toMatchObject(UNAVAILABLE)
    await store.close()
    await server.restart()
  })

  test('a connection that breaks with COMMIT on its way: says that nobody knows', async () => {
    await failOnLog('perform pg_terminate_backend(pg_backend_pid());')
    await expect(commitOnce(store, 'd_1', 'm_1')).rejects.toMatchObject({ ...UNAVAILABLE, data: { isOutcomeUnknown: true } })
    await other.query('drop trigger fail on log')
    expect(await commitOnce(store, 'd_1', 'm_1')).toBe('applied')
  })

  test('R4 an answer that is lost after COMMIT: the same id, sent again, is found to have taken effect', async () => {
    const road = await startAnswerCutter(Number(new URL(url).port))
    const distant = await postgres(url.replace(/:\d+\//, `:${road.port}/`))
    await commitOnce(distant, 'd_1', 'm_1')
    road.cutBefore('COMMIT')
    await expect(commitOnce(distant, 'd_1', 'm_2')).rejects.toMatchObject({ ...UNAVAILABLE, data: { isOutcomeUnknown: true } })
    road.cutBefore(null)
    expect(await commitOnce(distant, 'd_1', 'm_2')).toBe('replayed')
    expect(await revisionOf('d_1')).toBe(2)
    await distant.close()
    await road.close()
  })

  test('a process that hangs in the middle of a commit: the server takes its lock back, and does not let others wait for ever', async () => {
    const pool = await openPostgres({ url, schema: 'lockstep', connections: 1, isRestored: false }, () => 'e_1')
    const settings = ['lock_timeout', 'idle_in_transaction_session_timeout']
    const { rows } = await pool.query<{ setting: string }>('select setting from pg_settings where name = any($1) order by name', [settings])
    expect(rows.map(({ setting }) => Number(setting))).toEqual([10_000, 5_000])
    await pool.end()
  })

  test('resolves only once another connection sees the commit', async () => {
    for (let revision = 1; revision <= 20; revision += 1) {
      await store.commit({ documentId: 'd_1' }, nextRevision('d_1'))
      const { rows } = await other.query<{ revision: string }>("select revision from document where document_id = 'd_1'")
      expect(Number(rows[0]?.revision)).toBe(revision)
    }
  })

  test('R9 kill -9 of the database under writes: what was acknowledged is there, none twice, and the store goes on by itself', async () => {
    const acknowledged = new Map<string, number>()
    const over = new AbortController()
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let count = 0; !over.signal.aborted; count += 1) {
        const id = `m_${writer}_${count}`
        await commitOnce(store, `d_${writer % 3}`, id).then(
          () => acknowledged.set(id, writer % 3),
          (error: unknown) => expect(error).toMatchObject(UNAVAILABLE),
        )
      }
    })
    const written = async (count: number): Promise<void> => {
      while (acknowledged.size < count) await new Promise((resolve) => setImmediate(resolve))
    }
    await written(200)
    await server.kill9()
    await expect(commitOnce(store, 'd_0', 'm_while_down')).rejects.toMatchObject(UNAVAILABLE)
    await server.restart()
    const before = acknowledged.size
    await written(before + 100)
    over.abort()
    await Promise.all(writers)
    for (const documentId of ['d_0', 'd_1', 'd_2']) {
      const ids = [...acknowledged].flatMap(([id, document]) => (`d_${document}` === documentId ? [id] : []))
      const { document, mutations, log } = await store.load({ documentId, mutationIds: ids, logAfter: 0 })
      expect(mutations.size).toBe(ids.length)
      expect(new Set(log.map((entry) => entry.mutationId)).size).toBe(log.length)
      expect(log.at(-1)?.revision).toBe(document?.revision)
      expect(log.map((entry) => entry.revision)).toEqual(log.map((_, index) => (log[0]?.revision ?? 0) + index))
    }
  })
})
