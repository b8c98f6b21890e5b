import { DOCUMENT_META, reply, type App } from '@lockstep/server'
import type { Snapshot } from '@lockstep/sync'
import { EMPTY_CART } from '../cart-changes.ts'
import { serverMutationId } from '../cart-keys.ts'
import { describeNews } from '../cart-words.ts'
import { lineNews } from '../line-news.ts'
import type { ModelCarts } from '../model-carts.ts'
import { orderRecord, parseOrder, type Order } from '../order.ts'
import { counted, money, totalsOf, type PricedLine } from '../price.ts'
import { checkoutOutput } from '../answer-schemas.ts'
import { checkoutInput } from '../schemas.ts'

export interface CheckoutOptions {
  newId: (prefix: string) => string
  now: () => number
  /** Where order pages are read, without a trailing slash. */
  publicUrl: string
}

export function addCheckout(app: App, carts: ModelCarts, { newId, now, publicUrl }: CheckoutOptions) {
  return app.tool(
    'checkout',
    {
      title: 'Place the order',
      description:
        'Use this only when the person has said that they want to buy the cart as it is now. It places the order and empties the cart. Pass the exact revision they agreed to.',
      effect: 'destroy',
      once: 'own',
      confirm: 'host',
      idempotent: true,
      input: checkoutInput,
      output: checkoutOutput,
      status: ['Placing the order…', 'Order placed'],
    },
    async (input, context) => {
      const cart = await carts.open(context, { tool: 'checkout', args: input })
      const { cartId } = cart
      const placed: Order = { orderId: newId('o'), cartId, revision: input.revision, placedAt: now(), lines: [] }
      // one order per revision of a cart: a double click, or a retry of the host, meets the first
      const checkoutKey = { kind: 'checkout', key: `${cartId}:${input.revision}` }
      let earlier: Order | null = null
      const emptied = await carts.edit(context, cart, {
        mutationId: serverMutationId('checkout', input.revision),
        // it is the shop that empties a cart when it takes the order, whoever asked; so nobody is offered to take that back
        actor: 'system',
        records: [checkoutKey],
        change: (current, snapshot) => {
          carts.mustLive(cart)
          placed.lines = carts.linesOf(current)
          mustBeAgreed(snapshot, placed.lines)
          return EMPTY_CART
        },
        also: (result, records) => {
          earlier = parseOrder(records.get(`${checkoutKey.kind}:${checkoutKey.key}`)?.value)
          if (result.reply.status === 'replayed') return []
          const order = orderRecord(placed)
          return [order, { type: 'record', record: { ...order.record, ...checkoutKey } }]
        },
      })

      /** Nothing is bought that the person has not seen: not another list, another price, or less than the list says. */
      function mustBeAgreed(snapshot: Snapshot, lines: readonly PricedLine[]): void {
        const { revision, expectedSubtotal } = input
        const { subtotal } = totalsOf(lines)
        const short = lineNews(lines, {}, carts.shop)
        if (snapshot.revision !== revision) {
          const message = `Nothing was ordered: the cart is at revision ${snapshot.revision}, not ${revision}. Show it to the person before ordering.`
          throw carts.refuse('revision_mismatch', message, snapshot)
        }
        if (lines.length === 0) throw carts.refuse('invalid_request', 'Add something before placing an order.', snapshot)
        if (short.length > 0) throw carts.refuse('out_of_stock', `Nothing was ordered. ${describeNews(short)}`, snapshot)
        if (expectedSubtotal !== undefined && expectedSubtotal !== subtotal) {
          const message = `Nothing was ordered: prices have changed, the subtotal is ${money(subtotal)} and not ${money(expectedSubtotal)}. Show it to the person before ordering.`
          throw carts.refuse('price_changed', message, snapshot)
        }
      }

      const order = emptied.isRepeat ? earlier : placed
      if (order === null) {
        throw carts.refuse('not_found', 'This order is no longer kept. Look at the cart before ordering again.', emptied.snapshot)
      }
      const totals = totalsOf(order.lines)
      const orderUrl = `${publicUrl}/orders/${order.orderId}`
      const { isRepeat } = emptied
      const answer = carts.answer({ ...emptied, isRepeat: false })
      const said = `${isRepeat ? 'This order was placed already' : 'The order is placed'}: ${counted(totals.units, 'item')}, ${money(totals.subtotal)} before taxes and delivery. Order page: ${orderUrl}`
      return reply({
        model: { ...answer.model, ...(isRepeat ? { deduplicated: true } : {}), orderId: order.orderId, orderUrl, ordered: totals },
        text: `${said} ${answer.text}`,
        private: { [DOCUMENT_META]: { ...carts.payload(emptied), orderUrl } },
        close: true,
      })
    },
  )
}
