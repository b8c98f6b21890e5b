import { DOCUMENT_META, reply, toolError, type App } from '@lockstep/server'
import { EMPTY_CART } from '../cart-changes.ts'
import { serverMutationId } from '../cart-keys.ts'
import { actorOf, refusal, type CartService } from '../cart-service.ts'
import { orderRecord, parseOrder, type Order } from '../order.ts'
import { counted, money, priceLines, totalsOf } from '../price.ts'
import { checkoutInput, checkoutOutput } from '../schemas.ts'
import { widgetPayload } from '../widget-payload.ts'

export interface CheckoutOptions {
  newId: (prefix: string) => string
  now: () => number
  /** Where order pages are read, without a trailing slash. */
  publicUrl: string
}

export function addCheckout(app: App, service: CartService, { newId, now, publicUrl }: CheckoutOptions): void {
  app.tool(
    'checkout',
    {
      title: 'Place the order',
      description:
        'Use this only when the person has said that they want to buy the cart as it is now. It places the order and empties the cart. Pass the exact revision they agreed to.',
      effect: 'destroy',
      idempotent: true,
      input: checkoutInput,
      output: checkoutOutput,
      status: ['Placing the order…', 'Order placed'],
    },
    async (input, context) => {
      const cartId = await service.cartIdFor(context, input.cartId)
      const placed: Order = { orderId: newId('o'), cartId, revision: input.revision, placedAt: now(), lines: [] }
      // one order per revision of a cart: a double click, or a retry of the host, meets the first
      const checkoutKey = { kind: 'checkout', key: `${cartId}:${input.revision}` }
      let earlier: Order | null = null
      const outcome = await service.carts.edit(cartId, {
        actor: actorOf(context),
        mutationId: serverMutationId('checkout', input.revision),
        records: [checkoutKey],
        change: (current, snapshot) => {
          if (snapshot.revision !== input.revision) {
            return {
              code: 'revision_mismatch',
              message: `The cart has changed: it is at revision ${snapshot.revision}, not ${input.revision}. Show it to the person before ordering.`,
              current: snapshot,
            }
          }
          placed.lines = priceLines(current)
          if (placed.lines.length === 0) return { code: 'invalid_request', message: 'The cart is empty. Add something before placing an order.' }
          return EMPTY_CART
        },
        also: (result, records) => {
          earlier = parseOrder(records.get(`${checkoutKey.kind}:${checkoutKey.key}`)?.value)
          if (result.reply.status === 'replayed') return []
          const order = orderRecord(placed)
          return [order, { type: 'record', record: { ...order.record, ...checkoutKey } }, ...service.bind(context, cartId)]
        },
      })
      if (!outcome.ok) throw refusal(outcome.failure)
      const isRepeat = outcome.reply.status === 'replayed'
      const order = isRepeat ? earlier : placed
      if (order === null) throw toolError('not_found', 'This order is no longer kept. Look at the cart before ordering again.')
      const totals = totalsOf(order.lines)
      const orderUrl = `${publicUrl}/orders/${order.orderId}`
      return reply({
        model: { cartId, revision: outcome.reply.revision, orderId: order.orderId, orderUrl, totals, ...(isRepeat ? { deduplicated: true } : {}) },
        text: `${isRepeat ? 'This order was placed already' : 'The order is placed'}: ${counted(totals.units, 'item')}, ${money(totals.subtotal)} before taxes and delivery. Order page: ${orderUrl}`,
        private: { [DOCUMENT_META]: { ...widgetPayload(outcome.reply), orderUrl } },
        close: true,
      })
    },
  )
}
