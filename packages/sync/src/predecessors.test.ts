import { describe, expect, test } from 'vitest'
import { memoryDocuments } from '../../../test/support/memory-documents.ts'
import { decideEdit } from './decide-edit.ts'
import { decideMutation, wantForMutation } from './decide-mutation.ts'
import type { DocumentSpec } from './document.ts'
import { counters, lastWriter } from './policies.ts'
import type { Mutation } from './protocol.ts'

const spec: DocumentSpec = { name: 'cart', fields: { lines: counters({ max: 1_000 }) } }
const context = { now: 1_000, actor: 'user', idleTtlMs: 1e9 } as const

/** A document at revision 1 with 10 eggs. */
function setup() {
  const store = memoryDocuments('e')
  const epoch = `e.${(1_000).toString(36)}`
  const send = (eggs: number, over: Partial<Mutation>) => {
    const base = { documentId: 'c1', epoch, baseRevision: 1, value: { lines: { eggs } }, mutationId: 'm', supersedes: [], clientId: 'w1', seq: 1 }
    const mutation: Mutation = { ...base, onConflict: 'merge', ...over }
    return store.commitNow(wantForMutation(mutation), (loaded) => decideMutation(spec, loaded, mutation, context))
  }
  const model = (delta: number) => {
    const change = (value: Record<string, Readonly<Record<string, number | string>>>) => ({
      lines: { ...value['lines'], eggs: Number(value['lines']?.['eggs'] ?? 0) + delta },
    })
    store.commitNow({ documentId: 'c1' }, (loaded) =>
      decideEdit(spec, loaded, { documentId: 'c1', mutationId: `model${delta}`, change }, { ...context, actor: 'model' }),
    )
  }
  send(10, { epoch: null, baseRevision: null, mutationId: 'first', clientId: 'w0' })
  return { send, model, store }
}
const eggs = (count: number) => ({ ok: true, reply: { value: { lines: { eggs: count } } } })

