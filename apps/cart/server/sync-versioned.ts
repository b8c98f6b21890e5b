import type { RequestHints } from '@lockstep/server'
import type { Snapshot, SyncFailure, SyncReply } from '@lockstep/sync'
import type { z } from 'zod'
import { itemsToValue, valueToItems, type CartItem } from '../shared/cart-items.ts'
import { actorOf, type CartService } from './cart-service.ts'
import { isLineId } from './line-id.ts'
import { priceLines, totalsOf, type Totals } from './price.ts'
import type { syncInput } from './schemas.ts'

/** What both doors answer to a versioned write. */
export interface SyncAnswer extends Omit<SyncReply, 'documentId' | 'value' | 'conflicts' | 'changes'> {
  cartId: string
  items: CartItem[]
  totals: Totals
  conflicts: Array<SyncReply['conflicts'][number]>
  changes: Array<SyncReply['changes'][number]>
}

export type VersionedOutcome = { ok: true; answer: SyncAnswer; snapshot: Snapshot } | { ok: false; failure: SyncFailure }

/** A view's whole list on top of what others did. `hints` is null where the door carries none. */
export async function syncVersioned(service: CartService, input: z.output<typeof syncInput>, hints: RequestHints | null): Promise<VersionedOutcome> {
  const { cartId, items, v: _version, schemaVersion, ...envelope } = input
  const wrong = await wrongLine(service, cartId, items)
  if (wrong !== null) return { ok: false, failure: wrong }
  const mutation = { ...envelope, ...(schemaVersion === undefined ? {} : { schemaVersion }), documentId: cartId, value: itemsToValue(items) }
  const outcome = await service.carts.sync(mutation, {
    actor: hints === null ? 'user' : actorOf({ ...hints, widgetSessionId: hints.widgetSessionId ?? 'view' }),
    also: () => (hints === null ? [] : service.bind(hints, cartId)),
  })
  if (!outcome.ok) return outcome
  const { documentId, value, conflicts, changes, ...reply } = outcome.reply
  const answer: SyncAnswer = {
    ...reply,
    cartId: documentId,
    items: valueToItems(value),
    totals: totalsOf(priceLines(value, service.shop)),
    conflicts: [...conflicts],
    changes: [...changes],
  }
  return { ok: true, answer, snapshot: outcome.reply }
}

/**
 * Refuses an id that comes twice, and one that names nothing. A free-text id of good form is taken whether or not the cart has or had it: it
 * carries its name, the bare list takes any name, and a view that rebased its draft, undid an old removal or makes a cart anew must be heard.
 */
async function wrongLine(service: CartService, cartId: string, items: readonly CartItem[]): Promise<SyncFailure | null> {
  const seen = new Set<string>()
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) return { code: 'invalid_request', message: `Expected each id once, got ${id} again.`, path: `items.${index}.id` }
    seen.add(id)
  }
  const doubtful = items.findIndex(({ id }) => !isLineId(id))
  if (doubtful < 0) return null
  // what the catalogue has dropped since stays in the carts that have it
  const { snapshot } = await service.read(cartId)
  const missing = items.findIndex(({ id }) => !isLineId(id) && !Object.hasOwn(snapshot.value['lines'] ?? {}, id))
  return missing < 0
    ? null
    : { code: 'invalid_request', message: 'Expected the id of a product, or of a line the cart has.', path: `items.${missing}.id` }
}
