import { LINE_QUANTITY_MAX } from '../shared/cart-spec.ts'
import { freeTextName } from '../shared/free-text-line.ts'
import { isCount, list, record, text } from './unknown-json.ts'

export interface Product {
  readonly name: string
  readonly unit: string
  /** Minor units of the cart's currency; null = nobody set one. */
  readonly price: number | null
  /** What it cost when it was added, if that was another price. */
  readonly was: number | null
  /** Most units of one line; 0 = sold out. */
  readonly cap: number
  /** Key of its picture. */
  readonly family: string | null
}

/** What the shop says of the products; grows with each answer. */
export interface Catalogue {
  readonly products: Readonly<Record<string, Product>>
  /** Family -> `data:` URL. */
  readonly pictures: Readonly<Record<string, string>>
  /** ISO 4217; '' while unknown. */
  readonly currency: string
}

/** The catalogue in the view's document `{ products, pictures, currency }`. */
export function readCatalogue(document: Readonly<Record<string, unknown>>): Catalogue {
  const products = Object.entries(record(document['products'])).map(([id, entry]) => [id, readProduct(record(entry))] as const)
  const pictures = Object.entries(record(document['pictures'])).map(([family, svg]) => [family, svgUrl(text(svg) ?? '')] as const)
  return { products: Object.fromEntries(products), pictures: Object.fromEntries(pictures), currency: text(document['currency']) ?? '' }
}

/** What a plain list `[{ id, name, unitPrice? }]` tells of its products. */
export function readListedProducts(items: unknown): Catalogue['products'] {
  return Object.fromEntries(
    list(items).flatMap((entry) => {
      const item = record(entry)
      const id = text(item['id'])
      return id === null || text(item['name']) === null ? [] : [[id, readProduct({ name: item['name'], price: item['unitPrice'] })] as const]
    }),
  )
}

/** Both catalogues together; the same object when `newer` adds nothing, so that nothing is drawn again. */
export function mergeCatalogue(older: Catalogue, newer: Catalogue): Catalogue {
  const products = mergeRecords(older.products, newer.products)
  const pictures = mergeRecords(older.pictures, newer.pictures)
  const currency = newer.currency === '' ? older.currency : newer.currency
  return products === older.products && pictures === older.pictures && currency === older.currency ? older : { products, pictures, currency }
}

/** Adds what a plain list tells: products that were not known, and of those that were, the price. The rest it does not tell. */
export function addListedProducts(older: Catalogue, items: unknown): Catalogue {
  const news = Object.entries(readListedProducts(items)).map(([id, listed]) => {
    const known = older.products[id]
    if (known === undefined || !Object.hasOwn(older.products, id)) return [id, listed]
    const { price } = listed
    return [id, price === null || price === known.price ? known : { ...known, price, was: known.was ?? known.price }]
  })
  return mergeCatalogue(older, { products: Object.fromEntries(news), pictures: {}, currency: '' })
}

/** What is known of a line: its product, else the name that a free-text line carries in its id. */
export function productOf(catalogue: Catalogue, lineId: string): Product {
  const known = Object.hasOwn(catalogue.products, lineId) ? catalogue.products[lineId] : undefined
  return known ?? { name: freeTextName(lineId) ?? 'Unknown item', unit: '', price: null, was: null, cap: LINE_QUANTITY_MAX, family: null }
}

/** The picture of a product's family, or null. */
export function pictureOf(catalogue: Catalogue, family: string | null): string | null {
  return family === null ? null : (catalogue.pictures[family] ?? null)
}

function readProduct(entry: Readonly<Record<string, unknown>>): Product {
  const { price, was, cap } = entry
  return {
    name: text(entry['name']) ?? 'Unnamed item',
    unit: text(entry['unit']) ?? '',
    price: isCount(price) ? price : null,
    was: isCount(was) && was !== price ? was : null,
    cap: isCount(cap) ? Math.min(cap, LINE_QUANTITY_MAX) : LINE_QUANTITY_MAX,
    family: text(entry['family']),
  }
}

/** An SVG in an img element cannot run script, whatever it holds. */
function svgUrl(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

function mergeRecords<T>(older: Readonly<Record<string, T>>, newer: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const news = Object.entries(newer).filter(([key, value]) => JSON.stringify(older[key]) !== JSON.stringify(value))
  return news.length === 0 ? older : { ...older, ...Object.fromEntries(news) }
}
