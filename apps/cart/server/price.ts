import type { DocumentValue } from '@lockstep/sync'
import { freeTextName } from '../shared/free-text-line.ts'
import { valueToItems } from '../shared/cart-items.ts'
import { skuById } from './catalogue/index.ts'
import type { Shop } from './shop.ts'

/** All the shop sells is priced in this one. ISO 4217. */
export const CURRENCY = 'USD'

/** A line with what the shop says of it today; a price never comes from a client. */
export interface PricedLine {
  id: string
  name: string
  /** Empty on free-text lines. */
  unit: string
  quantity: number
  note: string | null
  /** Minor units; null on free-text lines. */
  unitPrice: number | null
  lineTotal: number | null
}

export interface Totals {
  lines: number
  units: number
  /** Minor units of the priced lines. */
  subtotal: number
  currency: string
  /** Free-text lines, which have no price; absent when there are none. */
  unpricedLines?: number
}

export function priceLines(value: DocumentValue, shop: Shop): PricedLine[] {
  return valueToItems(value).map(({ id, quantity, note }) => {
    const sku = skuById(id)
    const name = sku?.name ?? freeTextName(id) ?? id
    const unitPrice = shop.priceOf(id)
    return { id, name, unit: sku?.unit ?? '', quantity, note: note ?? null, unitPrice, lineTotal: unitPrice === null ? null : unitPrice * quantity }
  })
}

export function totalsOf(lines: readonly PricedLine[]): Totals {
  const unpriced = lines.filter((line) => line.lineTotal === null).length
  return {
    lines: lines.length,
    units: lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotal: lines.reduce((sum, line) => sum + (line.lineTotal ?? 0), 0),
    currency: CURRENCY,
    ...(unpriced > 0 ? { unpricedLines: unpriced } : {}),
  }
}

const FORMAT = new Intl.NumberFormat('en-US', { style: 'currency', currency: CURRENCY })

/** Minor units as a person reads them in `content`, whose language is English; the widget formats by the host's locale. */
export function money(minorUnits: number): string {
  return FORMAT.format(minorUnits / 100)
}

export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`
}
