import { describe, expect, test } from 'vitest'
import { memoryDocuments } from '../../../test/support/memory-documents.ts'
import { decideEdit } from './decide-edit.ts'
import { decideMutation, wantForMutation } from './decide-mutation.ts'
import { counters } from './policies.ts'
import type { Mutation } from './protocol.ts'

const spec = { name: 'cart', fields: { lines: counters({ max: 9 }) } }
const context = { now: 1_000, actor: 'user', idleTtlMs: 10_000 } as const

function setup() {
  const store = memoryDocuments()
  let count = 0
  const mutate = (lines: Record<string, number>, over: Partial<Mutation> = {}, now: number = context.now) => {
    const mutation: Mutation = {
      documentId: 'c1',
      epoch: null,
      baseRevision: null,
      value: { lines },
      mutationId: `m${(count += 1)}`,
      supersedes: [],
      clientId: 'w1',
      seq: count,
      onConflict: 'merge',
      ...over,
    }
    return store.commitNow(wantForMutation(mutation), (loaded) => decideMutation(spec, loaded, mutation, { ...context, now }))
  }
  return { store, mutate }
}

describe('the commit', () => {
  test('creates, replaces on the current base, and counts revisions one by one', () => {
    const { mutate } = setup()
    expect(mutate({ eggs: 2 })).toMatchObject({ ok: true, reply: { revision: 1, status: 'applied', value: { lines: { eggs: 2 } } } })
    expect(mutate({ eggs: 3 }, { baseRevision: 1 })).toMatchObject({ reply: { revision: 2, status: 'applied', value: { lines: { eggs: 3 } } } })
    expect(mutate({}, { baseRevision: 2 })).toMatchObject({ reply: { revision: 3, value: { lines: {} } } })
  })

  test('an id that was seen answers the current state and changes nothing; with another content it is refused', () => {
    const { mutate } = setup()
    mutate({ eggs: 2 }, { mutationId: 'once', seq: 1 })
    mutate({ eggs: 5 }, { baseRevision: 1 })
    expect(mutate({ eggs: 2 }, { mutationId: 'once', seq: 1 })).toMatchObject({
      reply: { revision: 2, status: 'replayed', value: { lines: { eggs: 5 } } },
    })
    expect(mutate({ eggs: 7 }, { mutationId: 'once', seq: 1 })).toMatchObject({ ok: false, failure: { code: 'mutation_conflict' } })
  })

  test('an older base is merged and the overlap reported, with who did what', () => {
    const { store, mutate } = setup()
    mutate({ eggs: 2 })
    const edit = { documentId: 'c1', mutationId: 'model-1', change: () => ({ lines: { eggs: 4, milk: 1 } }) }
    store.commitNow({ documentId: 'c1', mutationIds: ['model-1'] }, (loaded) => decideEdit(spec, loaded, edit, { ...context, actor: 'model' }))
    expect(mutate({ eggs: 3 }, { baseRevision: 1 })).toMatchObject({
      reply: {
        revision: 3,
        status: 'merged',
        value: { lines: { eggs: 5, milk: 1 } },
        conflicts: [{ id: 'eggs', kind: 'merged_quantity', mine: 3, theirs: 4, result: 5 }],
        changes: [
          { by: 'model', id: 'eggs', from: 2, to: 4 },
          { by: 'model', id: 'milk', from: null, to: 1 },
        ],
      },
    })
  })

  test('a superseded mutation that took effect is the true base; one that never came is burned', () => {
    const { mutate } = setup()
    mutate({ eggs: 2 })
    mutate({ eggs: 3 }, { baseRevision: 1, mutationId: 'lost-reply' })
    expect(mutate({ eggs: 4 }, { baseRevision: 1, supersedes: ['lost-reply'] })).toMatchObject({ reply: { value: { lines: { eggs: 4 } } } })
    expect(mutate({ eggs: 5 }, { baseRevision: 3, supersedes: ['never-came'] })).toMatchObject({ reply: { value: { lines: { eggs: 5 } } } })
    expect(mutate({ eggs: 9 }, { baseRevision: 3, mutationId: 'never-came', seq: 2 })).toMatchObject({
      reply: { status: 'replayed', value: { lines: { eggs: 5 } } },
    })
  })

  test('who had seen the empty document is told what others put in first', () => {
    const { mutate } = setup()
    mutate({ eggs: 2 })
    expect(mutate({ milk: 1 }, { baseRevision: 0, clientId: 'w2' })).toMatchObject({
      reply: { value: { lines: { eggs: 2, milk: 1 } }, changes: [{ revision: 1, id: 'eggs', from: null, to: 2 }] },
    })
  })

  test('R24 an old base costs no more than a young one, and its oldest changes are said to be left out', () => {
    const { store, mutate } = setup()
    for (let revision = 0; revision < 60; revision += 1) mutate({ eggs: (revision % 9) + 1 }, { baseRevision: revision })
    const outcome = mutate({ eggs: 1, milk: 1 }, { baseRevision: 1 })
    expect(outcome).toMatchObject({ ok: true, reply: { status: 'merged', value: { lines: { milk: 1 } }, truncated: true } })
    const { log } = store.commitNow({ documentId: 'c1', logAfter: 1, logNewest: 21 }, (loaded) => ({ writes: [], result: loaded }))
    expect(log).toHaveLength(21)
  })

  test('an id named twice, or its own, among the superseded does no harm', () => {
    const { store, mutate } = setup()
    mutate({ eggs: 2 }, { mutationId: 'self', supersedes: ['gone', 'gone', 'self'] })
    expect(
      store.commitNow({ documentId: 'c1', mutationIds: ['burned:w1:gone', 'self'] }, (loaded) => ({
        writes: [],
        result: [...loaded.mutations.values()],
      })),
    ).toMatchObject([{ state: 'burned', burnedBy: 'self' }, { state: 'applied' }])
  })

  test("another client's ids cannot be superseded", () => {
    const { mutate } = setup()
    mutate({ eggs: 2 })
    mutate({ eggs: 3 }, { baseRevision: 1, mutationId: 'theirs', clientId: 'w2' })
    expect(mutate({ eggs: 2, milk: 1 }, { baseRevision: 1, supersedes: ['theirs'] })).toMatchObject({
      reply: { value: { lines: { eggs: 3, milk: 1 } } },
    })
  })

  test('strict mode refuses another base and gives the state to rebase on', () => {
    const { mutate } = setup()
    mutate({ eggs: 2 })
    mutate({ eggs: 3 }, { baseRevision: 1 })
    expect(mutate({ eggs: 9 }, { baseRevision: 1, onConflict: 'reject' })).toMatchObject({
      ok: false,
      failure: { code: 'revision_mismatch', current: { revision: 2 } },
    })
  })

  test('an unknown document, another epoch, a revision from the future: refused, nothing written', () => {
    const { mutate } = setup()
    expect(mutate({ eggs: 1 }, { baseRevision: 4 })).toMatchObject({ ok: false, failure: { code: 'not_found' } })
    mutate({ eggs: 2 })
    expect(mutate({ eggs: 1 }, { baseRevision: 1, epoch: 'other' })).toMatchObject({ failure: { code: 'stale_base', current: { revision: 1 } } })
    expect(mutate({ eggs: 1 }, { baseRevision: 7 })).toMatchObject({ failure: { code: 'stale_base' } })
    expect(mutate({ eggs: 2 }, { baseRevision: 1 })).toMatchObject({ reply: { status: 'noop', revision: 1 } })
  })

  test('M17 an expired document is refused to old bases and starts again empty, its revisions going on', () => {
    const { mutate } = setup()
    mutate({ eggs: 2 })
    expect(mutate({ eggs: 3 }, { baseRevision: 1 }, 11_000)).toMatchObject({ ok: false, failure: { code: 'document_expired' } })
    expect(mutate({ milk: 1 }, { baseRevision: null }, 11_000)).toMatchObject({ reply: { revision: 2, value: { lines: { milk: 1 } } } })
  })
})
