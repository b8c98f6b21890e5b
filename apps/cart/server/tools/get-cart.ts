import { toolError, type App, type View } from '@lockstep/server'
import type { CartService } from '../cart-service.ts'
import { cartOutput, getCartInput } from '../schemas.ts'

export function addGetCart(app: App, service: CartService, view: View): void {
  app.tool(
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
    async ({ cartId: asked }, context) => {
      const cartId = await service.cartIdFor(context, asked)
      const { snapshot, isExpired } = await service.read(cartId)
      if (isExpired && asked !== undefined) {
        throw toolError('cart_expired', 'This cart has expired. Add something to start a new one.')
      }
      return service.answer(snapshot)
    },
  )
}
