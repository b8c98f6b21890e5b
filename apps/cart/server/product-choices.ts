import { capOf, type Sku } from './catalogue/index.ts'
import { CHOICES_MAX } from './limits.ts'

/** Products as the model is shown them. */
export function choicesOf(skus: readonly Sku[], max = CHOICES_MAX) {
  return skus.slice(0, max).map((sku) => ({ id: sku.id, name: sku.name, unit: sku.unit, price: sku.price, available: capOf(sku.id) }))
}
