import { toolError, type DocumentHandle, type EditOptions, type EditOutcome, type RequestHints } from '@lockstep/server'
import { emptyValue, type Actor, type Change, type DocumentStore, type Snapshot, type SyncFailure, type Write } from '@lockstep/sync'
import { z } from 'zod'
import { cartReply, type CartReplyParts } from './cart-reply.ts'
import { cartIdOfSession, isMintedCartId, mintCartId, keyOf, serverMutationId } from './cart-keys.ts'
import { CART_IDLE_TTL_MS, CREATE_REPEAT_MS } from './limits.ts'
import type { SyncRoad } from './widget-payload.ts'

export interface CartServiceOptions {
  carts: DocumentHandle
  store: DocumentStore
  /** Key of the ids derived from conversations. */
  secret: string
  newId: (prefix: string) => string
  now: () => number
  road: SyncRoad
}

/** One call of a model's tool that changes a cart. */
export interface ModelEdit {
  cartId: string | undefined
  tool: string
  /** The call's arguments as they came, for its dedupe key. */
  args: Readonly<Record<string, unknown>>
  baseRevision: number | undefined
  change: EditOptions['change']
}

export type CartService = ReturnType<typeof createCartService>

const bindingSchema = z.object({ cartId: z.string() })

/** Finds the cart of a conversation and commits to it. Hints only correlate: whoever has a cart's id may write it. */
export function createCartService({ carts, store, secret, newId, now, road }: CartServiceOptions) {
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
  async function read(
    cartId: string,
    since?: number,
  ): Promise<{ snapshot: Snapshot; changes: readonly Change[]; isExpired: boolean; isStored: boolean }> {
    const found = await carts.read(cartId, since === undefined ? {} : { since })
    if (found !== null) return { snapshot: found.snapshot, changes: found.changes, isExpired: found.isExpired, isStored: true }
    const { epoch } = await store.load({ documentId: cartId })
    return { snapshot: { documentId: cartId, epoch, revision: 0, value: emptyValue(carts.spec) }, changes: [], isExpired: false, isStored: false }
  }

  /** The ids of all lines the cart had in any state that is kept. */
  async function earlierLines(cartId: string): Promise<ReadonlySet<string>> {
    const { log } = await store.load({ documentId: cartId, logFrom: 0 })
    return new Set(log.flatMap((entry) => Object.keys(entry.value['lines'] ?? {})))
  }

  async function edit(hints: RequestHints, call: ModelEdit): Promise<EditOutcome> {
    return editCart(hints, await cartIdFor(hints, call.cartId), call)
  }

  /** As `edit`, where `cartIdFor` has been asked already. */
  async function editCart(hints: RequestHints, cartId: string, call: ModelEdit): Promise<EditOutcome> {
    const isAnonymous = call.cartId === undefined && call.baseRevision === undefined && hints.session !== null
    const key = keyOf({ session: hints.session, cartId, tool: call.tool, args: call.args })
    return carts.edit(cartId, {
      actor: actorOf(hints),
      mutationId: call.baseRevision === undefined ? newId('m') : serverMutationId('call', key),
      ...(call.baseRevision === undefined ? {} : { baseRevision: call.baseRevision }),
      ...(isAnonymous ? { onceOnCreate: { kind: 'create', key, untilMs: now() + CREATE_REPEAT_MS } } : {}),
      change: call.change,
      also: () => bind(hints, cartId),
    })
  }

  /** A tool's answer about a cart. */
  const answer = (snapshot: Snapshot, parts: Omit<CartReplyParts, 'road'> = {}) => cartReply(snapshot, { ...parts, road })

  return { carts, answer, cartIdFor, bind, read, earlierLines, edit, editCart, newCartId, newMutationId: () => newId('m') }
}

/** Whose doing a call is, for telling people; a label, never a permission. */
export function actorOf(hints: RequestHints): Actor {
  return hints.widgetSessionId === null ? 'model' : 'user'
}

/** A refused commit as the tool's error, worded so that the model knows what to do next. */
export function refusal(failure: SyncFailure) {
  const code = failure.code === 'document_expired' ? 'cart_expired' : failure.code
  const current = failure.current === undefined ? {} : { data: { current: failure.current } }
  return toolError(code, failure.message, { ...(failure.path === undefined ? {} : { path: failure.path }), ...current })
}
