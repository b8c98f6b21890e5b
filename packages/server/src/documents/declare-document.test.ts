import { counters, lastWriter, list, type DocumentSpec, type DocumentValue } from '@lockstep/sync'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createApp, type App } from '../app.ts'
import { memory } from '../memory.ts'
import type { DocumentHandle } from './document-handle.ts'

const app = (): App => createApp({ name: 'demo', version: '1', store: memory() })
const things = counters({ max: 9 })

describe('a document kind', () => {
  test.each<[string, object, string]>([
    ['a name with capitals', { name: 'Basket', fields: { things } }, 'kebab-case'],
    ['SEC11 a name that every object has', { name: 'constructor', fields: { things } }, 'kebab-case'],
    ['no field', { name: 'basket', fields: {} }, 'at least one field'],
    ['SEC11 a field that every object has', { name: 'basket', fields: { toString: things } }, "got 'toString'"],
    ['SEC11 a field named as the prototype', { name: 'basket', fields: JSON.parse('{"__proto__": {"kind": "list"}}') as object }, "got '__proto__'"],
    ['a follower of nothing', { name: 'basket', fields: { things, notes: lastWriter({ maxLength: 9, follows: 'stuff' }) } }, "got 'stuff'"],
    [
      'a follower of texts',
      { name: 'basket', fields: { a: lastWriter({ maxLength: 9 }), b: lastWriter({ maxLength: 9, follows: 'a' }) } },
      "got 'a'",
    ],
    ['a count that can only be 0', { name: 'basket', fields: { things: counters({ max: 0 }) } }, 'max above 0'],
    ['texts without length', { name: 'basket', fields: { notes: lastWriter({ maxLength: 0 }) } }, 'maxLength above 0'],
    ['a list that holds nothing', { name: 'basket', fields: { order: list({ maxEntries: 0 }) } }, 'maxEntries above 0'],
    ['half a schema version', { name: 'basket', schemaVersion: 1.5, fields: { things } }, 'schemaVersion'],
  ])('is refused with %s', (_, spec, message) => {
    const declare = () => app().document(spec as DocumentSpec)
    expect(declare).toThrow(expect.objectContaining({ code: 'DOCUMENT_INVALID', blame: 'user', message: expect.stringContaining(message) }))
  })

  test('is refused twice, and without an idle time', () => {
    const one = app()
    one.document({ name: 'basket', fields: { things } })
    expect(() => one.document({ name: 'basket', fields: { things } })).toThrow(expect.objectContaining({ code: 'DOCUMENT_DUPLICATE' }))
    expect(() => app().document({ name: 'basket', fields: { things } }, { idleTtlMs: 0 })).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_INVALID' }),
    )
  })

  test('is typed by its spec: numbers under counters, texts elsewhere', async () => {
    const baskets = app().document({ name: 'basket', fields: { things, notes: lastWriter({ maxLength: 9 }) } })
    const { snapshot } = await baskets.readOrEmpty('b_1')
    expectTypeOf(snapshot.value.things).toEqualTypeOf<Readonly<Record<string, number>>>()
    expectTypeOf(snapshot.value.notes).toEqualTypeOf<Readonly<Record<string, string>>>()
    expect(snapshot).toMatchObject({ revision: 0, value: { things: {}, notes: {} } })
    // @ts-expect-error -- there is no such field
    expect(snapshot.value.colours).toBeUndefined()
    const outcome = await baskets.edit('b_1', {
      actor: 'model',
      mutationId: 'm_1',
      change: (value) => ({ ...value, things: { socks: (value.things['socks'] ?? 0) + 1 } }),
    })
    if (outcome.ok) expectTypeOf(outcome.reply.value.things).toEqualTypeOf<Readonly<Record<string, number>>>()
    expect(outcome).toMatchObject({ ok: true, reply: { value: { things: { socks: 1 } } } })
    // @ts-expect-error -- a text where a count belongs
    void (() => baskets.edit('b_1', { actor: 'model', mutationId: 'm_2', change: (value) => ({ ...value, things: { socks: '1' } }) }))
    expect(await baskets.read('b_1')).toMatchObject({ snapshot: { revision: 1, value: { things: { socks: 1 }, notes: {} } } })
    expect(await baskets.read('b_2')).toBeNull()
    // code that is for any document takes it
    const anyHandle: DocumentHandle = baskets
    expectTypeOf((await anyHandle.readOrEmpty('b_1')).snapshot.value).toEqualTypeOf<DocumentValue>()
  })

  test('S1.D.2 its reader has no way to write', () => {
    const { reader } = app().document({ name: 'basket', fields: { things } })
    expect(Object.keys(reader).sort()).toEqual(['read', 'readOrEmpty', 'spec'])
  })
})
