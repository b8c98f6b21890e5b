import type { DocumentStore, Write } from '@lockstep/sync'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { postgres } from '../postgres.ts'
import { commitOnce, nextRevision } from '../testing/store-jobs.ts'

let server: TestPostgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

let stores: DocumentStore[]
beforeEach(async () => {
  const url = await server.newDatabase()
  stores = await Promise.all([postgres(url), postgres(url)])
})
afterEach(() => Promise.all(stores.map((store) => store.close())))

/** So many of each store's at once, as two processes would do them. */
function fromBoth<T>(count: number, commit: (store: DocumentStore, index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => stores.map((store) => commit(store, index))).flat())
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
const sorted = (revisions: number[]): number[] => [...revisions].sort((a, b) => a - b)

describe('two stores on one database', () => {
  test('X32 give a document contiguous revisions, 500 commits of each at once, from its very first', async () => {
    const revisions = await fromBoth(500, (store) => store.commit({ documentId: 'd_1' }, nextRevision('d_1')))
    expect(sorted(revisions)).toEqual(upTo(1_000))
    const [one] = stores
    const loaded = await one?.load({ documentId: 'd_1', logAfter: 0 })
    expect(loaded?.log.map((entry) => entry.revision)).toEqual(upTo(1_000))
    expect(loaded?.document?.revision).toBe(1_000)
  })

  test('R1 let a mutation take effect once, of a new document and of an old one', async () => {
    const outcomes = await fromBoth(200, (store, index) => commitOnce(store, `d_${index % 20}`, `m_${index}`))
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(200)
    const [one] = stores
    const revisions = await Promise.all(upTo(20).map(async (index) => (await one?.load({ documentId: `d_${index - 1}` }))?.document?.revision))
    expect(revisions).toEqual(upTo(20).map(() => 10))
  })

  test('M7 let a record that two documents ask for be written by one of them', async () => {
    const record = { kind: 'create', key: 'the same call' }
    const put = (value: string): Write => ({ type: 'record', record: { ...record, value, expiresAt: null } })
    const winners = await fromBoth(20, (store, index) => {
      const documentId = `d_${stores.indexOf(store)}_${index}`
      return store.commit({ documentId, records: [record] }, (loaded) => {
        const known = loaded.records.get('create:the same call')
        if (known !== undefined) return { writes: [], result: String(known.value) }
        return { writes: [...nextRevision(documentId)(loaded).writes, put(documentId)], result: documentId }
      })
    })
    expect(new Set(winners).size).toBe(1)
    const [one] = stores
    const made = await Promise.all(
      stores.flatMap((_, store) => upTo(20).map(async (index) => (await one?.load({ documentId: `d_${store}_${index - 1}` }))?.document)),
    )
    expect(made.filter((document) => document !== null)).toHaveLength(1)
  })

  test('count on a record that is there, in documents of their own, without losing one', async () => {
    const record = { kind: 'counter', key: 'a' }
    await fromBoth(50, (store, index) =>
      store.commit({ documentId: `d_${stores.indexOf(store)}_${index}`, records: [record] }, ({ records }) => {
        const count = Number(records.get('counter:a')?.value ?? 0) + 1
        return { writes: [{ type: 'record', record: { ...record, value: count, expiresAt: null } }], result: null }
      }),
    )
    const [one] = stores
    expect((await one?.load({ documentId: 'd_1', records: [record] }))?.records.get('counter:a')?.value).toBe(100)
  })

  test('read what the other acknowledged', async () => {
    const [one, two] = stores
    for (const revision of upTo(50)) {
      await one?.commit({ documentId: 'd_1' }, nextRevision('d_1'))
      expect((await two?.load({ documentId: 'd_1' }))?.document?.revision).toBe(revision)
    }
  })

  test('sweep at once, each document once', async () => {
    await fromBoth(300, (store, index) => commitOnce(store, `d_${index}_${stores.indexOf(store)}`, 'm_1'))
    const swept = await Promise.all(stores.map((store) => store.sweep(5, 5)))
    expect((swept[0] ?? 0) + (swept[1] ?? 0)).toBe(600)
    const [one] = stores
    expect(await one?.load({ documentId: 'd_7_0', mutationIds: ['m_1'], logAfter: 0 })).toMatchObject({
      document: null,
      mutations: new Map(),
      log: [],
    })
  })
})
