import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capOf, FAMILIES, skuById, SKUS, suggestionsFor } from './index.ts'

describe('suggestionsFor', () => {
  it('offers complements of what is in the cart, the most asked for first', () => {
    expect(suggestionsFor(['pasta-spaghetti-500g'], 2).map((sku) => sku.family)).toEqual(['canned-tomatoes', 'cheese'])
    expect(suggestionsFor(['avocados-single', 'tortillas-flour-8'], 1).map((sku) => sku.family)).toEqual(['limes'])
  })

  it('offers staples for an empty cart and for ids it does not know', () => {
    expect(suggestionsFor([], 3).map((sku) => sku.id)).toEqual(['milk-whole-1l', 'bread-white-sliced', 'eggs-free-range-6'])
    expect(suggestionsFor(['text~caviar'], 3)).toEqual(suggestionsFor([], 3))
  })

  it('offers at most one in-stock SKU per family that is not in the cart, the same each time', () => {
    const cart = fc.array(fc.constantFrom(...SKUS.map((sku) => sku.id), 'unknown'), { maxLength: 40 })
    fc.assert(
      fc.property(cart, fc.integer({ min: -2, max: 100 }), (ids, count) => {
        const offered = suggestionsFor(ids, count)
        const taken = new Set(ids.map((id) => skuById(id)?.family))
        expect(offered).toEqual(suggestionsFor(ids, count))
        expect(new Set(offered.map((sku) => sku.family)).size).toBe(offered.length)
        expect(offered.filter((sku) => taken.has(sku.family) || capOf(sku.id) === 0)).toEqual([])
        const free = FAMILIES.filter((family) => !taken.has(family.id)).length
        expect(offered.length).toBe(Math.min(free, Math.max(0, count)))
      }),
    )
  })
})
