import { freeTextName } from '../shared/free-text-line.ts'
import { capOf, skuById } from './catalogue/index.ts'

/** What moves from day to day. The names, ids and pictures of what is sold are the catalogue's. */
export interface Shop {
  /** Minor units; null = the shop does not sell it. */
  priceOf(skuId: string): number | null
  /** Most units of one line today; 0 = sold out. */
  capOf(skuId: string): number
}

/** Prices and stock as the catalogue has them. */
export const catalogueShop: Shop = { priceOf: (skuId) => skuById(skuId)?.price ?? null, capOf }

/** Most units of a line. A free-text line is not in the catalogue and has no stock to run out of. */
export function lineCap(shop: Shop, lineId: string): number {
  return freeTextName(lineId) === null && skuById(lineId) !== undefined ? shop.capOf(lineId) : Number.MAX_SAFE_INTEGER
}
