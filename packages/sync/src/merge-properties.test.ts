import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocumentSpec, DocumentValue, Entry } from './document.ts'
import { merge, type MergeResult } from './merge.ts'
import { counters, lastWriter, list } from './policies.ts'

const IDS = ['apple', 'bread', 'cheese', 'dates']
const MAX = 9
const RUNS = { numRuns: 2_000 }

interface Case {
  policy: string
  spec: DocumentSpec
  /** A value of the field `entries`. */
  value: fc.Arbitrary<DocumentValue>
}

function field(entry: fc.Arbitrary<Entry>): fc.Arbitrary<DocumentValue> {
  return fc.dictionary(fc.constantFrom(...IDS), entry, { noNullPrototype: true }).map((entries) => ({ entries }))
}

const CASES: Case[] = [
  { policy: 'counters', spec: specOf(counters({ max: MAX })), value: field(fc.integer({ min: 1, max: MAX })) },
  { policy: 'lastWriter', spec: specOf(lastWriter({ maxLength: 9 })), value: field(fc.constantFrom('a', 'b', 'c')) },
  { policy: 'list', spec: specOf(list()), value: field(fc.constantFrom('a0', 'a1', 'a2')) },
]

function specOf(policy: DocumentSpec['fields'][string]): DocumentSpec {
  return { name: 'any', fields: { entries: policy } }
}

const at = (value: DocumentValue, id: string): Entry | null => value['entries']?.[id] ?? null
const reported = (result: MergeResult) => new Set(result.conflicts.map((conflict) => conflict.id))
/** Without order: two people's new entries have no order that both gave them. */
const entries = (value: DocumentValue) => Object.fromEntries(IDS.map((id) => [id, at(value, id)]))

describe.each(CASES)('merge of $policy', ({ policy, spec, value }) => {
  test('P1 base is current: the result is mine exactly, order included, and there is nothing to report', () => {
    fc.assert(
      fc.property(value, value, (base, mine) => {
        const result = merge(spec, base, mine, base)
        expect(JSON.stringify(result.value)).toBe(JSON.stringify({ entries: mine['entries'] }))
        expect(result.conflicts).toEqual([])
      }),
      RUNS,
    )
  })

  test('P2 no edit of mine: everything stays as the others have it', () => {
    fc.assert(
      fc.property(value, value, (base, current) => {
        expect(merge(spec, base, base, current)).toEqual({ value: current, conflicts: [] })
      }),
      RUNS,
    )
  })

  test('P3 an entry I did not touch keeps the other side', () => {
    fc.assert(
      fc.property(value, value, value, (base, mine, current) => {
        const result = merge(spec, base, mine, current)
        for (const id of IDS.filter((one) => at(base, one) === at(mine, one))) expect([id, at(result.value, id)]).toEqual([id, at(current, id)])
      }),
      RUNS,
    )
  })

  test('P4 concurrent edits commute, but for entries that are reported or cut at zero', () => {
    fc.assert(
      fc.property(value, value, value, (base, a, b) => {
        const ab = merge(spec, base, b, merge(spec, base, a, base).value)
        const ba = merge(spec, base, a, merge(spec, base, b, base).value)
        const number = (side: DocumentValue, id: string) => Number(at(side, id) ?? 0)
        const isOpen = (id: string) => {
          if (policy !== 'counters') return reported(ab).has(id) || reported(ba).has(id)
          const sum = number(a, id) + number(b, id) - number(base, id)
          return sum < 0 || sum > MAX
        }
        for (const id of IDS.filter((one) => !isOpen(one))) expect([id, at(ab.value, id)]).toEqual([id, at(ba.value, id)])
      }),
      RUNS,
    )
  })

  test('P5 no silent loss: an edit of mine stands as I made it, has its full effect, or is reported', () => {
    fc.assert(
      fc.property(value, value, value, (base, mine, current) => {
        const result = merge(spec, base, mine, current)
        for (const id of IDS.filter((one) => at(base, one) !== at(mine, one))) {
          const isAsMine = at(result.value, id) === at(mine, id)
          // text over text: what I wrote stands, and what it replaced must be told
          const isTold = reported(result).has(id)
          const replacedAnother = policy !== 'counters' && at(current, id) !== at(base, id) && at(current, id) !== at(mine, id)
          if (!isTold)
            expect({ id, isAsMine: isAsMine || isFullCount(base, mine, current, result.value, id), replacedAnother }).toEqual({
              id,
              isAsMine: true,
              replacedAnother: false,
            })
        }
      }),
      RUNS,
    )
  })

  test('P6 the result is a value the field can hold, and merging it again changes nothing', () => {
    fc.assert(
      fc.property(value, value, value, (base, mine, current) => {
        const result = merge(spec, base, mine, current)
        for (const entry of Object.values(result.value['entries'] ?? {})) {
          if (policy === 'counters') expect(Number.isInteger(entry) && Number(entry) > 0 && Number(entry) <= MAX).toBe(true)
          else expect(entry).not.toBe('')
        }
        expect(entries(merge(spec, result.value, result.value, result.value).value)).toEqual(entries(result.value))
      }),
      RUNS,
    )
  })

  function isFullCount(base: DocumentValue, mine: DocumentValue, current: DocumentValue, result: DocumentValue, id: string): boolean {
    if (policy === 'list') return at(mine, id) === null && at(result, id) === null
    const number = (side: DocumentValue) => Number(at(side, id) ?? 0)
    // a removal of what others took part of already is done when nothing is left
    return policy === 'counters' && number(result) === Math.max(0, number(current) + number(mine) - number(base))
  }
})

