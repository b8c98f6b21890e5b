import type { Want } from '@lockstep/sync'
import { expect, test } from 'vitest'
import { HISTORY_MS, HISTORY_REVISIONS } from './history.ts'
import { advance, all, DOCUMENT, entryAt, START } from './store-contract-fixtures.ts'
import type { StoreContract } from './store-contract.ts'

/** What a store keeps of a document's past; part of `runStoreContract`. */
export function runHistoryContract(contract: StoreContract): void {
  test('gives the log after a revision, oldest first, the newest of it where a number is named, and none unasked', async () => {
    const { store } = await contract.create()
    for (let count = 0; count < 5; count++) await store.commit(all, advance)
    const revisions = async (want: Partial<Want>) => (await store.load({ documentId: DOCUMENT, ...want })).log.map((entry) => entry.revision)
    expect(await revisions({ logAfter: 2 })).toEqual([3, 4, 5])
    expect(await revisions({})).toEqual([])
    expect(await revisions({ logAfter: 1, logNewest: 2 })).toEqual([4, 5])
    expect(await revisions({ logAfter: 3, logNewest: 9 })).toEqual([4, 5])
    expect(await revisions({ logAfter: 5 })).toEqual([])
    await store.close()
  })

  test('R24 gives what rebuilds an earlier value: the snapshot before it and what followed, however long the log', async () => {
    const { store } = await contract.create()
    for (let count = 0; count < 11; count++) await store.commit({ documentId: DOCUMENT }, advance)
    const revisions = async (valueAt: number) => (await store.load({ documentId: DOCUMENT, valueAt })).history.map((entry) => entry.revision)
    expect(await revisions(3)).toEqual([1, 2, 3])
    expect(await revisions(8)).toEqual([5, 6, 7, 8])
    expect(await revisions(9)).toEqual([9])
    expect(await revisions(11)).toEqual([])
    expect(await revisions(12)).toEqual([])
    const { history } = await store.load({ documentId: DOCUMENT, valueAt: 6 })
    expect(history).toEqual([entryAt(5), entryAt(6)])
    await store.close()
  })

  test('drops log entries only when past both bounds of the history, and only up to a snapshot', async () => {
    const { store } = await contract.create()
    const later = START + HISTORY_MS
    for (let count = 0; count < 6; count++) await store.commit(all, advance)
    const more = (at: number) => store.commit({ documentId: DOCUMENT }, (loaded) => advance(loaded, at))
    await Promise.all(Array.from({ length: HISTORY_REVISIONS - 2 }, () => more(later - 1)))
    const first = async () => (await store.load(all)).log[0]?.revision
    // young enough, however many came after
    expect(await first()).toBe(1)
    // revision 261 carries a snapshot; 5 is the newest one past both bounds
    await more(later)
    expect((await store.load(all)).document?.revision).toBe(261)
    expect(await first()).toBe(5)
    expect((await store.load({ documentId: DOCUMENT, valueAt: 4 })).history).toEqual([])
    expect((await store.load({ documentId: DOCUMENT, valueAt: 6 })).history).toHaveLength(2)
    await store.close()
  })

  test('an entry that starts anew ends the log before it', async () => {
    const { store } = await contract.create()
    await store.commit(all, advance)
    await store.commit(all, advance)
    await store.commit(all, (loaded) => ({
      ...advance(loaded),
      writes: [{ type: 'log', documentId: DOCUMENT, entry: { ...entryAt(3), snapshot: { lines: {} } }, startsAnew: true }],
    }))
    expect((await store.load(all)).log.map((entry) => entry.revision)).toEqual([3])
    expect((await store.load({ documentId: DOCUMENT, valueAt: 1 })).history).toEqual([])
    await store.close()
  })
}
