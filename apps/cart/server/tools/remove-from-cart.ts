import { toolError, type App } from '@lockstep/server'
import { removeLines } from '../cart-changes.ts'
import { refusal, type CartService } from '../cart-service.ts'
import { priceLines } from '../price.ts'
import { findInCart } from '../resolve-line.ts'
import { cartOutput, removeInput, type Outcome } from '../schemas.ts'

export function addRemoveFromCart(app: App, service: CartService): void {
  app.tool(
    'remove_from_cart',
    {
      title: 'Remove from the cart',
      description: 'Use this when the person wants one or more lines gone from the cart ("drop the bread"). Use clear_cart to empty it.',
      effect: 'write',
      idempotent: true,
      input: removeInput,
      output: cartOutput,
      status: ['Removing from the cart…', 'Removed from the cart'],
    },
    async (input, context) => {
      let outcomes: Outcome[] = []
      const outcome = await service.edit(context, {
        cartId: input.cartId,
        tool: 'remove_from_cart',
        args: input,
        baseRevision: input.baseRevision,
        change: (current, snapshot) => {
          const lines = priceLines(current)
          const found = input.items.map((wanted) => ({ asked: wanted.id ?? wanted.name ?? '', matches: findInCart(wanted, lines) }))
          outcomes = found.map(({ asked, matches }) => describe(asked, matches))
          const ids = found.flatMap(({ matches }) => (matches.length === 1 ? matches.map(({ id }) => id) : []))
          if (ids.length > 0) return removeLines(current, ids)
          const several = found.find(({ matches }) => matches.length > 1)
          const names = several?.matches.map(({ name }) => name).join('; ')
          return several === undefined
            ? {
                code: 'not_found',
                message: `${found.map(({ asked }) => `“${asked}”`).join(', ')} ${found.length === 1 ? 'is' : 'are'} not in the cart.`,
                path: 'items.0.name',
                current: snapshot,
              }
            : {
                code: 'invalid_request',
                message: `“${several.asked}” fits several in the cart: ${names}. Which one is meant?`,
                path: 'items.0.name',
                current: snapshot,
              }
        },
      })
      if (!outcome.ok) {
        if (outcome.failure.code === 'not_found') throw toolError('not_in_cart', outcome.failure.message, { path: 'items.0.name' })
        throw refusal(outcome.failure)
      }
      const { reply } = outcome
      const isRepeat = reply.status === 'replayed'
      return service.answer(reply, { outcomes: isRepeat ? [] : outcomes, changes: reply.changes, since: input.baseRevision, isRepeat })
    },
  )
}

function describe(asked: string, matches: ReadonlyArray<{ id: string; name: string }>): Outcome {
  const [match] = matches
  if (match === undefined) return { asked, result: 'not_in_cart' }
  return matches.length > 1 ? { asked, result: 'ambiguous' } : { asked, result: 'removed', id: match.id, name: match.name, quantity: 0 }
}
