import { describe, expect, it } from 'vitest'
import { describeCart, describeChanges, describeChoices, describeOutcomes } from './cart-words.ts'
import type { PricedLine, Totals } from './price.ts'

const line = (name: string, quantity: number, unitPrice: number | null = 100): PricedLine => {
  return { id: name, name, unit: '', quantity, note: null, unitPrice, lineTotal: unitPrice === null ? null : unitPrice * quantity }
}
const totals = (lines: number, units: number, more: Partial<Totals> = {}): Totals => ({ lines, units, subtotal: 300, currency: 'USD', ...more })

describe('the cart in words', () => {
  it('names what is in it, with semicolons because names have commas, and counts items', () => {
    expect(describeCart([line('Whole milk, 1 l', 1), line('Eggs, 6', 2)], totals(2, 3))).toBe(
      'The cart has 1 × Whole milk, 1 l; 2 × Eggs, 6. That is 3 items, subtotal $3.00. Taxes and delivery are worked out at checkout.',
    )
  })

  it.each([
    [1, 'subtotal $3.00, without one line that has no price yet.'],
    [4, 'subtotal $3.00, without 4 lines that have no price yet.'],
  ])('says that %i lines are not in the sum', (unpricedLines, words) => {
    expect(describeCart([line('Jam', 1, null)], totals(1, 1, { unpricedLines }))).toContain(words)
  })
})

describe('what became of a wish', () => {
  it('puts what went alike in one sentence, then what needs an answer', () => {
    const outcomes = [
      { asked: 'eggs', result: 'added', name: 'Eggs, 6', quantity: 2 },
      { asked: 'pasta', result: 'ambiguous', choices: [{ id: 'p', name: 'Penne, 500 g', price: 149, unit: '500 g' }] },
      { asked: 'milk', result: 'added', name: 'Whole milk, 1 l', quantity: 1 },
    ] as const
    expect(describeOutcomes(outcomes.map((outcome) => structuredClone(outcome) as never))).toBe(
      'Added Eggs, 6; Whole milk, 1 l. Which pasta? Penne, 500 g ($1.49).',
    )
    expect(describeOutcomes([])).toBe('')
  })

  it('tells choices and changes apart where names have commas', () => {
    expect(
      describeChoices([
        { name: 'Milk, 1 l', price: 179 },
        { name: 'Milk, 2 l', price: 319 },
      ]),
    ).toBe('Milk, 1 l ($1.79); Milk, 2 l ($3.19).')
    const change = { revision: 2, by: 'user', field: 'lines', id: 'text~Jam', from: null, to: 2 } as const
    expect(describeChanges([change, { ...change, from: 2, to: null }], 1)).toBe('Since revision 1: the user added 2 × Jam; the user removed Jam.')
  })
})
