import { toolError, type CommitExtras, type DocumentHandle, type Records, type RequestHints } from '@lockstep/server'
import { emptyValue, type Actor, type Change, type DocumentStore, type Snapshot, type Write } from '@lockstep/sync'
import { z } from 'zod'
import { cartIdOfSession, isMintedCartId, mintCartId, keyOf } from './cart-keys.ts'
import { CART_IDLE_TTL_MS, VIEW_LOG_ENTRIES } from './limits.ts'
import { pricesKey, readPrices } from './price-memory.ts'
import type { Shop } from './shop.ts'
import { syncPayload } from './widget-payload.ts'

export interface CartServiceOptions {
  carts: DocumentHandle
  store: DocumentStore
  /** Key of the ids derived from conversations. */
  secret: string
  newId: (prefix: string) => string
  now: () => number
  shop: Shop
}

export interface CartRead {
  snapshot: Snapshot
  /** By anybody since the revision asked for, oldest first; whole revisions, the newest when there are many. */
  changes: readonly Change[]
  /** Whether there were earlier ones. */
  isCut: boolean
  isExpired: boolean
  isStored: boolean
  records: Records
}

export type CartService = ReturnType<typeof createCartService>

const bindingSchema = z.object({ cartId: z.string() })

/** Finds the cart of a conversation and commits to it. Hints only correlate: whoever has a cart's id may write it. */
export function createCartService({ carts, store, secret, newId, now, shop }: CartServiceOptions) {
  const sessionRecord = (session: string) => ({ kind: 'session', key: keyOf({ session }) })

  const newCartId = () => mintCartId(secret, newId('c'))

  /**
   * The named cart; else the one this conversation last wrote; else the id its first cart will have; else a new id.
   * An id that a model made up is refused: taken for a new cart it would split the conversation's in two. A view may bring an id of its own.
   * @throws {ToolRefusal} not_found
   */
  async function cartIdFor(hints: RequestHints, asked: string | undefined): Promise<string> {
    if (asked !== undefined) {
      const isKnown = hints.widgetSessionId !== null || isMintedCartId(secret, asked) || (await read(asked)).isStored
      if (isKnown) return asked
      throw toolError('not_found', 'There is no cart with this id. Leave cartId out for the cart of this conversation.', { path: 'cartId' })
    }
    if (hints.session === null) return newCartId()
    const { kind, key } = sessionRecord(hints.session)
    const { records } = await store.load({ documentId: '', records: [{ kind, key }] })
    const bound = bindingSchema.safeParse(records.get(`${kind}:${key}`)?.value)
    return bound.success ? bound.data.cartId : cartIdOfSession(secret, hints.session)
  }

  /** From now on the conversation's cart is this one. */
  function bind(hints: RequestHints, cartId: string): Write[] {
    if (hints.session === null) return []
    return [{ type: 'record', record: { ...sessionRecord(hints.session), value: { cartId }, expiresAt: now() + CART_IDLE_TTL_MS } }]
  }

  /** The cart as it is; empty at revision 0 when nothing was ever stored under the id. */
  async function read(cartId: string, since?: number, records?: CommitExtras<never>['records']): Promise<CartRead> {
    const found = await carts.read(cartId, records === undefined ? {} : { records })
    if (found === null) {
      const { epoch } = await store.load({ documentId: cartId })
      const snapshot = { documentId: cartId, epoch, revision: 0, value: emptyValue(carts.spec) }
      return { snapshot, changes: [], isCut: false, isExpired: false, isStored: false, records: new Map() }
    }
    const { revision } = found.snapshot
    const isNews = since !== undefined && since < revision
    const { log } = isNews ? await store.load({ documentId: cartId, logAfter: since, logNewest: VIEW_LOG_ENTRIES }) : { log: [] }
    // what was committed between the two looks is for the next one
    const told = log.filter((entry) => entry.revision <= revision)
    const changes = told.flatMap((entry) => entry.changes.map((change) => ({ ...change, revision: entry.revision, by: entry.actor })))
    return { ...found, changes, isCut: isNews && told[0]?.revision !== since + 1, isStored: true }
  }

  /** What the widget needs beside its own list when it saved or looked: see `syncPayload`. */
  async function payloadSince(snapshot: Snapshot, known: ReadonlySet<string>) {
    const { records } = await store.load({ documentId: '', records: [pricesKey(snapshot.documentId)] })
    return syncPayload(snapshot, known, shop, readPrices(records, snapshot.documentId))
  }

  return { carts, shop, cartIdFor, bind, read, payloadSince, newCartId, newMutationId: () => newId('m') }
}

/** Whose doing a call is, for telling people; a label, never a permission. */
export function actorOf(hints: RequestHints): Actor {
  return hints.widgetSessionId === null ? 'model' : 'user'
}
