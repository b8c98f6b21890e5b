import { describe, expect, it } from 'vitest'
import { capOf, FAMILIES, familyById, skuById, SKUS } from './index.ts'
import { queryWords } from './query-words.ts'

describe('the catalogue', () => {
  it('has about sixty families and at least 250 SKUs', () => {
    expect(FAMILIES.length).toBeGreaterThanOrEqual(55)
    expect(FAMILIES.length).toBeLessThanOrEqual(75)
    expect(SKUS.length).toBeGreaterThanOrEqual(250)
  })

  it('has unique ids that start with a letter and with their family', () => {
    expect(new Set(SKUS.map((sku) => sku.id)).size).toBe(SKUS.length)
    expect(new Set(FAMILIES.map((family) => family.id)).size).toBe(FAMILIES.length)
    const badIds = SKUS.filter((sku) => !/^[a-z][a-z0-9-]*[a-z0-9]$/.test(sku.id) || !sku.id.startsWith(`${sku.family}-`))
    expect(badIds).toEqual([])
    expect(SKUS.filter((sku) => FAMILIES.some((family) => family.id === sku.id))).toEqual([])
  })

  it('has display names that stay apart when read as words, so that a whole name means one SKU', () => {
    const keys = SKUS.map((sku) => queryWords(sku.name).join(' '))
    expect(keys.filter((key, at) => key === '' || keys.indexOf(key) !== at)).toEqual([])
  })

  it('has plausible integer prices in one currency', () => {
    expect(SKUS.filter((sku) => !Number.isInteger(sku.price) || sku.price < 20 || sku.price > 5000)).toEqual([])
    expect(new Set(SKUS.map((sku) => sku.currency))).toEqual(new Set(['USD']))
    for (const [more, less] of [
      ['eggs-free-range-12', 'eggs-free-range-6'],
      ['milk-whole-2l', 'milk-whole-1l'],
      ['olive-oil-extra-virgin-1l', 'olive-oil-extra-virgin-500ml'],
      ['lemons-net-4', 'lemons-single'],
    ] as const) {
      expect(skuById(more)?.price, more).toBeGreaterThan(skuById(less)?.price ?? Infinity)
    }
  })

  it('has whole limits of at least one, and almost everything in stock', () => {
    expect(SKUS.filter((sku) => !Number.isInteger(sku.maxPerOrder) || sku.maxPerOrder < 1)).toEqual([])
    expect(SKUS.filter((sku) => !Number.isInteger(sku.stock) || sku.stock < 0)).toEqual([])
    expect(SKUS.filter((sku) => sku.stock === 0).length).toBeLessThanOrEqual(2)
  })

  it('names defaults and complements that exist, defaults in stock', () => {
    for (const family of FAMILIES) {
      if (family.defaultSku !== null) {
        expect(skuById(family.defaultSku)?.family, family.id).toBe(family.id)
        expect(capOf(family.defaultSku), family.id).toBeGreaterThan(0)
      }
      expect(
        family.goesWith.filter((id) => familyById(id) === undefined || id === family.id),
        family.id,
      ).toEqual([])
      expect(family.skus.length, family.id).toBeGreaterThan(1)
    }
  })

  it('caps a line at the stock and at the limit per order, and an unknown id at 0', () => {
    expect(capOf('eggs-free-range-6')).toBe(12)
    expect(capOf('plant-milk-rice-1l')).toBe(2)
    expect(capOf('tofu-marinated-160g')).toBe(0)
    expect(capOf('no-such-thing')).toBe(0)
    expect(capOf('__proto__')).toBe(0)
  })
})
