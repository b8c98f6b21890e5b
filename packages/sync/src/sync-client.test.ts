import { describe, expect, test } from 'vitest'
import { setup, snapshot, spec } from '../../../test/support/sync-client-setup.ts'
import { emptyValue, type Snapshot } from './document.ts'
import { SyncRefusal } from './sync-channel.ts'

describe('the sync client', () => {
  test('S0.16 mounting, a tool result and a poke send nothing; only an edit does', async () => {
    const { clock, client, sent, set } = setup()
    client.poke(snapshot(2, { eggs: 5 }))
    await clock.advance(60_000)
    expect(sent).toEqual([])
    set({ eggs: 6 })
    await clock.advance(150)
    expect(sent).toMatchObject([{ baseRevision: 2, value: { lines: { eggs: 6 } } }])
  })

  test('S0.23 an edit shows at once, and clicks in a burst go as one message with the whole list', async () => {
    const { clock, sent, set, lines } = setup()
    for (let quantity = 3; quantity <= 12; quantity += 1) {
      set({ eggs: quantity })
      expect(lines()).toEqual({ eggs: quantity })
      await clock.advance(10)
    }
    await clock.advance(150)
    expect(sent.map((mutation) => mutation.value)).toEqual([{ lines: { eggs: 12 } }])
  })

  test('a mutation is written ahead before it is sent, and the queue is empty after the answer', async () => {
    const { clock, client, set, order, queues, ack, sent } = setup()
    set({ eggs: 3 })
    expect(queues.at(-1)?.drafts).toMatchObject([{ seq: 1, intent: [{ field: 'lines', id: 'eggs', from: 2, to: 3 }] }])
    await clock.advance(150)
    expect(order.slice(-2)).toEqual(['persist', 'send'])
    expect(queues.at(-1)?.drafts.map((draft) => draft.mutationId)).toEqual([sent[0]?.mutationId])
    ack(0, snapshot(2, { eggs: 3 }))
    await clock.advance(0)
    expect(queues.at(-1)).toBeNull()
    expect(client.getSnapshot()).toMatchObject({ status: 'saved', revision: 2, unsavedSince: null })
  })

  test('one in flight at a time; edits made meanwhile follow, drawn on the answer', async () => {
    const { clock, set, sent, ack, lines } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    set({ eggs: 4 })
    await clock.advance(5_000)
    expect(sent).toHaveLength(1)
    ack(0, snapshot(2, { eggs: 3, milk: 1 }))
    await clock.advance(0)
    expect(lines()).toEqual({ eggs: 4, milk: 1 })
    await clock.advance(150)
    expect(sent[1]).toMatchObject({ baseRevision: 2, value: { lines: { eggs: 4, milk: 1 } }, supersedes: [] })
  })

  test('S0.26 without an answer the draft stays, is said to be retrying, and the same mutation goes again', async () => {
    const { clock, client, set, sent, answers, lines } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    answers[0]?.reject(new Error('no route'))
    await clock.advance(0)
    expect(client.getSnapshot().status).toBe('retrying')
    expect(lines()).toEqual({ eggs: 3 })
    await clock.advance(250)
    expect(sent[1]).toEqual(sent[0])
  })

  test('a retry with newer edits replaces the unanswered one and names it', async () => {
    const { clock, set, sent, answers } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    set({ eggs: 4 })
    answers[0]?.reject(new Error('no route'))
    await clock.advance(250)
    expect(sent[1]).toMatchObject({ baseRevision: 1, value: { lines: { eggs: 4 } }, supersedes: [sent[0]?.mutationId] })
  })

  test('S0.27 a late answer to a superseded attempt is not taken for the current one', async () => {
    const { clock, client, set, answers, ack } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    set({ eggs: 4 })
    await clock.advance(10_000)
    await clock.advance(250)
    ack(0, snapshot(2, { eggs: 3 }))
    await clock.advance(0)
    expect(client.getSnapshot()).toMatchObject({ revision: 1, value: { lines: { eggs: 4 } } })
    expect(answers).toHaveLength(2)
  })

  test('a refusal keeps the draft and waits for a person; retry sends it again', async () => {
    const { clock, client, set, sent, answers, ack, lines } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    answers[0]?.reject(new SyncRefusal({ code: 'document_expired', message: 'expired' }))
    await clock.advance(60_000)
    expect(sent).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ status: 'failed', failure: { code: 'document_expired' } })
    expect(lines()).toEqual({ eggs: 3 })
    client.retry()
    // as it was: somebody may have made the document anew meanwhile
    expect(sent[1]).toMatchObject({ baseRevision: 1, value: { lines: { eggs: 3 } } })
    answers[1]?.reject(new SyncRefusal({ code: 'document_expired', message: 'expired' }))
    await clock.advance(0)
    // what was in it makes it anew, and the edit follows in place of what was refused
    expect(sent[2]).toMatchObject({ baseRevision: 0, onConflict: 'reject', value: { lines: { eggs: 2 } } })
    expect(lines()).toEqual({ eggs: 3 })
    ack(2, snapshot(6, { eggs: 2 }))
    await clock.advance(150)
    expect(sent[3]).toMatchObject({ baseRevision: 6, value: { lines: { eggs: 3 } }, supersedes: [sent[0]?.mutationId, sent[1]?.mutationId] })
  })

  test('a stale base is rebased on the state that came with the refusal', async () => {
    const { clock, set, sent, answers, lines } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    answers[0]?.reject(new SyncRefusal({ code: 'stale_base', message: 'old', current: snapshot(9, { eggs: 5, milk: 1 }) }))
    await clock.advance(0)
    expect(lines()).toEqual({ eggs: 6, milk: 1 })
    await clock.advance(150)
    expect(sent[1]).toMatchObject({ baseRevision: 9, value: { lines: { eggs: 6, milk: 1 } } })
  })

  test('a remount sends the restored mutation verbatim first, and never supersedes it before its answer', async () => {
    const first = setup()
    first.set({ eggs: 3 })
    await first.clock.advance(150)
    const queue = first.queues.at(-1) ?? null
    const second = setup({ queue, clientId: 'w2', newId: () => `n${Math.random()}` })
    expect(second.sent[0]).toEqual(first.sent[0])
    second.set({ eggs: 4 })
    await second.clock.advance(10_000)
    await second.clock.advance(300)
    expect(second.sent[1]).toEqual(first.sent[0])
    second.ack(1, snapshot(2, { eggs: 3 }))
    await second.clock.advance(150)
    expect(second.sent[2]).toMatchObject({ clientId: 'w2', baseRevision: 2, value: { lines: { eggs: 4 } } })
  })

  test('teardown sends one last message: the newest list, naming what was never answered', async () => {
    const { clock, client, set, sent } = setup()
    set({ eggs: 3 })
    await clock.advance(150)
    set({ eggs: 4 })
    void client.teardown()
    expect(sent).toHaveLength(2)
    expect(sent[1]).toMatchObject({ value: { lines: { eggs: 4 } }, supersedes: [sent[0]?.mutationId] })
  })

  test('undo takes the last own edit back and leaves what others did', async () => {
    const { clock, client, set, ack, lines } = setup()
    set({ eggs: 7 })
    await clock.advance(150)
    ack(0, snapshot(2, { eggs: 7 }))
    await clock.advance(0)
    client.poke(snapshot(3, { eggs: 8, milk: 1 }))
    expect(client.undo()).toBe(true)
    expect(lines()).toEqual({ eggs: 3, milk: 1 })
    expect(client.undo()).toBe(false)
  })

  test('flush resolves when all is saved, and also when the attempt failed', async () => {
    const { clock, client, set, ack, answers } = setup()
    let isFlushed = false
    set({ eggs: 3 })
    void client.flush().then(() => (isFlushed = true))
    await clock.advance(0)
    expect(isFlushed).toBe(false)
    ack(0, snapshot(2, { eggs: 3 }))
    await clock.advance(0)
    expect(isFlushed).toBe(true)
    set({ eggs: 4 })
    const flushed = client.flush()
    answers[1]?.reject(new Error('no route'))
    await flushed
    expect(client.getSnapshot().status).toBe('retrying')
  })

  test('an older snapshot never takes the view back', () => {
    const { client, lines } = setup()
    client.poke(snapshot(4, { eggs: 9 }))
    client.poke(snapshot(3, { eggs: 1 }))
    expect(lines()).toEqual({ eggs: 9 })
    expect(emptyValue(spec)).toEqual({ lines: {} })
  })

  test('a tool result of another life of the document is no news, but a reason to ask', async () => {
    const asked: unknown[] = []
    const fetchSnapshot = (_id: string, held: unknown) => {
      asked.push(held)
      return Promise.resolve(null)
    }
    const { clock, client, lines } = setup({ channel: { send: () => Promise.reject(new Error('not sent')), fetchSnapshot } })
    client.poke({ ...snapshot(0, {}), epoch: 'before' })
    await clock.advance(0)
    expect(asked).toHaveLength(1)
    expect(lines()).toEqual({ eggs: 2 })
  })

  test('a fetched state of another epoch is taken, unless the answer was overtaken by a newer epoch', async () => {
    const waiting: Array<(seen: Snapshot) => void> = []
    const fetchSnapshot = () => new Promise<Snapshot>((resolve) => waiting.push(resolve))
    const { clock, client, lines } = setup({ channel: { send: () => Promise.reject(new Error('not sent')), fetchSnapshot } })
    const [first, second] = [client.refresh(), client.refresh()]
    waiting[1]?.({ ...snapshot(3, { eggs: 7 }), epoch: 'new' })
    await second
    expect(lines()).toEqual({ eggs: 7 })
    waiting[0]?.(snapshot(9, { eggs: 1 }))
    await clock.advance(0)
    // which of the two is over, the server knows: it is asked once more
    waiting[2]?.({ ...snapshot(3, { eggs: 7 }), epoch: 'new' })
    await first
    await clock.advance(0)
    expect(lines()).toEqual({ eggs: 7 })
  })
})
