import type { DocumentValue } from '@lockstep/sync'
import { productOf, type Catalogue } from './catalogue.ts'
import { linesOf, quantityOf } from './cart-edits.ts'
import { cartTotals, countText } from './cart-totals.ts'

/** Lines named to the model; it has `get_cart` for the rest. */
const LINES_NAMED_MAX = 12
const NAME_MAX_CHARS = 48

/** The half of the view state that the model sees: enough to take up the cart, about 1 kB at most. */
export interface CartModelState {
  readonly cartId: string
  /** The newest revision the server confirmed; null before the first answer. */
  readonly revision: number | null
  readonly summary: string
}

export function cartModelState(cartId: string, revision: number | null, value: DocumentValue, catalogue: Catalogue): CartModelState {
  return { cartId, revision, summary: summary(value, catalogue) }
}

function summary(value: DocumentValue, catalogue: Catalogue): string {
  const ids = Object.keys(linesOf(value))
  if (ids.length === 0) return 'The cart is empty.'
  const named = ids.slice(0, LINES_NAMED_MAX).map((id) => `${quantityOf(value, id)} × ${productOf(catalogue, id).name.slice(0, NAME_MAX_CHARS)}`)
  const rest = ids.length - named.length
  return `${countText(cartTotals(value, catalogue))}: ${named.join('; ')}${rest > 0 ? `; and ${rest} more ${rest === 1 ? 'line' : 'lines'}` : ''}.`
}
