import type { RequestHints } from '@lockstep/server'
import type { SyncFailure, SyncReply } from '@lockstep/sync'
import type { z } from 'zod'
import { itemsToValue, valueToItems, type CartItem } from '../shared/cart-items.ts'
import { freeTextName } from '../shared/free-text-line.ts'
import { actorOf, type CartService } from './cart-service.ts'
import { skuById } from './catalogue/index.ts'
import { priceLines, totalsOf, type Totals } from './price.ts'
import type { syncInput } from './schemas.ts'

/** What both doors answer to a versioned write. */
export interface SyncAnswer extends Omit<SyncReply, 'documentId' | 'value'> {
  cartId: string
  items: CartItem[]
  totals: Totals
}

export type SyncOutcome = { ok: true; answer: SyncAnswer; reply: SyncReply; isReplay: boolean } | { ok: false; failure: SyncFailure }

const VERSIONED_MEMBERS = ['v', 'epoch', 'baseRevision', 'mutationId', 'supersedes', 'clientId', 'seq', 'onConflict']

/** Whether a body means the protocol, even if wrongly: then it is held to it. */
export function isVersionedBody(body: unknown): boolean {
  return typeof body === 'object' && body !== null && VERSIONED_MEMBERS.some((member) => Object.hasOwn(body, member))
}

/** The one handler behind the tool and the route. `hints` is null where the door carries none. */
export async function syncVersioned(service: CartService, input: z.output<typeof syncInput>, hints: RequestHints | null): Promise<SyncOutcome> {
  const { cartId, items, v: _version, ...envelope } = input
  const unknown = await unknownLine(service, cartId, items, envelope.baseRevision)
  if (unknown !== null) return { ok: false, failure: unknown }
  const mutation = { ...envelope, documentId: cartId, value: itemsToValue(items) }
  const outcome = await service.carts.sync(mutation, {
    actor: hints === null ? 'user' : actorOf({ ...hints, widgetSessionId: hints.widgetSessionId ?? 'view' }),
    also: () => (hints === null ? [] : service.bind(hints, cartId)),
  })
  if (!outcome.ok) return outcome
  const { documentId, value, ...reply } = outcome.reply
  const answer: SyncAnswer = { ...reply, cartId: documentId, items: valueToItems(value), totals: totalsOf(priceLines(value)) }
  return { ok: true, answer, reply: outcome.reply, isReplay: reply.status === 'replayed' }
}

/** Refuses ids that name nothing: no product, and no free-text line the cart has or had, which a person's undo may bring back. */
async function unknownLine(
  service: CartService,
  cartId: string,
  items: readonly CartItem[],
  baseRevision: number | null,
): Promise<SyncFailure | null> {
  const seen = new Set<string>()
  const doubtful: Array<{ id: string; index: number }> = []
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) return { code: 'invalid_request', message: `Expected each id once, got ${id} again.`, path: `items.${index}.id` }
    seen.add(id)
    if (skuById(id) !== undefined) continue
    if (freeTextName(id) === null) return { code: 'invalid_request', message: 'Expected the id of a product.', path: `items.${index}.id` }
    doubtful.push({ id, index })
  }
  if (doubtful.length === 0) return null
  const { snapshot, isStored, isExpired } = await service.read(cartId)
  // a cart that is gone is the protocol's to refuse, with what to do about it
  if (baseRevision !== null && (!isStored || isExpired)) return null
  const now = snapshot.value['lines'] ?? {}
  const notNow = doubtful.filter(({ id }) => !Object.hasOwn(now, id))
  const earlier = notNow.length === 0 ? null : await service.earlierLines(cartId)
  const missing = notNow.find(({ id }) => earlier?.has(id) !== true)
  return missing === undefined
    ? null
    : { code: 'invalid_request', message: 'Expected the id of a product, or of a line the cart has.', path: `items.${missing.index}.id` }
}
