import { describe, expect, it } from 'vitest'
import { freeTextId } from '../shared/free-text-line.ts'
import { cartTotals, countText } from './cart-totals.ts'
import { changesText, conflictText } from './change-text.ts'
import type { Catalogue } from './catalogue.ts'
import { lineLabels } from './line-labels.ts'
import { cartModelState } from './model-summary.ts'
import { readQuantityDraft } from './quantity-draft.ts'

const product = (name: string, unit: string, price: number) => ({ name, unit, price, was: null, cap: 9, family: null })
const catalogue: Catalogue = {
  products: {
    eggs: product('Eggs', 'box of 6', 300),
    dozen: product('Eggs', 'box of 12', 550),
    milk: product('Milk', '1 l', 129),
    soldOut: { ...product('Figs', '', 90), cap: 0 },
  },
  pictures: {},
  currency: 'USD',
}
const jam = freeTextId('Jam')
const change = { revision: 2, by: 'model', field: 'lines', id: 'eggs', from: 1, to: 3 } as const
const conflict = { field: 'lines', id: 'eggs', kind: 'clamped', base: 1, mine: 9, theirs: 1, result: 4 } as const

describe('totals', () => {
  it('counts items and lines apart, and leaves lines without a price out of the sum', () => {
    const totals = cartTotals({ lines: { eggs: 2, milk: 3, [jam]: 1 }, notes: {} }, catalogue)
    expect(totals).toEqual({ lines: 3, units: 6, subtotal: 987, unpricedLines: 1 })
    expect(countText(totals)).toBe('6 items')
    expect(countText({ ...totals, units: 1, lines: 1 })).toBe('1 item')
  })
})

describe('what others did, in words', () => {
  it.each([
    [change, 'ChatGPT changed Eggs from 1 to 3.'],
    [{ ...change, from: null }, 'ChatGPT added 3 × Eggs.'],
    [{ ...change, to: null }, 'ChatGPT removed Eggs.'],
    [{ ...change, by: 'user' as const }, 'You changed Eggs from 1 to 3.'],
    [{ ...change, by: 'system' as const }, 'The shop changed Eggs from 1 to 3.'],
    [{ ...change, by: 'system' as const, to: null }, 'The order is placed: what was in it left the cart.'],
    [{ ...change, field: 'notes', from: 'a', to: 'b' }, 'ChatGPT changed the note on Eggs.'],
    [{ ...change, to: 1 }, null],
  ])('%j', (one, sentence) => expect(changesText([one], catalogue)).toBe(sentence))
  it('says one commit in one sentence, and counts what is too much for it', () => {
    const many = ['eggs', 'dozen', 'milk', jam, 'x'].map((id) => ({ ...change, id, from: null, to: 1 }))
    expect(changesText(many.slice(0, 2), catalogue)).toBe('ChatGPT added 1 × Eggs; added 1 × Eggs.')
    expect(changesText(many, catalogue)).toBe('ChatGPT added 1 × Eggs; added 1 × Eggs; added 1 × Milk; and 2 more.')
    expect(
      changesText(
        many.map((one) => ({ ...one, isPart: true as const })),
        catalogue,
      ),
    ).toContain('; and more.')
  })
  it.each([
    [conflict, null, 'Only 4 left of Eggs: set to 4.'],
    [{ ...conflict, result: null }, null, 'Eggs was lowered in two places: removed.'],
    [{ ...conflict, id: 'soldOut', result: null }, null, 'Figs is sold out: removed.'],
    [{ ...conflict, kind: 'merged_quantity' as const, result: 6 }, null, 'Eggs was changed in two places: now 6.'],
    [{ ...conflict, kind: 'merged_quantity' as const, result: 6 }, 'model' as const, 'You and ChatGPT both changed Eggs: now 6.'],
    [{ ...conflict, kind: 'removed_but_others_added' as const, result: 2 }, null, '2 × Eggs added in the meantime: kept.'],
    [{ ...conflict, kind: 'removed_but_others_added' as const, result: 2 }, 'model' as const, 'ChatGPT added 2 × Eggs in the meantime: kept.'],
    [{ ...conflict, field: 'notes', kind: 'overwritten' as const }, null, 'The note on Eggs was replaced by a newer one.'],
  ])('%j by %s', (one, by, sentence) => expect(conflictText(one, by, catalogue)).toBe(sentence))
})

describe('line labels', () => {
  it('M13 tell apart products of one name by unit, and all else by number', () => {
    expect([...lineLabels(['eggs', 'dozen', 'milk'], catalogue).values()]).toEqual(['Eggs, box of 6', 'Eggs, box of 12', 'Milk'])
    const twins = lineLabels(['lost-1', 'lost-2'], catalogue)
    expect(new Set(twins.values()).size).toBe(2)
  })
})

describe('the model’s half of the view state', () => {
  it('S0.18 holds the cart id, the revision and a summary', () => {
    expect(cartModelState('c_1', 4, { lines: { eggs: 2, milk: 1 }, notes: {} }, catalogue)).toEqual({
      cartId: 'c_1',
      revision: 4,
      summary: '3 items: 2 × Eggs; 1 × Milk.',
    })
  })
  it('stays small with 250 lines of long names', () => {
    const lines = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [freeTextId(`${index} ${'x'.repeat(76)}`), 9]))
    expect(JSON.stringify(cartModelState('c_1', 1, { lines, notes: {} }, catalogue)).length).toBeLessThan(1024)
  })
})

describe('readQuantityDraft', () => {
  it.each([
    ['0', 0],
    [' 7 ', 7],
    ['007', 7],
    ['1000', 1000],
  ])('reads %j', (typed, quantity) => expect(readQuantityDraft(typed, 24)).toEqual({ kind: 'quantity', quantity }))
  it.each(['', ' ', '2.5', '-1', 'two', '1e3', '12345678901'])('says why %j is no quantity, without blame', (typed) => {
    const read = readQuantityDraft(typed, 24)
    expect(read).toEqual({ kind: 'invalid', reason: 'Quantity not changed: it takes a whole number from 0 to 24.' })
  })
})
