import type { App } from '@lockstep/server'
import { removeLines } from '../cart-changes.ts'
import type { ModelCarts } from '../model-carts.ts'
import { findInCart } from '../resolve-line.ts'
import { editOutput, type Outcome } from '../answer-schemas.ts'
import { removeInput } from '../schemas.ts'

export function addRemoveFromCart(app: App, carts: ModelCarts) {
  return app.tool(
    'remove_from_cart',
    {
      title: 'Remove from the cart',
      description: 'Use this when the person wants one or more lines gone from the cart ("drop the bread"). Use clear_cart to empty it.',
      // deletes what a person may have put in, whatever their undo can bring back
      effect: 'destroy',
      once: 'own',
      confirm: 'host',
      idempotent: true,
      input: removeInput,
      output: editOutput,
      status: ['Removing from the cart…', 'Removed from the cart'],
    },
    async (input, context) => {
      let outcomes: Outcome[] = []
      const cart = await carts.open(context, { tool: 'remove_from_cart', args: input })
      carts.mustLive(cart)
      const edited = await carts.edit(context, cart, {
        change: (current, snapshot) => {
          const lines = carts.linesOf(current)
          const found = input.items.map((wanted) => ({ asked: wanted.id ?? wanted.name ?? '', matches: findInCart(wanted, lines) }))
          outcomes = found.map(({ asked, matches }) => describe(asked, matches))
          const ids = found.flatMap(({ matches }) => (matches.length === 1 ? matches.map(({ id }) => id) : []))
          if (ids.length > 0) return removeLines(current, ids)
          const several = found.find(({ matches }) => matches.length > 1)
          if (several !== undefined) throw carts.refuse('ambiguous', severalFit(several), snapshot, 'items.0.name')
          const asked = found.map((one) => `“${one.asked}”`).join(', ')
          throw carts.refuse('not_in_cart', `${asked} ${found.length === 1 ? 'is' : 'are'} not in the cart.`, snapshot, 'items.0.name')
        },
      })
      return carts.answer(edited, { outcomes: edited.isRepeat ? [] : outcomes })
    },
  )
}

/** The question when a name means more than one line. */
export function severalFit({ asked, matches }: { asked: string; matches: ReadonlyArray<{ name: string }> }): string {
  return `“${asked}” fits several in the cart: ${matches.map(({ name }) => name).join('; ')}. Which one is meant?`
}

function describe(asked: string, matches: ReadonlyArray<{ id: string; name: string }>): Outcome {
  const [match] = matches
  if (match === undefined) return { asked, result: 'not_in_cart' }
  return matches.length > 1 ? { asked, result: 'ambiguous' } : { asked, result: 'removed', id: match.id, name: match.name, quantity: 0 }
}
