import type { Conflict, DocumentValue, SyncFailure } from '@lockstep/sync'
import { itemsToValue, valueToItems } from '../shared/cart-items.ts'
import { freeTextId } from '../shared/free-text-line.ts'
import type { CartService } from './cart-service.ts'
import { skuById } from './catalogue/index.ts'
import { cleanText } from './clean-text.ts'
import { droppedFields } from './dropped-fields.ts'
import { resolveLine } from './resolve-line.ts'
import type { CartLineInput } from './schemas.ts'

/** The seed's answer, with what was done to the list beside it. */
export interface BareAnswer {
  status: 'updated'
  cartId: string
  revision: number
  /** Lines whose earlier state this list overwrote, and limits that cut it. */
  conflicts: Conflict[]
  /** Members of the items the cart does not declare, left out. */
  dropped?: string[]
  /** Names given more than once, their quantities summed. */
  summed?: string[]
  /** Names the catalogue does not know (or not one product by), kept as lines without a price. */
  freeText?: string[]
}

export type BareOutcome = { ok: true; answer: BareAnswer } | { ok: false; failure: SyncFailure }

/** Replaces the cart by the list, whatever is there; without a cart id it makes one. Creates an unknown or expired cart under its id. */
export async function replaceUnconditionally(
  service: CartService,
  input: { cartId?: string | undefined; items: readonly CartLineInput[] },
): Promise<BareOutcome> {
  const lines = input.items.map(toLine)
  const wrong = lines.findIndex((line) => line.id === null)
  if (wrong >= 0) {
    return { ok: false, failure: { code: 'invalid_request', message: 'Expected the id of a product.', path: `items.${wrong}.id` } }
  }
  const items = lines.flatMap(({ id, quantity, note }) => (id === null ? [] : [{ id, quantity, ...(note === undefined ? {} : { note }) }]))
  const wished = itemsToValue(items)
  let before: DocumentValue = {}
  const cartId = input.cartId ?? service.newCartId()
  const outcome = await service.carts.edit(cartId, {
    actor: 'user',
    mutationId: service.newMutationId(),
    change: (current) => {
      before = current
      return wished
    },
  })
  if (!outcome.ok) return outcome
  const { reply } = outcome
  const dropped = droppedFields(input.items)
  const ids = items.map((item) => item.id)
  const summed = [...new Set(lines.filter((line) => ids.filter((id) => id === line.id).length > 1).map((line) => line.name))]
  const freeText = [...new Set(lines.filter((line) => line.isFreeText).map((line) => line.name))]
  return {
    ok: true,
    answer: {
      status: 'updated',
      cartId,
      revision: reply.revision,
      conflicts: [...overwritten(before, reply.value), ...reply.conflicts],
      ...(dropped.length > 0 ? { dropped } : {}),
      ...(summed.length > 0 ? { summed } : {}),
      ...(freeText.length > 0 ? { freeText } : {}),
    },
  }
}

function toLine(item: CartLineInput): { id: string | null; name: string; quantity: number; note: string | undefined; isFreeText: boolean } {
  const name = item.name ?? cleanText(item.id ?? '')
  const line = (id: string | null, isFreeText: boolean) => ({ id, name, quantity: item.quantity, note: item.note, isFreeText })
  if (item.id !== undefined) return line(skuById(item.id) === undefined ? null : item.id, false)
  const found = resolveLine({ name })
  return found.kind === 'one' ? line(found.id, false) : line(freeTextId(name), true)
}

/** Every line that was there and is not any more as it was. */
function overwritten(before: DocumentValue, after: DocumentValue): Conflict[] {
  const now = after['lines'] ?? {}
  return valueToItems(before)
    .filter((item) => now[item.id] !== item.quantity)
    .map(({ id, quantity }) => {
      const mine = now[id] ?? null
      return { field: 'lines', id, kind: 'overwritten' as const, base: null, mine, theirs: quantity, result: mine }
    })
}
