import { counters, type DocumentSpec, type DocumentStore, type Mutation, type Write } from '@lockstep/sync'
import { beforeEach, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../stores/memory-store.ts'
import { createDocumentHandle, type DocumentHandle, type EditOptions } from './document-handle.ts'

const spec: DocumentSpec = { name: 'basket', fields: { lines: counters({ max: 99 }) } }
const IDLE_TTL_MS = 1_000
const START = 1_800_000_000_000
/** Of a document created at the start. */
const EPOCH = `e_1.${START.toString(36)}`
let now = 0
let basket: DocumentHandle

beforeEach(() => {
  now = START
  basket = createDocumentHandle(spec, IDLE_TTL_MS, createMemoryStore({ epoch: 'e_1', now: () => now }), () => now)
})

function mutation(overrides: Partial<Mutation> = {}): Mutation {
  const base = { documentId: 'b_1', epoch: null, baseRevision: null, value: { lines: { eggs: 2 } }, mutationId: 'm_1', supersedes: [] }
  return { ...base, clientId: 'w_1', seq: 1, onConflict: 'merge', ...overrides }
}
function setEggs(count: number, overrides: Partial<EditOptions> = {}): EditOptions {
  return { actor: 'model', mutationId: `set_${count}`, change: () => ({ lines: { eggs: count } }), ...overrides }
}
const session: Write = { type: 'record', record: { kind: 'session', key: 's', value: 'b_1', expiresAt: null } }
const records = [{ kind: 'session', key: 's' }]

describe('a document', () => {
  test('is null until something is stored', async () => {
    expect(await basket.read('b_1')).toBeNull()
  })

  test('M3 what the view wrote, a tool edits, and both read', async () => {
    await basket.sync(mutation(), { actor: 'user' })
    await basket.sync(mutation({ mutationId: 'm_2', epoch: EPOCH, baseRevision: 1, value: { lines: { eggs: 4 } } }), { actor: 'user' })
    const outcome = await basket.edit('b_1', {
      actor: 'model',
      mutationId: 'k_1',
      baseRevision: 1,
      change: ({ lines }) => ({ lines: { ...lines, milk: 1 } }),
    })
    expect(outcome).toMatchObject({
      ok: true,
      reply: { status: 'applied', revision: 3, changes: [{ revision: 2, by: 'user', id: 'eggs', from: 2, to: 4 }] },
    })
    const read = await basket.read('b_1', { since: 2 })
    expect(read?.snapshot).toEqual({ documentId: 'b_1', epoch: EPOCH, revision: 3, value: { lines: { eggs: 4, milk: 1 } } })
    expect(read?.changes).toMatchObject([{ by: 'model', id: 'milk', to: 1 }])
  })

  test('M7 the same edit again changes nothing', async () => {
    await basket.edit('b_1', setEggs(3))
    expect(await basket.edit('b_1', setEggs(3))).toMatchObject({ ok: true, reply: { status: 'replayed', revision: 1 } })
  })

  test('R1 one id sent twenty times at once takes effect once, and every sender is answered', async () => {
    const sent = Array.from({ length: 20 }, () => basket.sync(mutation(), { actor: 'user' }))
    const replies = await Promise.all(sent)
    expect(replies.map((outcome) => (outcome.ok ? outcome.reply.status : outcome.failure.code)).sort()).toEqual([
      'applied',
      ...Array(19).fill('replayed'),
    ])
    expect((await basket.read('b_1'))?.snapshot).toMatchObject({ revision: 1, value: { lines: { eggs: 2 } } })
  })

  test('commits records of the app in the same transaction, and gives them back', async () => {
    await basket.sync(mutation(), {
      actor: 'user',
      records,
      also: (outcome, known) => (outcome.reply.status === 'applied' && known.size === 0 ? [session] : []),
    })
    expect((await basket.read('b_1'))?.snapshot).toMatchObject({ revision: 1, value: { lines: { eggs: 2 } } })
    const seen: unknown[] = []
    await basket.edit(
      'b_1',
      setEggs(5, { records, change: (_value, _snapshot, _changes, known) => (seen.push(known.get('session:s')?.value), { lines: { eggs: 5 } }) }),
    )
    expect(seen).toEqual(['b_1'])
    expect((await basket.read('b_1', { records }))?.records.get('session:s')?.value).toBe('b_1')
  })

  test('a refused edit writes neither the document nor the records', async () => {
    const refuse = { code: 'invalid_request', message: 'No.' } as const
    const outcome = await basket.edit('b_1', setEggs(1, { change: () => refuse, also: () => [session] }))
    expect(outcome).toEqual({ ok: false, failure: refuse })
    expect(await basket.read('b_1')).toBeNull()
  })

  test('records that clash take the document change back with them', async () => {
    const clash: Write = {
      type: 'log',
      documentId: 'b_1',
      entry: { revision: 1, changes: [], snapshot: null, schemaVersion: 1, actor: 'system', clientId: null, mutationId: null, at: now },
    }
    await basket.edit('b_1', setEggs(1))
    await expect(basket.edit('b_1', setEggs(2, { also: () => [clash] }))).rejects.toMatchObject({ code: 'STORE_CONFLICT' })
    expect((await basket.read('b_1'))?.snapshot).toMatchObject({ revision: 1, value: { lines: { eggs: 1 } } })
  })

  test('a guard refuses before anything is decided', async () => {
    const failure = { code: 'not_found', message: 'No such basket.' } as const
    const outcome = await basket.sync(mutation(), { actor: 'user', guard: (_known, loaded) => (loaded.document === null ? failure : null) })
    expect(outcome).toEqual({ ok: false, failure })
    expect(await basket.read('b_1')).toBeNull()
  })

  test('M17 past its idle time it reads as expired and empty, and reading does not keep it alive', async () => {
    await basket.edit('b_1', setEggs(3))
    now += IDLE_TTL_MS - 1
    expect(await basket.read('b_1')).toMatchObject({ isExpired: false, snapshot: { value: { lines: { eggs: 3 } } } })
    now += 1
    expect(await basket.read('b_1')).toMatchObject({ isExpired: true, snapshot: { epoch: 'e_1', revision: 0, value: { lines: {} } } })
  })

  test('tells of a commit only once the store says that it is durable, and never of one that changed nothing or failed', async () => {
    const inner = createMemoryStore({ epoch: 'e_1', now: () => now })
    let release = (): void => undefined
    let isFailing = false
    const slow: DocumentStore = {
      ...inner,
      commit: async (want, decide) => {
        const result = await inner.commit(want, decide)
        await new Promise<void>((resolve) => (release = resolve))
        if (isFailing) throw new Error('the disk went away')
        return result
      },
    }
    const told: unknown[] = []
    const handle = createDocumentHandle(spec, IDLE_TTL_MS, slow, () => now)
    const stop = handle.onCommitted((committed) => told.push(committed))
    const settle = async (work: Promise<unknown>): Promise<void> => {
      // everything but the disk has had its turn
      await new Promise(setImmediate)
      expect(told).toHaveLength(count)
      release()
      await work.catch(() => undefined)
    }
    let count = 0
    await settle(handle.edit('b_1', setEggs(3)))
    expect(told).toEqual([{ documentId: 'b_1', revision: 1, by: 'model' }])
    count = 1
    await settle(handle.edit('b_1', setEggs(3)))
    await settle(handle.edit('b_1', setEggs(3, { mutationId: 'same again' })))
    await settle(handle.sync(mutation({ mutationId: 'm_9', epoch: EPOCH, baseRevision: 1 }), { actor: 'user' }))
    expect(told.slice(1)).toEqual([{ documentId: 'b_1', revision: 2, by: 'user' }])
    count = 2
    isFailing = true
    await settle(handle.edit('b_1', setEggs(7)))
    isFailing = false
    stop()
    await settle(handle.edit('b_1', setEggs(8)))
    expect(told).toHaveLength(2)
  })

  test('a listener that throws harms neither the caller nor the other listeners', async () => {
    const errors: unknown[] = []
    const told: number[] = []
    const handle = createDocumentHandle(
      spec,
      IDLE_TTL_MS,
      createMemoryStore({ epoch: 'e_1', now: () => now }),
      () => now,
      (error) => errors.push(error),
    )
    handle.onCommitted(() => {
      throw new Error('no')
    })
    handle.onCommitted(({ revision }) => told.push(revision))
    expect(await handle.edit('b_1', setEggs(3))).toMatchObject({ ok: true })
    expect([told, errors.length]).toEqual([[1], 1])
  })
})
