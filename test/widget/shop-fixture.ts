import type { DocumentValue, Snapshot } from '@lockstep/sync'
import type { ToolResult } from '@lockstep/react'

/** A small shop of its own, so that the widget's tests do not move with the catalogue. Prices in cents. */
const PRODUCTS = {
  eggs: { name: 'Free-range eggs', unit: 'box of 6', price: 349, cap: 12, family: 'eggs' },
  milk: { name: 'Whole milk', unit: '1 l', price: 129, cap: 24, family: 'milk' },
  bread: { name: 'Sourdough bread', unit: 'loaf', price: 420, cap: 4, family: 'bread' },
  tomatoes: { name: 'Vine tomatoes', unit: '500 g', price: 275, cap: 20, family: 'tomatoes' },
  butter: { name: 'Salted butter', unit: '250 g', price: 310, cap: 10, family: 'butter' },
  coffee: { name: 'Ground coffee', unit: '250 g', price: 599, cap: 10, family: 'coffee' },
  bananas: { name: 'Bananas', unit: 'bunch', price: 189, cap: 10, family: 'bananas' },
  pasta: {
    name: 'Whole-wheat spaghetti from durum wheat, slowly dried and rough-cut in bronze for sauces that cling',
    unit: '500 g',
    price: 215,
    cap: 30,
    family: 'pasta',
  },
} as const

const COLOURS = ['#e8b04a', '#9db8d9', '#c98f5a', '#d9645a', '#e9d27a', '#8a6a52', '#e3cf4f', '#d8b98a']

const SUGGESTED = ['butter', 'coffee', 'bananas', 'tomatoes'] as const

export const CART_ID = 'c_test-cart'

export function cartValue(lines: Readonly<Record<string, number>>, notes: Readonly<Record<string, string>> = {}): DocumentValue {
  return { lines, notes }
}

/** `count` lines with products of their own. */
export function manyLines(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`item-${index + 1}`, (index % 5) + 1]))
}

/** Prices and stock that differ from the fixture's, by product. */
export interface ShopToday {
  readonly prices: Map<string, number>
  readonly stock: Map<string, number>
}

/** A result as the cart's tools give it: little for the model, the document for the view. Every line was added at the fixture's prices. */
export function cartResult(snapshot: Snapshot, more: Readonly<Record<string, unknown>> = {}, today?: ShopToday): ToolResult {
  const ids = [...Object.keys(snapshot.value['lines'] ?? {}), ...SUGGESTED]
  const productToday = (id: string) => {
    const product = productOf(id)
    const price = today?.prices.get(id)
    return product && { ...product, cap: today?.stock.get(id) ?? product.cap, ...(price === undefined ? {} : { price, was: product.price }) }
  }
  const { documentId, epoch, revision, value } = snapshot
  return {
    content: [{ type: 'text', text: 'The cart.' }],
    structuredContent: { cartId: documentId, revision },
    _meta: {
      'lockstep/document': {
        document: 'cart',
        documentId,
        epoch,
        revision,
        value,
        products: Object.fromEntries(ids.flatMap((id) => (productOf(id) ? [[id, productToday(id)]] : []))),
        pictures: Object.fromEntries(Object.keys(PRODUCTS).map((family, index) => [family, pictureOf(COLOURS[index] ?? '#999999')])),
        suggestions: [...SUGGESTED],
        currency: 'USD',
        ...more,
      },
    },
  }
}

export function capOf(id: string): number {
  return productOf(id)?.cap ?? 999
}

/** Cents; a line without a price counts nothing. */
export function priceOf(id: string): number {
  return productOf(id)?.price ?? 0
}

function productOf(id: string) {
  if (id.startsWith('item-')) return { name: `Item number ${id.slice(5)}`, unit: 'each', price: 100 + Number(id.slice(5)), cap: 50, family: 'eggs' }
  return Object.hasOwn(PRODUCTS, id) ? PRODUCTS[id as keyof typeof PRODUCTS] : null
}

function pictureOf(colour: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><circle cx="24" cy="24" r="15" fill="${colour}"/></svg>`
}
