import { toolError, type App, type View } from '@lockstep/server'
import type { Conflict, DocumentValue } from '@lockstep/sync'
import { increaseLines } from '../cart-changes.ts'
import { refusal, type CartService } from '../cart-service.ts'
import { describeOutcomes } from '../cart-words.ts'
import { droppedFields } from '../dropped-fields.ts'
import { priceLines } from '../price.ts'
import { choicesOf } from '../product-choices.ts'
import { resolveLine, type ResolvedLine } from '../resolve-line.ts'
import { cartInput, cartOutput, type Outcome } from '../schemas.ts'

export function addAddToCart(app: App, service: CartService, view: View): void {
  app.tool(
    'add_to_cart',
    {
      title: 'Add to the cart',
      description:
        'Use this when the person wants to put groceries into their cart: one call with all the lines. Quantities add to what is there; use set_quantity for "make it 3". ' +
        'A name that fits several products is not guessed: the result lists the choices to ask about.',
      effect: 'write',
      input: cartInput,
      output: cartOutput,
      view,
      status: ['Adding to the cart…', 'Cart ready'],
    },
    async (input, context) => {
      if (input.items.length === 0) throw toolError('invalid_request', 'Expected at least one item to add.', { path: 'items' })
      const cartId = await service.cartIdFor(context, input.cartId)
      const { snapshot } = await service.read(cartId)
      const lines = priceLines(snapshot.value)
      const resolved = input.items.map((item) => ({ ...item, found: resolveLine(item, lines) }))
      const increases = resolved.flatMap(({ found, quantity, note }) => (found.kind === 'one' ? [{ id: found.id, quantity, note }] : []))
      const dropped = droppedFields(input.items)
      if (increases.length === 0) {
        const outcomes = resolved.map(({ found }) => unresolved(found))
        const isQuestion = outcomes.some((outcome) => outcome.result === 'ambiguous')
        if (!isQuestion) throw toolError('unknown_product', describeOutcomes(outcomes), { path: 'items.0.name' })
        return service.answer(snapshot, { outcomes, dropped })
      }
      const outcome = await service.editCart(context, cartId, {
        cartId: input.cartId,
        tool: 'add_to_cart',
        args: input,
        baseRevision: input.baseRevision,
        change: (current) => increaseLines(current, increases),
      })
      if (!outcome.ok) throw refusal(outcome.failure)
      const { reply } = outcome
      const isRepeat = reply.status === 'replayed'
      const outcomes = isRepeat ? [] : resolved.map(({ found }) => added(found, reply.value, reply.conflicts))
      return service.answer(reply, { outcomes, dropped, changes: reply.changes, conflicts: reply.conflicts, since: input.baseRevision, isRepeat })
    },
  )
}

function unresolved(found: ResolvedLine): Outcome {
  if (found.kind === 'one') return { asked: found.asked, result: 'added', id: found.id, name: found.name }
  return { asked: found.asked, result: found.kind, choices: choicesOf(found.choices) }
}

function added(found: ResolvedLine, value: DocumentValue, conflicts: readonly Conflict[]): Outcome {
  if (found.kind !== 'one') return unresolved(found)
  const isLimited = conflicts.some((conflict) => conflict.kind === 'clamped' && conflict.id === found.id)
  const quantity = Number(value['lines']?.[found.id] ?? 0)
  return { asked: found.asked, result: isLimited ? 'limited' : 'added', id: found.id, name: found.name, quantity }
}
