import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { merge } from './merge.ts'
import { counters, lastWriter } from './policies.ts'
import type { DocumentValue } from './document.ts'

const spec = { name: 'cart', fields: { lines: counters({ max: 9 }), notes: lastWriter({ maxLength: 20, follows: 'lines' }) } }
const lines = (entries: Record<string, number>): DocumentValue => ({ lines: entries, notes: {} })
const value = fc
  .dictionary(fc.constantFrom('apple', 'bread', 'cheese', 'dates'), fc.integer({ min: 1, max: 9 }))
  .map((entries) => lines({ ...entries }))

describe('merge of counters', () => {
  test('S0.9 base is current: the result is mine exactly, order, deletions and the empty list included', () => {
    fc.assert(
      fc.property(value, value, (base, mine) => {
        const result = merge(spec, base, mine, base)
        expect(JSON.stringify(result.value['lines'])).toBe(JSON.stringify(mine['lines']))
        expect(result.conflicts).toEqual([])
      }),
    )
  })

  test('no edit of mine leaves everything as the others have it', () => {
    fc.assert(
      fc.property(value, value, (base, current) => {
        expect(merge(spec, base, base, current).value['lines']).toEqual(current['lines'])
      }),
    )
  })

  test('concurrent edits commute unless a limit cut one of them', () => {
    fc.assert(
      fc.property(value, value, value, (base, a, b) => {
        const ab = merge(spec, base, b, merge(spec, base, a, base).value)
        const ba = merge(spec, base, a, merge(spec, base, b, base).value)
        const isCut = [...ab.conflicts, ...ba.conflicts].some((conflict) => conflict.kind === 'clamped')
        const isBelowZero = Object.keys(base['lines'] ?? {}).some(
          (id) => Number(a['lines']?.[id] ?? 0) + Number(b['lines']?.[id] ?? 0) < Number(base['lines']?.[id] ?? 0),
        )
        if (!isCut && !isBelowZero) expect(ab.value['lines']).toEqual(ba.value['lines'])
      }),
    )
  })

  test('every edit of mine takes full effect or is reported, and nothing goes below zero or over the limit', () => {
    fc.assert(
      fc.property(value, value, value, (base, mine, current) => {
        const { value: merged, conflicts } = merge(spec, base, mine, current)
        for (const id of ['apple', 'bread', 'cheese', 'dates']) {
          const [b, m, c, r] = [base, mine, current, merged].map((side) => Number(side['lines']?.[id] ?? 0)) as [number, number, number, number]
          expect(r).toBeGreaterThanOrEqual(0)
          expect(r).toBeLessThanOrEqual(9)
          const isRemovalDone = m === 0 && r === 0
          if (m !== b && r !== c + (m - b) && !isRemovalDone) expect(conflicts.map((conflict) => conflict.id)).toContain(id)
          if (m === b) expect(r).toBe(c)
        }
      }),
    )
  })

  test('removing a line while another adds to it keeps what I have not seen, and says so', () => {
    const result = merge(spec, lines({ apple: 2 }), lines({}), lines({ apple: 4 }))
    expect(result.value['lines']).toEqual({ apple: 2 })
    expect(result.conflicts).toEqual([{ field: 'lines', id: 'apple', kind: 'removed_but_others_added', base: 2, mine: null, theirs: 4, result: 2 }])
  })

  test('a limit cuts and reports; one that fell below what is there never turns an increase into a loss', () => {
    expect(merge(spec, lines({}), lines({ apple: 12 }), lines({})).conflicts[0]).toMatchObject({ kind: 'clamped', result: 9 })
    const fallen = { ...spec, fields: { ...spec.fields, lines: counters({ max: () => 3 }) } }
    expect(merge(fallen, lines({ apple: 5 }), lines({ apple: 6 }), lines({ apple: 5 })).value['lines']).toEqual({ apple: 5 })
    expect(merge(fallen, lines({ apple: 5 }), lines({ apple: 4 }), lines({ apple: 5 })).value['lines']).toEqual({ apple: 4 })
  })
})

describe('merge of texts', () => {
  const withNote = (note: string): DocumentValue => ({ lines: { apple: 1 }, notes: note === '' ? {} : { apple: note } })

  test('the last writer wins and the text it replaced is reported', () => {
    const result = merge(spec, withNote('ripe'), withNote('green'), withNote('red'))
    expect(result.value['notes']).toEqual({ apple: 'green' })
    expect(result.conflicts).toMatchObject([{ kind: 'overwritten', theirs: 'red', result: 'green' }])
  })

  test('a note goes with its line', () => {
    expect(merge(spec, withNote('ripe'), { lines: {}, notes: { apple: 'ripe' } }, withNote('ripe')).value).toEqual({ lines: {}, notes: {} })
  })
})
