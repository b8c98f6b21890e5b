import type { DocumentStore, StoredMutation, Write } from '@lockstep/sync'
import { expect, test } from 'vitest'
import { advance, all, DOCUMENT, documentAt, entryAt, mutationOf, START } from './store-contract-fixtures.ts'
import { runHistoryContract } from './store-history-contract.ts'

export interface StoreContract {
  /** A new, empty store with a clock of its own to turn. */
  create(): Promise<{ store: DocumentStore; setNow(now: number): void }>
  /** Closes the store and opens the same data again; absent where data dies with the process. */
  reopen?(store: DocumentStore): Promise<DocumentStore>
}

/** The promises of `DocumentStore`, held to by every store; called from each store's own test file. */
export function runStoreContract(contract: StoreContract): void {
  test('loads nothing of a document that was never stored', async () => {
    const { store } = await contract.create()
    const loaded = await store.load({ ...all, records: [{ kind: 'k', key: 'a' }] })
    expect(loaded).toMatchObject({ document: null, log: [] })
    expect([loaded.mutations.size, loaded.records.size]).toEqual([0, 0])
    expect(loaded.epoch).not.toBe('')
    await store.close()
  })

  test('gives back what was committed, whole', async () => {
    const { store } = await contract.create()
    const burned: StoredMutation = { ...mutationOf('m_2'), state: 'burned', fingerprint: null, intent: [], burnedBy: 'm_1' }
    const conflict = { field: 'lines', id: 'eggs', kind: 'clamped', base: 1, mine: 2, theirs: null, result: 2 } as const
    await store.commit(all, () => ({
      writes: [
        { type: 'document', document: documentAt(1) },
        { type: 'log', documentId: DOCUMENT, entry: entryAt(1) },
        { type: 'mutation', documentId: DOCUMENT, mutation: { ...mutationOf('m_1'), conflicts: [conflict] } },
        { type: 'mutation', documentId: DOCUMENT, mutation: burned },
      ],
      result: null,
    }))
    const loaded = await store.load(all)
    expect(loaded.document).toEqual(documentAt(1))
    expect(loaded.log).toEqual([entryAt(1)])
    expect(loaded.mutations.get('m_1')).toEqual({ ...mutationOf('m_1'), conflicts: [conflict] })
    expect(loaded.mutations.get('m_2')).toEqual(burned)
    expect(loaded.mutations.has('m_3')).toBe(false)
    await store.close()
  })

  test('keeps the order of entries in a value', async () => {
    const { store } = await contract.create()
    const value = { lines: { zucchini: 1, apple: 2, milk: 3 } }
    await store.commit(all, () => ({ writes: [{ type: 'document', document: { ...documentAt(1), value } }], result: null }))
    const { document } = await store.load(all)
    expect(Object.keys(document?.value['lines'] ?? {})).toEqual(['zucchini', 'apple', 'milk'])
    await store.close()
  })

  test('lands all writes of a commit or none', async () => {
    const { store } = await contract.create()
    await store.commit(all, advance)
    const clash: Write[] = [
      { type: 'document', document: documentAt(2) },
      { type: 'record', record: { kind: 'k', key: 'a', value: 1, expiresAt: null } },
      { type: 'log', documentId: DOCUMENT, entry: entryAt(1) },
    ]
    await expect(store.commit(all, () => ({ writes: clash, result: null }))).rejects.toMatchObject({ code: 'STORE_CONFLICT' })
    const loaded = await store.load({ ...all, records: [{ kind: 'k', key: 'a' }] })
    expect(loaded.document?.revision).toBe(1)
    expect(loaded.records.size).toBe(0)
    await store.close()
  })

  test('refuses a mutation id that exists', async () => {
    const { store } = await contract.create()
    const write: Write = { type: 'mutation', documentId: DOCUMENT, mutation: mutationOf('m_1') }
    await store.commit(all, () => ({ writes: [write], result: null }))
    await expect(store.commit(all, () => ({ writes: [write], result: null }))).rejects.toMatchObject({ code: 'STORE_CONFLICT' })
    await store.close()
  })

  test('a decision that throws writes nothing, rejects with that error, and leaves its neighbours alone', async () => {
    const { store } = await contract.create()
    const fault = new Error('no')
    const before = store.commit(all, advance)
    const failing = store.commit(all, () => {
      throw fault
    })
    const after = store.commit(all, advance)
    await expect(failing).rejects.toBe(fault)
    expect([await before, await after]).toEqual([1, 2])
    expect((await store.load(all)).log.map((entry) => entry.revision)).toEqual([1, 2])
    await store.close()
  })

  test('a commit whose writes clash leaves the others of its group alone', async () => {
    const { store } = await contract.create()
    const first = store.commit(all, advance)
    const clashing = store.commit(all, () => ({ writes: [{ type: 'log', documentId: DOCUMENT, entry: entryAt(1) }], result: null }))
    const last = store.commit(all, advance)
    await expect(clashing).rejects.toMatchObject({ code: 'STORE_CONFLICT' })
    expect([await first, await last]).toEqual([1, 2])
    await store.close()
  })

  test('a commit sees every commit asked for before it', async () => {
    const { store } = await contract.create()
    const seen = await Promise.all(
      ['a', 'b', 'c'].map(() => store.commit(all, (loaded) => ({ ...advance(loaded), result: loaded.document?.revision ?? 0 }))),
    )
    expect(seen).toEqual([0, 1, 2])
    await store.close()
  })

  test('a thousand concurrent commits on one document give contiguous revisions', async () => {
    const { store } = await contract.create()
    const results = await Promise.all(Array.from({ length: 1_000 }, () => store.commit({ documentId: DOCUMENT }, advance)))
    expect(results).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1))
    expect((await store.load(all)).document?.revision).toBe(1_000)
    await store.close()
  })

  test('two documents do not see each other', async () => {
    const { store } = await contract.create()
    await store.commit(all, advance)
    const other = await store.load({ documentId: 'd_other', mutationIds: ['m_1'], logAfter: 0 })
    expect(other).toMatchObject({ document: null, log: [] })
    expect(other.mutations.size).toBe(0)
    await store.close()
  })

  runHistoryContract(contract)

  test('replaces a mutation only where it is told to', async () => {
    const { store } = await contract.create()
    const put = (mutation: StoredMutation, replaces?: true): Promise<null> =>
      store.commit(all, () => ({ writes: [{ type: 'mutation', documentId: DOCUMENT, mutation, ...(replaces ? { replaces } : {}) }], result: null }))
    await put(mutationOf('m_1'))
    await put({ ...mutationOf('m_1'), burnedBy: 'm_2', seq: 9 }, true)
    expect((await store.load(all)).mutations.get('m_1')).toEqual({ ...mutationOf('m_1'), burnedBy: 'm_2', seq: 9 })
    await expect(put(mutationOf('m_1'))).rejects.toMatchObject({ code: 'STORE_CONFLICT' })
    await store.close()
  })

  test('keeps records by kind and key, replaces them, forgets them', async () => {
    const { store } = await contract.create()
    const records = [
      { kind: 'order', key: 'a' },
      { kind: 'session', key: 'a' },
    ]
    const put = (kind: string, value: unknown): Write => ({ type: 'record', record: { kind, key: 'a', value, expiresAt: null } })
    await store.commit(all, () => ({ writes: [put('order', { total: 1 }), put('session', ['x'])], result: null }))
    await store.commit(all, () => ({ writes: [put('order', { total: 2 })], result: null }))
    const loaded = await store.load({ documentId: DOCUMENT, records })
    expect(loaded.records.get('order:a')).toEqual({ kind: 'order', key: 'a', value: { total: 2 }, expiresAt: null })
    expect(loaded.records.get('session:a')?.value).toEqual(['x'])
    await store.commit(all, () => ({ writes: [{ type: 'forget-record', kind: 'order', key: 'a' }], result: null }))
    expect([...(await store.load({ documentId: DOCUMENT, records })).records.keys()]).toEqual(['session:a'])
    await store.close()
  })

  test('never gives back an expired record', async () => {
    const { store, setNow } = await contract.create()
    const records = [{ kind: 'k', key: 'a' }]
    await store.commit(all, () => ({ writes: [{ type: 'record', record: { kind: 'k', key: 'a', value: 1, expiresAt: START + 10 } }], result: null }))
    setNow(START + 9)
    expect((await store.load({ documentId: DOCUMENT, records })).records.size).toBe(1)
    setNow(START + 10)
    expect((await store.load({ documentId: DOCUMENT, records })).records.size).toBe(0)
    await store.close()
  })

  test('sweeps documents unused since a moment, with their log and mutations, and expired records', async () => {
    const { store } = await contract.create()
    const fresh = documentAt(1, START + 100, 'd_fresh')
    await store.commit(all, advance)
    await store.commit({ documentId: 'd_fresh' }, () => ({
      writes: [
        { type: 'document', document: fresh },
        { type: 'record', record: { kind: 'k', key: 'old', value: 1, expiresAt: START + 50 } },
        { type: 'record', record: { kind: 'k', key: 'kept', value: 1, expiresAt: null } },
      ],
      result: null,
    }))
    expect(await store.sweep(START + 100, START + 100)).toBe(1)
    const gone = await store.load({ ...all, records: ['old', 'kept'].map((key) => ({ kind: 'k', key })) })
    expect(gone).toMatchObject({ document: null, log: [] })
    expect(gone.mutations.size).toBe(0)
    expect([...gone.records.keys()]).toEqual(['k:kept'])
    expect((await store.load({ documentId: 'd_fresh' })).document).toEqual(fresh)
    await store.close()
  })

  test('refuses work once closed', async () => {
    const { store } = await contract.create()
    await store.close()
    await expect(store.load(all)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(store.commit(all, advance)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })

  test('finishes what was asked for before close', async () => {
    const { store } = await contract.create()
    const pending = store.commit(all, advance)
    await store.close()
    expect(await pending).toBe(1)
  })

  const { reopen } = contract
  if (reopen === undefined) return
  test('M17 everything acknowledged survives a restart, the epoch too', async () => {
    const { store } = await contract.create()
    const { epoch } = await store.load(all)
    await store.commit(all, advance)
    const again = await reopen(store)
    const loaded = await again.load(all)
    expect(loaded.epoch).toBe(epoch)
    expect(loaded.document).toEqual(documentAt(1))
    expect(await again.commit(all, advance)).toBe(2)
    await again.close()
  })
}
