import type { Sku } from './catalogue/index.ts'
import { CHOICES_MAX } from './limits.ts'
import type { Shop } from './shop.ts'

/** Products as the model is shown them, with today's price and stock. */
export function choicesOf(skus: readonly Sku[], shop: Shop, max = CHOICES_MAX) {
  return skus
    .slice(0, max)
    .map((sku) => ({ id: sku.id, name: sku.name, unit: sku.unit, price: shop.priceOf(sku.id) ?? sku.price, available: shop.capOf(sku.id) }))
}
