import { valueToItems } from '../shared/cart-items.ts'
import type { Change, Conflict, Snapshot } from '@lockstep/sync'
import { capOf, familyById, pictureOf, skuById, suggestionsFor } from './catalogue/index.ts'
import { SUGGESTIONS_COUNT } from './limits.ts'
import { CURRENCY } from './price.ts'

/** What the widget needs of a product to draw a line. */
export interface WidgetProduct {
  name: string
  /** Empty where the name has it. */
  unit: string
  /** Minor units. */
  price: number
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

/** Everything to draw the cart with, suggestions included. */
export function widgetPayload(snapshot: Snapshot, changes: readonly Change[] = [], conflicts: readonly Conflict[] = []): WidgetPayload {
  const ids = valueToItems(snapshot.value).map((item) => item.id)
  const suggestions = suggestionsFor(ids, SUGGESTIONS_COUNT).map((sku) => sku.id)
  return { ...payloadFor(snapshot, [...ids, ...suggestions]), suggestions, changes, conflicts }
}

/** The answer to a sync: only what the widget cannot know, which is the products that others added. */
export function syncPayload(snapshot: Snapshot, known: ReadonlySet<string>): WidgetPayload {
  const ids = valueToItems(snapshot.value).map((item) => item.id)
  return payloadFor(
    snapshot,
    ids.filter((id) => !known.has(id)),
  )
}

function payloadFor(snapshot: Snapshot, ids: readonly string[]): WidgetPayload {
  const products: Record<string, WidgetProduct> = {}
  const pictures: Record<string, string> = {}
  for (const id of ids) {
    const sku = skuById(id)
    if (sku === undefined) continue
    // a name that ends in the unit has said it
    products[id] = { name: sku.name, unit: sku.name.endsWith(sku.unit) ? '' : sku.unit, price: sku.price, cap: capOf(id), family: sku.family }
    if (familyById(sku.family) !== undefined) pictures[sku.family] = pictureOf(sku.family)
  }
  const { documentId, epoch, revision, value } = snapshot
  return { document: 'cart', documentId, epoch, revision, value, products, pictures, suggestions: [], currency: CURRENCY, changes: [], conflicts: [] }
}
