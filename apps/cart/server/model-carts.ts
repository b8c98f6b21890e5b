import { DOCUMENT_META, reply, toolError, type EditOptions, type RequestHints, type ToolRefusal } from '@lockstep/server'
import { CHANGES_MAX, type Actor, type Change, type DocumentValue, type Snapshot, type SyncFailure } from '@lockstep/sync'
import { diffEntries } from '@lockstep/sync/server'
import { keyOf, serverMutationId } from './cart-keys.ts'
import { tellModel, tellWidget, type CartReplyParts, type ToldCart } from './cart-reply.ts'
import { actorOf, type CartService } from './cart-service.ts'
import { describeCart } from './cart-words.ts'
import { CREATE_REPEAT_MS } from './limits.ts'
import { nextPrices, pricesKey, readPrices } from './price-memory.ts'
import { priceLines, totalsOf, type PricedLine } from './price.ts'
import { seenKey, seenRevision, seenWrite } from './seen-revision.ts'
import type { SyncRoad } from './widget-payload.ts'
import { factsOf } from './wire-failure.ts'

export interface ModelCartsOptions {
  service: CartService
  road: SyncRoad
  newId: (prefix: string) => string
  now: () => number
}

/** One call of a model's tool about a cart: its name and its arguments as they came. */
export interface CartCall {
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>> & { cartId?: string | undefined; baseRevision?: number | undefined }
}

/** The cart a call is about, as it was found. */
export interface OpenedCart extends ToldCart {
  readonly cartId: string
  readonly isExpired: boolean
  readonly isStored: boolean
  /** The call's dedupe key. */
  readonly key: string
  readonly call: CartCall
}

export interface CartEdit extends Pick<EditOptions, 'change' | 'records' | 'also'> {
  /** The dedupe key, where it is another than the call. */
  mutationId?: string
  /** Whose doing it is, where it is not the caller's. */
  actor?: Actor
}

/** What the model's tools do with carts: each call opens its cart, may edit it, and tells what it is like now and what changed since the model looked. */
export function createModelCarts({ service, road, newId, now }: ModelCartsOptions) {
  const { carts, shop } = service

  /** Finds the call's cart. @throws {ToolRefusal} not_found */
  async function open(hints: RequestHints, call: CartCall): Promise<OpenedCart> {
    const { args, tool } = call
    const cartId = await service.cartIdFor(hints, args.cartId)
    const key = keyOf({ who: hints.session ?? hints.subject, cartId, tool, args })
    const seen = seenKey(hints, cartId)
    const found = await service.read(cartId, undefined, [pricesKey(cartId), ...(seen === null ? [] : [seen])])
    const { records, snapshot } = found
    const since = args.baseRevision ?? (seen === null ? undefined : seenRevision(records, seen, snapshot, key))
    const isNews = since !== undefined && since < snapshot.revision
    const looked = isNews ? await service.read(cartId, since) : found
    return { ...looked, cartId, key, call, prices: readPrices(records, cartId), since }
  }

  /** Commits a change of it. @throws {ToolRefusal} what `change` throws, and what the document refuses */
  async function edit(hints: RequestHints, opened: OpenedCart, asked: CartEdit): Promise<ToldCart> {
    const { cartId, key, call, since } = opened
    const { baseRevision } = call.args
    const { change, also, records, mutationId, actor = actorOf(hints) } = asked
    const seen = seenKey(hints, cartId)
    // a call that creates cannot know a revision; who makes it and what it says tell a repeat for a while
    const isKnown = hints.session !== null || call.args.cartId !== undefined
    const isOnce = mutationId === undefined && baseRevision === undefined && isKnown
    let found = opened.snapshot
    const outcome = await carts.edit(cartId, {
      actor,
      mutationId: mutationId ?? (baseRevision === undefined ? newId('m') : serverMutationId('call', key)),
      ...(since === undefined ? {} : { baseRevision: since }),
      ...(isOnce ? { onceOnCreate: { kind: 'create', key, untilMs: now() + CREATE_REPEAT_MS } } : {}),
      ...(records === undefined ? {} : { records }),
      change: (current, snapshot, ...rest) => {
        found = snapshot
        return change(current, snapshot, ...rest)
      },
      also: (done, loaded) => [
        ...service.bind(hints, cartId),
        ...(seen === null ? [] : [seenWrite(seen, done.reply, since, key, now())]),
        ...(also?.(done, loaded) ?? []),
      ],
    })
    if (!outcome.ok) throw refused(outcome.failure, found)
    const { revision, value, status, changes, conflicts } = outcome.reply
    const own = status !== 'applied' ? [] : diffEntries(carts.spec, found.value, value).map((one): Change => ({ ...one, revision, by: actor }))
    const isRepeat = status === 'replayed'
    return {
      snapshot: outcome.reply,
      prices: nextPrices(opened.prices, value, shop),
      since,
      changes,
      isCut: since !== undefined && isCutBefore(changes, since, status === 'applied' ? revision - 1 : revision),
      own,
      conflicts: isRepeat ? [] : conflicts,
      isRepeat,
      isProtected: isRepeat || baseRevision !== undefined || mutationId !== undefined || (isOnce && (found.revision === 0 || opened.isExpired)),
    }
  }

  /** A refusal that says what the cart is like now, so that the model can decide again at once. */
  function refuse(code: string, message: string, current: Snapshot, path?: string): ToolRefusal {
    const lines = linesOf(current.value)
    const text = `${message} ${describeCart(lines, totalsOf(lines))} This is revision ${current.revision}.`
    return toolError(code, text, factsOf({ code, ...(path === undefined ? {} : { path }), message, current }))
  }

  function refused({ code, message, path }: SyncFailure, current: Snapshot): ToolRefusal {
    return code === 'unavailable' ? toolError(code, message) : refuse(code, message, current, path)
  }

  /** Refuses a cart that was named and is gone: what was asked about it was about lines that are no more. @throws {ToolRefusal} cart_expired */
  function mustLive({ isExpired, call }: OpenedCart): void {
    if (!isExpired || call.args.cartId === undefined) return
    throw toolError('cart_expired', 'This cart has expired and its lines are gone. Add something with add_to_cart to start again.')
  }

  /** Lines with what the shop says of them today. */
  function linesOf(value: DocumentValue): PricedLine[] {
    return priceLines(value, shop)
  }

  /** A tool's answer about a cart: for the model, and for the widget. */
  function answer(told: ToldCart, parts?: CartReplyParts) {
    return reply({ ...tellModel(told, shop, parts), private: { [DOCUMENT_META]: payload(told) } })
  }

  const payload = (told: ToldCart) => tellWidget(told, shop, road)

  return { shop, open, edit, refuse, mustLive, linesOf, answer, payload }
}

export type ModelCarts = ReturnType<typeof createModelCarts>

/** Whether changes of revisions after `since`, up to `until`, are missing at the front. Each revision made one at least; a reply holds so many. */
function isCutBefore(changes: readonly Change[], since: number, until: number): boolean {
  const first = changes[0]
  return first === undefined ? until > since : first.revision > since + 1 || changes.length >= CHANGES_MAX
}
