import { describe, expect, it } from 'vitest'
import type { DocumentValue } from '@lockstep/sync'
import { cartSpec } from '../shared/cart-spec.ts'
import type { Catalogue } from './catalogue.ts'
import { changeNews, conflictNews, priceNews, stockNews } from './news.ts'
import type { SeenChange } from './read-snapshot.ts'

const product = (name: string, price: number, cap = 9, was: number | null = null) => ({ name, unit: '', price, was, cap, family: null })
const catalogue: Catalogue = {
  products: {
    eggs: product('Eggs', 350, 9, 300),
    milk: product('Milk', 129, 1),
    figs: product('Figs', 90, 0, 80),
    bread: product('Bread', 420, 9, 400),
  },
  pictures: {},
  currency: 'USD',
}
const spec = cartSpec()
const money = (minorUnits: number) => `$${(minorUnits / 100).toFixed(2)}`
const cart = (lines: Record<string, number>, notes: Record<string, string> = {}) => ({ lines, notes })
const change = (id: string, from: number | null, to: number | null, revision = 2): SeenChange => ({
  revision,
  by: 'model',
  field: 'lines',
  id,
  from,
  to,
})
const conflict = { field: 'lines', id: 'eggs', kind: 'removed_but_others_added', base: 2, mine: null, theirs: 4, result: 2 } as const

describe('what the model did', () => {
  it('is one sentence a commit, each with its own way back', () => {
    const news = changeNews([change('eggs', null, 2), change('milk', 1, null), change('bread', 1, 3, 4)], [], catalogue, spec)
    expect(news.map(({ text }) => text)).toEqual(['ChatGPT added 2 × Eggs; removed Milk.', 'ChatGPT changed Bread from 1 to 3.'])
    expect(news[0]?.action).toMatchObject({ label: 'Undo' })
    expect(news[0]?.action?.change(cart({ bread: 3, eggs: 5 }))).toEqual(cart({ bread: 3, eggs: 3, milk: 1 }))
  })
  it('is told once, however often it is heard of', () => {
    expect(changeNews([change('eggs', null, 2), change('eggs', null, 2)], [], catalogue, spec)).toHaveLength(1)
  })
  it('is not offered to be taken back when only a part of it is known, or when the shop did it', () => {
    const [part] = changeNews([{ ...change('eggs', null, 2), isPart: true }], [], catalogue, spec)
    expect(part).toMatchObject({ text: 'ChatGPT added 2 × Eggs; and more.', action: null })
    expect(changeNews([{ ...change('eggs', 2, null), by: 'system' }], [], catalogue, spec)).toMatchObject([{ action: null }])
  })
  it('is told as the overlap where it kept a line that the person removed', () => {
    expect(changeNews([change('eggs', 2, 4), change('milk', null, 1)], [conflict], catalogue, spec)).toMatchObject([
      { text: 'ChatGPT added 1 × Milk.' },
    ])
    const [kept] = conflictNews([conflict], [change('eggs', 2, 4)], catalogue)
    expect(kept).toMatchObject({
      text: 'ChatGPT added 2 × Eggs in the meantime: kept.',
      action: { label: 'Remove' },
    })
    expect(kept?.action?.change(cart({ eggs: 2, milk: 1 }))).toEqual(cart({ milk: 1 }))
    expect(kept?.action?.change(cart({ eggs: 5 }))).toEqual(cart({ eggs: 3 }))
  })
})

describe('what the shop did', () => {
  it('lowers nothing by itself when there is less than the cart has, and stands until the person decided', () => {
    let value: DocumentValue = cart({ eggs: 3, milk: 3, figs: 2 })
    const news = stockNews(value, catalogue)
    expect(news).toMatchObject([
      { text: 'Only 1 left of Milk: you have 3.', action: { label: 'Set to 1' } },
      { text: 'Figs is sold out.', action: { label: 'Remove' } },
    ])
    for (const { action } of news) value = action?.change(value) ?? value
    expect(value).toEqual(cart({ eggs: 3, milk: 1 }))
  })
  it('names the lines of which it changed the price, and counts them where it changed many', () => {
    expect(priceNews(cart({ eggs: 1, figs: 1, milk: 1 }), catalogue, money).map(({ text }) => text)).toEqual([
      'The shop changed the price of Eggs from $3.00 to $3.50.',
      'The shop changed the price of Figs from $0.80 to $0.90.',
    ])
    const many = priceNews(cart({ eggs: 1, figs: 1, bread: 1 }), catalogue, money)
    expect(many.map(({ text }) => text)).toEqual(['The shop changed 3 prices since you added these.'])
  })
  it('is other news when a price changes again', () => {
    const products = { ...catalogue.products, eggs: product('Eggs', 360, 9, 300) }
    const keyOf = (known: Catalogue) => priceNews(cart({ eggs: 1 }), known, money)[0]?.key
    expect(keyOf({ ...catalogue, products })).not.toBe(keyOf(catalogue))
  })
})
