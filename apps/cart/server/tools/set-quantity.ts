import { toolError, type App } from '@lockstep/server'
import { setLine } from '../cart-changes.ts'
import { refusal, type CartService } from '../cart-service.ts'
import { priceLines } from '../price.ts'
import { findInCart } from '../resolve-line.ts'
import { cartOutput, setQuantityInput, type Outcome } from '../schemas.ts'

export function addSetQuantity(app: App, service: CartService): void {
  app.tool(
    'set_quantity',
    {
      title: 'Set a quantity',
      description:
        'Use this when the person names the number they want of a line that is in the cart ("make it 3", "only one milk"); 0 removes the line.',
      effect: 'write',
      idempotent: true,
      input: setQuantityInput,
      output: cartOutput,
      status: ['Changing the quantity…', 'Quantity changed'],
    },
    async (input, context) => {
      if (input.id === undefined && input.name === undefined) throw toolError('invalid_request', 'Expected an id or a name.', { path: 'name' })
      const asked = input.id ?? input.name ?? ''
      let target = { id: '', name: '' }
      const outcome = await service.edit(context, {
        cartId: input.cartId,
        tool: 'set_quantity',
        args: input,
        baseRevision: input.baseRevision,
        change: (current, snapshot, changes) => {
          const lines = priceLines(current)
          const found = findInCart(input, lines)
          const [line] = found
          if (line === undefined)
            return { code: 'not_found', message: `“${asked}” is not in the cart. Add it first.`, path: 'name', current: snapshot }
          if (found.length > 1) {
            const names = found.map(({ name }) => name).join('; ')
            return {
              code: 'invalid_request',
              message: `“${asked}” fits several in the cart: ${names}. Which one is meant?`,
              path: 'name',
              current: snapshot,
            }
          }
          // an absolute number decided on an older sight of this line would silently undo the person's own change
          const since = changes.find((change) => change.field === 'lines' && change.id === line.id && change.by === 'user')
          if (since !== undefined) {
            return {
              code: 'revision_mismatch',
              message: `The person changed ${line.name} from ${since.from ?? 0} to ${since.to ?? 0} meanwhile. Look at the cart and decide again.`,
              current: snapshot,
            }
          }
          target = { id: line.id, name: line.name }
          return setLine(current, line.id, input.quantity)
        },
      })
      if (!outcome.ok) throw refusal(outcome.failure)
      const { reply } = outcome
      const quantity = Number(reply.value['lines']?.[target.id] ?? 0)
      const isLimited = reply.conflicts.some((conflict) => conflict.kind === 'clamped')
      const done: Outcome = { asked, result: isLimited ? 'limited' : 'set', id: target.id, name: target.name, quantity }
      const isRepeat = reply.status === 'replayed'
      const outcomes = isRepeat ? [] : [quantity === 0 ? { ...done, result: 'removed' as const } : done]
      return service.answer(reply, { outcomes, changes: reply.changes, conflicts: reply.conflicts, since: input.baseRevision, isRepeat })
    },
  )
}
