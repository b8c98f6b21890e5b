import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAMILIES, resolveProduct, searchProducts, SEARCH_LIMIT_MAX, SKUS } from './index.ts'
import { queryWords } from './query-words.ts'
import { slipOf } from './slip-of.ts'

const idsFor = (query: string, limit?: number): string[] => searchProducts(query, limit === undefined ? {} : { limit }).map((match) => match.sku.id)

describe('searchProducts', () => {
  it.each([
    ['eggs', 'eggs-free-range-6'],
    ['EGG', 'eggs-free-range-6'],
    ['free range eggs', 'eggs-free-range-6'],
    ['whole milk 1 litre', 'milk-whole-1l'],
    ['milk', 'milk-whole-1l'],
    ['aubergine', 'eggplants-globe'],
    ['spagh', 'pasta-spaghetti-500g'],
    ['creme fraiche', 'cream-fraiche-200ml'],
    ['batter', 'butter-salted-250g'],
    ['tomatoe paste', 'canned-tomatoes-paste-200g'],
    ['sparkling water', 'water-sparkling-1l'],
  ])('puts first for "%s": %s', (query, first) => {
    expect(idsFor(query)[0]).toBe(first)
  })

  it('finds every family by each of its names, among the first ten', () => {
    for (const family of FAMILIES) {
      for (const name of [family.singular, family.plural, ...family.synonyms]) {
        const found = searchProducts(name).map((match) => match.sku.family)
        expect(found, name).toContain(family.id)
      }
    }
  })

  it('does not take a word for the beginning of another', () => {
    expect(idsFor('egg', SEARCH_LIMIT_MAX).filter((id) => id.startsWith('eggplants'))).toEqual([])
  })

  it('finds nothing for nothing and for nonsense', () => {
    for (const query of ['', '  ', '!!!', 'qwrtzp', '\u0000\u202E', 'the of a']) expect(idsFor(query), query).toEqual([])
  })

  it('holds the limit within its bounds', () => {
    expect(idsFor('eggs', 2)).toHaveLength(2)
    expect(idsFor('eggs', 0)).toHaveLength(1)
    expect(idsFor('e g 1 kg pack', 9e9).length).toBeLessThanOrEqual(SEARCH_LIMIT_MAX)
    expect(idsFor('eggs', Number.NaN).length).toBeGreaterThan(1)
  })

  it('answers every string in order of score, each SKU once, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...SKUS), fc.double(), (noise, sku, limit) => {
        const query = `${sku.name} ${noise}`
        const matches = searchProducts(query, { limit })
        expect(searchProducts(query, { limit })).toEqual(matches)
        expect(new Set(matches.map((match) => match.sku.id)).size).toBe(matches.length)
        for (const [at, { score }] of matches.entries()) {
          expect(score).toBeGreaterThan(0)
          expect(score).toBeLessThanOrEqual(matches[at - 1]?.score ?? 1)
        }
      }),
    )
  }, 30_000)

  it('costs well under a millisecond a lookup, however long the query', () => {
    const queries = [...SKUS.map((sku) => sku.name), 'x'.repeat(10_000), 'avacadi tomatu bred '.repeat(500), 'ﷺ'.repeat(10_000)]
    const lookUp = (): void => queries.forEach((query) => [searchProducts(query), resolveProduct(query)])
    lookUp()
    const started = performance.now()
    lookUp()
    // two lookups a query; the limit is met with room to spare on a quiet machine, so a busy one passes too
    expect((performance.now() - started) / (queries.length * 2)).toBeLessThan(1)
  })
})

describe('queryWords', () => {
  it.each([
    ['1 litre', ['1000ml']],
    ['1l', ['1000ml']],
    ['1,5 L', ['1500ml']],
    ['half a kilo of Loaves', ['500g', 'loaf']],
    ['BERRIES & Cookies', ['berry', 'cooky']],
    ['potatoes tomatoe peaches olives', ['potato', 'tomato', 'peach', 'olive']],
    ["Bird's Crème ①", ['bird', 'creme', '1']],
  ])('reads %j as %j', (text, words) => {
    expect(queryWords(text)).toEqual(words)
  })
})

describe('slipOf', () => {
  it.each([
    ['avacado', 'avocado', 'safe'],
    ['brocolli', 'broccoli', 'safe'],
    ['onoin', 'onion', 'safe'],
    ['batter', 'butter', 'risky'],
    ['paper', 'pepper', null],
    ['money', 'honey', null],
    ['egsg', 'eggs', null],
    ['carpet', 'carrot', null],
  ])('judges %s for %s: %s', (typed, word, slip) => {
    expect(slipOf(typed, word)).toBe(slip)
  })
})
