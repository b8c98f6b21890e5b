import type { Prices } from './price-memory.ts'
import type { PricedLine } from './price.ts'
import { lineCap, type Shop } from './shop.ts'

/** What has become of a line in the shop since it was added, and must not pass in silence. */
export interface LineNews {
  readonly line: PricedLine
  /** Minor units when it was added; null = it costs the same. */
  readonly priceBefore: number | null
  /** Units the shop has; null = enough. */
  readonly left: number | null
}

/** The lines there is something to tell of. */
export function lineNews(lines: readonly PricedLine[], prices: Prices, shop: Shop): LineNews[] {
  return lines.flatMap((line) => {
    const before = prices[line.id]
    const cap = lineCap(shop, line.id)
    const priceBefore = before === undefined || line.unitPrice === null || before === line.unitPrice ? null : before
    const left = cap < line.quantity ? cap : null
    return priceBefore === null && left === null ? [] : [{ line, priceBefore, left }]
  })
}
