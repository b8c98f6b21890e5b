import type { App } from '@lockstep/server'
import { EMPTY_CART } from '../cart-changes.ts'
import { refusal, type CartService } from '../cart-service.ts'
import { cartOutput, clearInput } from '../schemas.ts'

export function addClearCart(app: App, service: CartService): void {
  app.tool(
    'clear_cart',
    {
      title: 'Empty the cart',
      description: 'Use this only when the person asked for the whole cart to be emptied. It removes every line.',
      effect: 'destroy',
      idempotent: true,
      input: clearInput,
      output: cartOutput,
      status: ['Emptying the cart…', 'Cart emptied'],
    },
    async (input, context) => {
      const outcome = await service.edit(context, {
        cartId: input.cartId,
        tool: 'clear_cart',
        args: input,
        baseRevision: input.baseRevision,
        change: (_current, snapshot) =>
          input.baseRevision !== undefined && input.baseRevision !== snapshot.revision
            ? {
                code: 'revision_mismatch',
                message: 'The cart has changed since you looked. Look again, and ask the person before emptying it.',
                current: snapshot,
              }
            : EMPTY_CART,
      })
      if (!outcome.ok) throw refusal(outcome.failure)
      const { reply } = outcome
      return service.answer(reply, { changes: reply.changes, since: input.baseRevision, isRepeat: reply.status === 'replayed' })
    },
  )
}
