import type { DocumentValue } from '@lockstep/sync'
import { productOf, type Catalogue } from './catalogue.ts'
import { linesOf, quantityOf } from './cart-edits.ts'

export interface CartTotals {
  readonly lines: number
  readonly units: number
  /** Minor units; lines without a price are not in it. */
  readonly subtotal: number
  readonly unpricedLines: number
}

export function cartTotals(value: DocumentValue, catalogue: Catalogue): CartTotals {
  const totals = { lines: 0, units: 0, subtotal: 0, unpricedLines: 0 }
  for (const lineId of Object.keys(linesOf(value))) {
    const quantity = quantityOf(value, lineId)
    const { price } = productOf(catalogue, lineId)
    totals.lines += 1
    totals.units += quantity
    totals.subtotal += quantity * (price ?? 0)
    totals.unpricedLines += price === null ? 1 : 0
  }
  return totals
}

/** "7 items": what a person counts; lines are the shop's affair. */
export function countText({ units }: CartTotals): string {
  return `${units} ${units === 1 ? 'item' : 'items'}`
}
