import type { App } from '@lockstep/server'
import { EMPTY_CART } from '../cart-changes.ts'
import type { ModelCarts } from '../model-carts.ts'
import { editOutput } from '../answer-schemas.ts'
import { clearInput } from '../schemas.ts'

export function addClearCart(app: App, carts: ModelCarts) {
  return app.tool(
    'clear_cart',
    {
      title: 'Empty the cart',
      description: 'Use this only when the person asked for the whole cart to be emptied. It removes every line.',
      effect: 'destroy',
      once: 'own',
      confirm: 'host',
      idempotent: true,
      input: clearInput,
      output: editOutput,
      status: ['Emptying the cart…', 'Cart emptied'],
    },
    async (input, context) => {
      const cart = await carts.open(context, { tool: 'clear_cart', args: input })
      carts.mustLive(cart)
      // nothing was ever put into it, and nothing has to be written to say so
      if (!cart.isStored) return carts.answer(cart)
      const cleared = await carts.edit(context, cart, {
        change: (_current, snapshot) => {
          if (input.baseRevision === undefined || input.baseRevision === snapshot.revision) return EMPTY_CART
          throw carts.refuse(
            'revision_mismatch',
            'The cart has changed since you looked, so it was not emptied. Ask the person again before emptying it.',
            snapshot,
          )
        },
      })
      return carts.answer(cleared)
    },
  )
}
