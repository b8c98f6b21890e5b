import { valueToItems } from '../shared/cart-items.ts'
import type { Change, Conflict, Snapshot } from '@lockstep/sync'
import { familyById, pictureOf, skuById, suggestionsFor } from './catalogue/index.ts'
import { SUGGESTIONS_COUNT } from './limits.ts'
import { CURRENCY } from './price.ts'
import type { Prices } from './price-memory.ts'
import type { Shop } from './shop.ts'

/** What the widget needs of a product to draw a line. */
export interface WidgetProduct {
  name: string
  /** Empty where the name has it. */
  unit: string
  /** Minor units. */
  price: number
  /** What it cost when its line was added, if that was another price. */
  was?: number
  /** Most units of one line today. */
  cap: number
  family: string
}

/** The road the widget saves by: its app-only tool, or the seed's `POST /sync_cart` at that address. */
export type SyncRoad = { transport: 'tool' } | { transport: 'http'; backendUrl: string }

/** The widget's part of a result, under `_meta['lockstep/document']`. The model never sees it. */
export interface WidgetPayload {
  document: 'cart'
  documentId: string
  epoch: string
  revision: number
  value: Snapshot['value']
  products: Record<string, WidgetProduct>
  /** SVG text by family. */
  pictures: Record<string, string>
  suggestions: string[]
  currency: string
  changes: readonly Change[]
  conflicts: readonly Conflict[]
  transport?: SyncRoad['transport']
  backendUrl?: string
}

/** Suggestions looked at, so that enough are left when some have run out of stock. */
const SUGGESTIONS_TRIED = SUGGESTIONS_COUNT * 3

/** Everything to draw the cart with, suggestions included. */
export function widgetPayload(snapshot: Snapshot, shop: Shop, prices: Prices): WidgetPayload {
  const ids = valueToItems(snapshot.value).map((item) => item.id)
  const inStock = suggestionsFor(ids, SUGGESTIONS_TRIED).filter((sku) => shop.capOf(sku.id) > 0)
  const suggestions = inStock.slice(0, SUGGESTIONS_COUNT).map((sku) => sku.id)
  return { ...payloadFor(snapshot, [...ids, ...suggestions], shop, prices), suggestions }
}

/** The answer to a sync: only what the widget cannot know, which is the products that others added and those that the shop changed. */
export function syncPayload(snapshot: Snapshot, known: ReadonlySet<string>, shop: Shop, prices: Prices): WidgetPayload {
  const isNews = ({ id, quantity }: { id: string; quantity: number }) =>
    !known.has(id) || shop.capOf(id) < quantity || shop.priceOf(id) !== prices[id]
  const ids = valueToItems(snapshot.value).filter(isNews)
  return payloadFor(
    snapshot,
    ids.map(({ id }) => id),
    shop,
    prices,
  )
}

function payloadFor(snapshot: Snapshot, ids: readonly string[], shop: Shop, prices: Prices): WidgetPayload {
  const products: Record<string, WidgetProduct> = {}
  const pictures: Record<string, string> = {}
  for (const id of ids) {
    const sku = skuById(id)
    const price = shop.priceOf(id)
    if (sku === undefined || price === null) continue
    const before = prices[id]
    products[id] = {
      name: sku.name,
      // a name that ends in the unit has said it
      unit: sku.name.endsWith(sku.unit) ? '' : sku.unit,
      price,
      ...(before === undefined || before === price ? {} : { was: before }),
      cap: shop.capOf(id),
      family: sku.family,
    }
    if (familyById(sku.family) !== undefined) pictures[sku.family] = pictureOf(sku.family)
  }
  const { documentId, epoch, revision, value } = snapshot
  return { document: 'cart', documentId, epoch, revision, value, products, pictures, suggestions: [], currency: CURRENCY, changes: [], conflicts: [] }
}
