import { describe, expect, test } from 'vitest'
import { setup, snapshot } from '../../../test/support/sync-client-setup.ts'
import type { Snapshot } from './document.ts'
import type { Mutation } from './protocol.ts'
import { SyncRefusal } from './sync-channel.ts'

describe('the sync client under faults', () => {
  test('R7 what an edit takes away is kept whole, even where the state it is drawn on has not so much', async () => {
    const { clock, client, set, sent, queues } = setup()
    set({ milk: 1 })
    client.poke(snapshot(2, { bread: 4 }))
    await clock.advance(150)
    const intent = [
      { field: 'lines', id: 'eggs', from: 2, to: null },
      { field: 'lines', id: 'milk', from: null, to: 1 },
    ]
    expect(queues.at(-1)?.drafts).toMatchObject([{ intent }])
    expect(sent).toMatchObject([{ baseRevision: 2, value: { lines: { bread: 4, milk: 1 } }, intent: intent.slice(0, 1) }])
  })

  test('R7 a restored draft that is refused keeps its name: a retry is known where it was committed already', async () => {
    const first = setup()
    first.set({ eggs: 3 })
    await first.clock.advance(150)
    const second = setup({ queue: first.queues.at(-1) ?? null, clientId: 'w2' })
    second.answers[0]?.reject(new SyncRefusal({ code: 'auth_required', message: 'sign in' }))
    await second.clock.advance(0)
    expect(second.client.getSnapshot()).toMatchObject({ status: 'failed', value: { lines: { eggs: 3 } } })
    expect(second.queues.at(-1)?.drafts).toEqual(first.queues.at(-1)?.drafts)
    second.client.retry()
    expect(second.sent[1]).toEqual(first.sent[0])
  })

  test('R2 the late failure of an attempt that was given up changes nothing about the one now on its way', async () => {
    const { clock, client, set, sent, answers, ack } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    await clock.advance(10_250)
    expect(sent).toHaveLength(2)
    answers[0]?.reject(new Error('gave up'))
    await clock.advance(9_000)
    expect(sent).toHaveLength(2)
    ack(1, snapshot(2, { eggs: 3 }))
    await clock.advance(0)
    expect(client.getSnapshot().status).toBe('saved')
  })

  test('R7 edits that the queue named keep that name when what they lie on is refused', async () => {
    const { clock, client, set, sent, answers, queues } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    set({ eggs: 5 })
    const named = queues.at(-1)?.drafts[1]
    answers[0]?.reject(new SyncRefusal({ code: 'too_large', message: 'no' }))
    await clock.advance(0)
    client.retry()
    expect(sent[1]).toMatchObject({ mutationId: named?.mutationId, value: { lines: { eggs: 5 } }, supersedes: [sent[0]?.mutationId] })
    expect(sent[1]?.seq).toBeGreaterThan(named?.seq ?? 0)
  })

  test('R7 a list that takes an unanswered one under it says more than the queue did, and its seq says so', async () => {
    const { clock, set, sent, answers, queues } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    set({ eggs: 4 })
    const named = queues.at(-1)?.drafts[1]
    answers[0]?.reject(new Error('no route'))
    await clock.advance(250)
    expect(sent[1]?.mutationId).toBe(named?.mutationId)
    expect(sent[1]?.seq).toBeGreaterThan(named?.seq ?? 0)
  })

  test('R15 a document that was gone and that others made anew takes the own edits, not the whole list again', async () => {
    const fetchSnapshot = () => Promise.resolve({ ...snapshot(1, { eggs: 2, milk: 1 }), epoch: 'new' })
    const sent: Mutation[] = []
    const send = (mutation: Mutation) => {
      sent.push(mutation)
      return Promise.reject(new SyncRefusal({ code: 'not_found', message: 'gone' }))
    }
    const { clock, client, set } = setup({ channel: { send, fetchSnapshot } })
    set({ eggs: 3 })
    await clock.advance(150)
    expect(client.getSnapshot().failure?.code).toBe('not_found')
    await client.refresh()
    client.retry()
    expect(sent[1]).toMatchObject({ epoch: 'new', baseRevision: 1, value: { lines: { eggs: 3, milk: 1 } } })
  })

  test('R7 a restored draft that another copy of the view sent as another list has had its effect: the view looks, and goes on', async () => {
    const first = setup()
    first.set({ eggs: 3 })
    await first.clock.advance(150)
    const fetchSnapshot = () => Promise.resolve(snapshot(4, { eggs: 9 }))
    const conflict = () => Promise.reject(new SyncRefusal({ code: 'mutation_conflict', message: 'other content' }))
    const second = setup({ queue: first.queues.at(-1) ?? null, clientId: 'w2', channel: { send: conflict, fetchSnapshot } })
    await second.clock.advance(0)
    expect(second.client.getSnapshot()).toMatchObject({ status: 'saved', failure: null, value: { lines: { eggs: 9 } } })
    expect(second.queues.at(-1)).toBeNull()
  })

  test('R15 of two views that both make a lost document anew only one does; the other brings its own edits only', async () => {
    const { clock, client, set, sent, answers, lines } = setup()
    const refuse = (index: number, code: 'not_found' | 'revision_mismatch', current?: Snapshot) =>
      answers[index]?.reject(new SyncRefusal({ code, message: 'no', ...(current ? { current } : {}) }))
    set({ eggs: 3 })
    await clock.advance(150)
    refuse(0, 'not_found')
    await clock.advance(0)
    client.retry()
    refuse(1, 'not_found')
    await clock.advance(0)
    expect(sent[2]).toMatchObject({ baseRevision: 0, onConflict: 'reject', value: { lines: { eggs: 2 } } })
    refuse(2, 'revision_mismatch', { ...snapshot(1, { eggs: 2, milk: 1 }), epoch: 'new' })
    await clock.advance(150)
    expect(lines()).toEqual({ eggs: 3, milk: 1 })
    expect(sent[3]).toMatchObject({ epoch: 'new', baseRevision: 1, value: { lines: { eggs: 3, milk: 1 } } })
    expect(sent[3]?.supersedes).toEqual([sent[0]?.mutationId, sent[1]?.mutationId])
  })
})
