import type { App, View } from '@lockstep/server'
import type { ModelCarts } from '../model-carts.ts'
import { cartOutput } from '../answer-schemas.ts'
import { getCartInput } from '../schemas.ts'

export function addGetCart(app: App, carts: ModelCarts, view: View) {
  return app.tool(
    'get_cart',
    {
      title: 'Show the cart',
      description:
        'Use this when the person wants to see their cart, and before answering any question about what is in it: they may have changed it by hand since you last looked.',
      effect: 'read',
      input: getCartInput,
      output: cartOutput,
      view,
      status: ['Opening the cart…', 'Cart ready'],
    },
    async (input, context) => {
      const cart = await carts.open(context, { tool: 'get_cart', args: input })
      carts.mustLive(cart)
      return carts.answer(cart)
    },
  )
}
