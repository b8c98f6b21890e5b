import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DocumentSpec, DocumentValue } from './document.ts'
import { diffEntries } from './intent.ts'
import { invertChanges } from './invert-changes.ts'
import { counters, lastWriter, list } from './policies.ts'

const spec: DocumentSpec = {
  name: 'cart',
  fields: { lines: counters({ max: 50 }), notes: lastWriter({ maxLength: 100, follows: 'lines' }), order: list() },
}
const value = (lines: Record<string, number>, notes: Record<string, string> = {}, order: Record<string, string> = {}): DocumentValue => ({
  lines,
  notes,
  order,
})
const added = { field: 'lines', id: 'eggs', from: null, to: 2 }

describe('invertChanges', () => {
  it('takes an addition back, and leaves what was added to it since', () => {
    expect(invertChanges(spec, value({ eggs: 2, milk: 1 }), [added])).toEqual(value({ milk: 1 }))
    expect(invertChanges(spec, value({ eggs: 5 }), [added])).toEqual(value({ eggs: 3 }))
  })
  it('never goes below nothing', () => expect(invertChanges(spec, value({ eggs: 1 }), [added])).toEqual(value({})))
  it('brings back what was removed, its text too', () => {
    const changes = [
      { field: 'lines', id: 'eggs', from: 3, to: null },
      { field: 'notes', id: 'eggs', from: 'large', to: null },
    ]
    expect(invertChanges(spec, value({ milk: 1 }), changes)).toEqual(value({ milk: 1, eggs: 3 }, { eggs: 'large' }))
  })
  it('leaves a text or a place alone that somebody changed since', () => {
    const changes = [
      { field: 'notes', id: 'eggs', from: 'large', to: 'small' },
      { field: 'order', id: 'a', from: 'k1', to: 'k2' },
    ]
    expect(invertChanges(spec, value({ eggs: 1 }, { eggs: 'small' }, { a: 'k2' }), changes)).toEqual(
      value({ eggs: 1 }, { eggs: 'large' }, { a: 'k1' }),
    )
    const touched = value({ eggs: 1 }, { eggs: 'mine' }, { a: 'k9' })
    expect(invertChanges(spec, touched, changes)).toEqual(touched)
  })
  it('takes a run of changes of one entry for one', () => {
    expect(invertChanges(spec, value({ eggs: 6 }), [added, { ...added, from: 2, to: 5 }])).toEqual(value({ eggs: 1 }))
  })
  it('undoes exactly what happened when nothing happened since', () => {
    const cart = fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.record({ quantity: fc.integer({ min: 1, max: 50 }), note: fc.string({ maxLength: 5 }) }))
      .map((entries) =>
        value(
          Object.fromEntries(Object.entries(entries).map(([id, { quantity }]) => [id, quantity])),
          Object.fromEntries(Object.entries(entries).flatMap(([id, { note }]) => (note === '' ? [] : [[id, note]]))),
        ),
      )
    fc.assert(
      fc.property(cart, cart, (before, after) => {
        expect(invertChanges(spec, after, diffEntries(spec, before, after))).toEqual(before)
      }),
    )
  })
})
