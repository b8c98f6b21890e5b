import { describe, expect, it } from 'vitest'
import { CART_LINES_MAX } from '../shared/cart-spec.ts'
import { addItem, adjustQuantity, clearCart, linesOf, quantityOf, removeLine, setQuantity } from './cart-edits.ts'

const empty = { lines: {}, notes: {} }
const eggs = { lines: { eggs: 2, milk: 1 }, notes: { eggs: 'large' } }

describe('addItem', () => {
  it('S0.19 puts a new item in with one unit, at the end', () => {
    expect(addItem(eggs, 'bread').lines).toEqual({ eggs: 2, milk: 1, bread: 1 })
    expect(Object.keys(linesOf(addItem(eggs, 'bread')))).toEqual(['eggs', 'milk', 'bread'])
  })
  it('S0.19 gives an item that is there one unit more, in its place', () => {
    const added = addItem(addItem(eggs, 'eggs'), 'eggs')
    expect(Object.entries(linesOf(added))).toEqual([
      ['eggs', 4],
      ['milk', 1],
    ])
  })
  it('stops at the cap and answers the same value', () => {
    expect(addItem(eggs, 'eggs', 2)).toBe(eggs)
  })
  it('leaves a cart that is full of lines alone, but still adds to its lines', () => {
    const full = { lines: Object.fromEntries(Array.from({ length: CART_LINES_MAX }, (_, index) => [`p${index}`, 1])), notes: {} }
    expect(addItem(full, 'one-more')).toBe(full)
    expect(quantityOf(addItem(full, 'p0'), 'p0')).toBe(2)
  })
})

describe('adjustQuantity', () => {
  it('S0.20 adds and takes away', () => {
    expect(quantityOf(adjustQuantity(eggs, 'eggs', 3), 'eggs')).toBe(5)
    expect(quantityOf(adjustQuantity(eggs, 'eggs', -1), 'eggs')).toBe(1)
  })
  it('S0.20 removes the line at 0, with its note', () => {
    expect(adjustQuantity(eggs, 'eggs', -2)).toEqual({ lines: { milk: 1 }, notes: {} })
  })
  it('S0.20 does nothing to an unknown line', () => {
    expect(adjustQuantity(eggs, 'caviar', 1)).toBe(eggs)
    expect(adjustQuantity(empty, 'eggs', -1)).toBe(empty)
  })
  it('S0.20 is never negative', () => {
    expect(adjustQuantity(eggs, 'milk', -5)).toEqual({ lines: { eggs: 2 }, notes: { eggs: 'large' } })
  })
  it('stops at the cap', () => {
    expect(quantityOf(adjustQuantity(eggs, 'eggs', 9, 4), 'eggs')).toBe(4)
  })
})

describe('setQuantity, removeLine, clearCart', () => {
  it('sets, and removes at 0', () => {
    expect(quantityOf(setQuantity(eggs, 'eggs', 7), 'eggs')).toBe(7)
    expect(setQuantity(eggs, 'eggs', 0).lines).toEqual({ milk: 1 })
    expect(setQuantity(eggs, 'caviar', 7)).toBe(eggs)
  })
  it('ignores what is not a number', () => {
    expect(setQuantity(eggs, 'eggs', Number.NaN)).toBe(eggs)
  })
  it('changes nothing that it was given', () => {
    const frozen = Object.freeze({ lines: Object.freeze({ eggs: 2 }), notes: Object.freeze({}) })
    expect(removeLine(frozen, 'eggs')).toEqual(empty)
    expect(frozen.lines).toEqual({ eggs: 2 })
  })
  it('clears everything, and an empty cart is left alone', () => {
    expect(clearCart(eggs)).toEqual(empty)
    expect(clearCart(empty)).toBe(empty)
  })
})
