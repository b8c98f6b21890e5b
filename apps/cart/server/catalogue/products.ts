import { bakery } from './aisles/bakery.ts'
import { dairy } from './aisles/dairy.ts'
import { drinks } from './aisles/drinks.ts'
import { dryGoods } from './aisles/dry-goods.ts'
import { fruit } from './aisles/fruit.ts'
import { jarsAndCans } from './aisles/jars-and-cans.ts'
import { meatAndFish } from './aisles/meat-and-fish.ts'
import { saladAndHerbs } from './aisles/salad-and-herbs.ts'
import { snacksAndFrozen } from './aisles/snacks-and-frozen.ts'
import { vegetables } from './aisles/vegetables.ts'
import type { Family, Sku } from './family.ts'

/** Every family, in the order of the aisles. */
export const FAMILIES: readonly Family[] = [
  ...fruit,
  ...vegetables,
  ...saladAndHerbs,
  ...dairy,
  ...bakery,
  ...meatAndFish,
  ...dryGoods,
  ...jarsAndCans,
  ...drinks,
  ...snacksAndFrozen,
]

/** Every SKU, family by family. */
export const SKUS: readonly Sku[] = FAMILIES.flatMap((family) => family.skus)

const familiesById = new Map(FAMILIES.map((family) => [family.id, family]))
const skusById = new Map(SKUS.map((sku) => [sku.id, sku]))

export function familyById(id: string): Family | undefined {
  return familiesById.get(id)
}

export function skuById(id: string): Sku | undefined {
  return skusById.get(id)
}

/** Most units of one SKU that one cart may hold: what is in stock, within the limit per order; 0 when sold out or unknown. */
export function capOf(skuId: string): number {
  const sku = skusById.get(skuId)
  return sku === undefined ? 0 : Math.min(sku.stock, sku.maxPerOrder)
}

/** The SKU that stands for a family where one has to be shown: its default, else the first in stock. */
export function faceOf(family: Family): Sku | undefined {
  const usual = family.defaultSku === null ? undefined : skusById.get(family.defaultSku)
  return usual !== undefined && usual.stock > 0 ? usual : family.skus.find((sku) => sku.stock > 0)
}