describe('what a mutation builds on', () => {
  test('R7 a later version of one draft counts only what it adds, whichever base each was drawn on', () => {
    const { send, model } = setup()
    expect(send(12, { mutationId: 'd', seq: 4 })).toMatchObject(eggs(12))
    model(5)
    // the same +2 and one more, drawn on the model's state by a view that never heard of the first
    expect(send(20, { mutationId: 'd', seq: 5, baseRevision: 3 })).toMatchObject(eggs(18))
  })

  test('R7 an earlier version that comes after a later one changes nothing', () => {
    const { send } = setup()
    send(13, { mutationId: 'd', seq: 5 })
    expect(send(12, { mutationId: 'd', seq: 4 })).toMatchObject({ reply: { status: 'replayed', value: { lines: { eggs: 13 } } } })
  })

  test('R7 R8 what follows an entry stays where only the sender, who saw its own edit twice, thought the entry gone', () => {
    const notes: DocumentSpec = { name: 'cart', fields: { ...spec.fields, notes: lastWriter({ maxLength: 9, follows: 'lines' }) } }
    const store = memoryDocuments('e')
    const epoch = `e.${(1_000).toString(36)}`
    const send = (value: Mutation['value'], over: Partial<Mutation>) => {
      const mutation: Mutation = {
        documentId: 'c1',
        epoch,
        baseRevision: 1,
        value,
        mutationId: 'm',
        supersedes: [],
        clientId: 'w1',
        seq: 1,
        onConflict: 'merge',
        ...over,
      }
      return store.commitNow(wantForMutation(mutation), (loaded) => decideMutation(notes, loaded, mutation, context))
    }
    send({ lines: { eggs: 2 }, notes: { eggs: 'brown' } }, { epoch: null, baseRevision: null, mutationId: 'first', clientId: 'w0' })
    send({ lines: { eggs: 1 }, notes: { eggs: 'brown' } }, { mutationId: 'a' })
    // a copy of the view draws the same "one less" on the state that has it: no egg is left on its list, and no note
    expect(send({ lines: {}, notes: {} }, { mutationId: 'b', supersedes: ['a'], baseRevision: 2, seq: 2 })).toMatchObject({
      ok: true,
      reply: { status: 'noop', value: { lines: { eggs: 1 }, notes: { eggs: 'brown' } } },
    })
  })

  test('R7 the same version drawn on two bases counts once', () => {
    const { send, model } = setup()
    send(12, { mutationId: 'd', seq: 4 })
    model(5)
    expect(send(19, { mutationId: 'd', seq: 4, baseRevision: 3 })).toMatchObject({ reply: { status: 'replayed', value: { lines: { eggs: 17 } } } })
  })

  test('R7 R8 a superseding list drawn on another base than the superseded one still counts each edit once', () => {
    const { send, model } = setup()
    send(12, { mutationId: 'a', seq: 1 })
    model(5)
    // +2 of a and +1 of its own, on a base that has a already
    expect(send(20, { mutationId: 'b', seq: 2, baseRevision: 3, supersedes: ['a'] })).toMatchObject(eggs(18))
  })

  test('R8 several superseded ones are summed, and none comes again as a later version', () => {
    const { send } = setup()
    send(11, { mutationId: 'a', seq: 1 })
    send(13, { mutationId: 'b', seq: 2, supersedes: ['a'] })
    expect(send(16, { mutationId: 'c', seq: 4, supersedes: ['a', 'b'] })).toMatchObject(eggs(16))
    expect(send(15, { mutationId: 'b', seq: 3, supersedes: ['a'] })).toMatchObject({ reply: { status: 'replayed', value: { lines: { eggs: 16 } } } })
  })

  test('an intent cut by a limit is still the whole of what the next one builds on', () => {
    const low = { ...spec, fields: { lines: counters({ max: 12 }) } }
    const { store } = setup()
    const commit = (mutation: Mutation) => store.commitNow(wantForMutation(mutation), (loaded) => decideMutation(low, loaded, mutation, context))
    const draft = { documentId: 'c1', epoch: `e.${(1_000).toString(36)}`, baseRevision: 1, clientId: 'w1', onConflict: 'merge' } as const
    commit({ ...draft, value: { lines: { eggs: 15 } }, mutationId: 'a', supersedes: [], seq: 1 })
    // 15 was wanted, 12 taken; one less of what was seen is one less of what there is
    expect(commit({ ...draft, value: { lines: { eggs: 14 } }, mutationId: 'b', supersedes: ['a'], seq: 2 })).toMatchObject(eggs(11))
  })

  test('an id that a mutation burned, named without its burner, is refused: its author cannot know what it draws on', () => {
    const { send } = setup()
    send(12, { mutationId: 'b', supersedes: ['a'] })
    expect(send(13, { mutationId: 'c', supersedes: ['a'] })).toMatchObject({ ok: false, failure: { code: 'stale_base', current: { revision: 2 } } })
    expect(send(13, { mutationId: 'c', supersedes: ['a', 'b'] })).toMatchObject(eggs(13))
  })

  test('nobody burns an id of another client, even one that has not come yet', () => {
    const { send } = setup()
    send(12, { mutationId: 'b', clientId: 'w2', supersedes: ['a'] })
    expect(send(11, { mutationId: 'a', clientId: 'w1' })).toMatchObject(eggs(13))
    expect(send(11, { mutationId: 'a', clientId: 'w1' })).toMatchObject({ reply: { status: 'replayed' } })
  })

  test('nor keeps its owner from burning it', () => {
    const { send } = setup()
    send(11, { mutationId: 'x', clientId: 'w2', supersedes: ['a'] })
    send(12, { mutationId: 'b', clientId: 'w1', supersedes: ['a'] })
    send(11, { mutationId: 'y', clientId: 'w2', supersedes: ['a', 'x'] })
    expect(send(11, { mutationId: 'a', clientId: 'w1' })).toMatchObject({ reply: { status: 'replayed', value: { lines: { eggs: 13 } } } })
  })

  test('R7 a later version of a removal, drawn where it had its effect already, takes nothing more and gives nothing back', () => {
    const { send, model } = setup()
    const intent = [{ field: 'lines', id: 'eggs', from: 10, to: 0 }]
    // a copy of the view sends the removal; the view itself draws it again where there are no eggs, and adds milk
    expect(send(0, { mutationId: 'd', seq: 1, value: { lines: {} } })).toMatchObject({ reply: { value: { lines: {} } } })
    model(5)
    const milk = { field: 'lines', id: 'milk', from: null, to: 1 }
    const later = { mutationId: 'd', seq: 2, baseRevision: 2, value: { lines: { milk: 1 } }, intent: [...intent, milk] }
    expect(send(0, later)).toMatchObject({ reply: { value: { lines: { eggs: 5, milk: 1 } } } })
  })

  test('beside the list nothing gets in that is not in it: no new entry, no text, no part of a unit', () => {
    const { send } = setup()
    const entry = (id: string, to: number | string, field = 'lines') => ({ field, id, from: null, to })
    const intent = [
      entry('smuggled', 3),
      entry('eggs', 10.5),
      entry('eggs', 'x', 'notes'),
      entry('__proto__', 2),
      entry('constructor', 2),
      { ...entry('toString', 1), from: 4 },
    ]
    expect(send(11, { mutationId: 'd', intent })).toMatchObject({ reply: { value: { lines: { eggs: 11 } } } })
  })

  test('an id that another client used is refused', () => {
    const { send } = setup()
    send(12, { mutationId: 'a', clientId: 'w2' })
    expect(send(12, { mutationId: 'a', clientId: 'w1' })).toMatchObject({ ok: false, failure: { code: 'mutation_conflict' } })
  })
})

describe('the life of a document', () => {
  test('R15 made again after it was swept, it is another epoch: an old base is not mistaken for a new one', () => {
    const { store } = setup()
    const again = memoryDocuments('e')
    const mutation = (over: Partial<Mutation>): Mutation => ({
      documentId: 'c1',
      epoch: null,
      baseRevision: null,
      value: { lines: { milk: 1 } },
      mutationId: 'm',
      supersedes: [],
      clientId: 'w1',
      seq: 1,
      onConflict: 'merge',
      ...over,
    })
    const commit = (one: Mutation, now: number) =>
      again.commitNow(wantForMutation(one), (loaded) => decideMutation(spec, loaded, one, { ...context, now }))
    const first = commit(mutation({}), 2_000)
    if (!first.ok) throw new Error(first.failure.message)
    expect(first.reply.epoch).not.toBe(`e.${(1_000).toString(36)}`)
    const old = mutation({ mutationId: 'old', epoch: `e.${(1_000).toString(36)}`, baseRevision: 1 })
    expect(commit(old, 2_001)).toMatchObject({ ok: false, failure: { code: 'stale_base', current: { epoch: first.reply.epoch } } })
    // revision 0 is the same empty document in every life
    expect(commit(mutation({ mutationId: 'new', epoch: 'e', baseRevision: 0 }), 2_001)).toMatchObject({ ok: true })
    return store.close()
  })
})