describe('merge of a list', () => {
  const spec = specOf(list())
  const of = (places: Record<string, string>): DocumentValue => ({ entries: places })

  test('moves of different entries meet; of two moves of one, the later stands and the other is told', () => {
    const base = of({ apple: 'a1', bread: 'a2', cheese: 'a3' })
    expect(merge(spec, base, of({ apple: 'a4', bread: 'a2', cheese: 'a3' }), of({ apple: 'a1', bread: 'a2', cheese: 'a0' }))).toEqual({
      value: of({ apple: 'a4', bread: 'a2', cheese: 'a0' }),
      conflicts: [],
    })
    expect(merge(spec, of({ apple: 'a1' }), of({ apple: 'a4' }), of({ apple: 'a9' })).conflicts).toMatchObject([
      { kind: 'overwritten', theirs: 'a9', result: 'a4' },
    ])
  })

  test('what somebody removed does not come back because another moved it, and that is told', () => {
    const { value, conflicts } = merge(spec, of({ apple: 'a1' }), of({ apple: 'a4' }), of({}))
    expect(value).toEqual(of({}))
    expect(conflicts).toMatchObject([{ kind: 'overwritten', mine: 'a4', theirs: null, result: null }])
  })

  test('a removal wins over a move, and the move is told', () => {
    const { value, conflicts } = merge(spec, of({ apple: 'a1' }), of({}), of({ apple: 'a4' }))
    expect(value).toEqual(of({}))
    expect(conflicts).toMatchObject([{ kind: 'overwritten', mine: null, theirs: 'a4', result: null }])
  })
})

describe('a text that follows an entry', () => {
  const spec: DocumentSpec = { name: 'cart', fields: { lines: counters({ max: 9 }), notes: lastWriter({ maxLength: 9, follows: 'lines' }) } }

  test('P5 a note I wrote on a line that another removed goes with it, and that is told', () => {
    const base = { lines: { apple: 1 }, notes: {} }
    const { value, conflicts } = merge(spec, base, { lines: { apple: 1 }, notes: { apple: 'ripe' } }, { lines: {}, notes: {} })
    expect(value).toEqual({ lines: {}, notes: {} })
    expect(conflicts).toEqual([{ field: 'notes', id: 'apple', kind: 'overwritten', base: null, mine: 'ripe', theirs: null, result: null }])
  })

  test('a note of a line that I removed myself goes without a word', () => {
    const base = { lines: { apple: 1 }, notes: { apple: 'ripe' } }
    expect(merge(spec, base, { lines: {}, notes: { apple: 'ripe' } }, base)).toEqual({ value: { lines: {}, notes: {} }, conflicts: [] })
  })
})
