import { toolError, type App, type View } from '@lockstep/server'
import type { Conflict, DocumentValue } from '@lockstep/sync'
import { increaseLines } from '../cart-changes.ts'
import { describeOutcomes } from '../cart-words.ts'
import { droppedFields } from '../dropped-fields.ts'
import type { ModelCarts } from '../model-carts.ts'
import { choicesOf } from '../product-choices.ts'
import { resolveLine, type ResolvedLine } from '../resolve-line.ts'
import { addOutput, type Outcome } from '../answer-schemas.ts'
import { cartInput } from '../schemas.ts'
import type { Shop } from '../shop.ts'

export function addAddToCart(app: App, carts: ModelCarts, view: View) {
  return app.tool(
    'add_to_cart',
    {
      title: 'Add to the cart',
      description:
        'Use this when the person wants to put groceries into their cart: one call with all the lines. Quantities add to what is there; use set_quantity for "make it 3". ' +
        'A name that fits several products is not guessed: the result lists the choices to ask about.',
      effect: 'write',
      once: 'own',
      input: cartInput,
      output: addOutput,
      view,
      status: ['Adding to the cart…', 'Cart ready'],
    },
    async (input, context) => {
      if (input.items.length === 0) throw toolError('invalid_request', 'Expected at least one item to add.', { path: 'items' })
      const cart = await carts.open(context, { tool: 'add_to_cart', args: input })
      const lines = carts.linesOf(cart.snapshot.value)
      const resolved = input.items.map((item) => ({ ...item, found: resolveLine(item, lines) }))
      const increases = resolved.flatMap(({ found, quantity, note }) => (found.kind === 'one' ? [{ id: found.id, quantity, note }] : []))
      const dropped = droppedFields(input.items)
      if (increases.length === 0) {
        const outcomes = resolved.map(({ found }) => unresolved(found, carts.shop))
        const isQuestion = outcomes.some((outcome) => outcome.result === 'ambiguous')
        if (!isQuestion) throw carts.refuse('unknown_product', describeOutcomes(outcomes.slice(0, UNKNOWN_NAMED_MAX)), cart.snapshot, 'items.0.name')
        return carts.answer(cart, { outcomes, dropped })
      }
      const edited = await carts.edit(context, cart, { change: (current) => increaseLines(current, increases) })
      const { snapshot, conflicts = [] } = edited
      const outcomes = edited.isRepeat ? [] : resolved.map(({ found }) => added(found, snapshot.value, conflicts, carts.shop))
      return carts.answer(edited, { outcomes, dropped })
    },
  )
}

/** Names the shop does not know that one refusal repeats. */
const UNKNOWN_NAMED_MAX = 10

function unresolved(found: ResolvedLine, shop: Shop): Outcome {
  if (found.kind === 'one') return { asked: found.asked, result: 'added', id: found.id, name: found.name }
  return { asked: found.asked, result: found.kind, choices: choicesOf(found.choices, shop) }
}

function added(found: ResolvedLine, value: DocumentValue, conflicts: readonly Conflict[], shop: Shop): Outcome {
  if (found.kind !== 'one') return unresolved(found, shop)
  const isLimited = conflicts.some((conflict) => conflict.kind === 'clamped' && conflict.id === found.id)
  const quantity = Number(value['lines']?.[found.id] ?? 0)
  return { asked: found.asked, result: isLimited ? 'limited' : 'added', id: found.id, name: found.name, quantity }
}
