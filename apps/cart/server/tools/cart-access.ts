import { DOCUMENT_META, reply, type App } from '@lockstep/server'
import { z } from 'zod'
import { cartIdSchema } from '../schemas.ts'

/**
 * Hands a view a new token for the road of HTTP; there only where views take that road. Whoever has a cart's id may write it by the tools, so the
 * token gives nothing that its asker has not, and asking tells nothing of whether there is such a cart.
 */
export function addCartAccess(app: App, mint: (cartId: string) => string) {
  return app.tool(
    'cart_access',
    {
      title: 'Renew the way to the cart',
      description: 'Gives the widget leave to save for another quarter of an hour.',
      effect: 'read',
      visibility: ['app'],
      input: z.strictObject({ cartId: cartIdSchema }),
      output: z.strictObject({ cartId: z.string() }),
    },
    ({ cartId }) =>
      reply({ model: { cartId }, text: 'The widget may save.', private: { [DOCUMENT_META]: { documentId: cartId, token: mint(cartId) } } }),
  )
}
