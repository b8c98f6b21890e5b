import { toolError, type App } from '@lockstep/server'
import { CHANGES_MAX, type Change } from '@lockstep/sync'
import { setLine } from '../cart-changes.ts'
import { describeChanges } from '../cart-words.ts'
import type { ModelCarts } from '../model-carts.ts'
import { findInCart } from '../resolve-line.ts'
import { editOutput, type Outcome } from '../answer-schemas.ts'
import { setQuantityInput } from '../schemas.ts'
import { severalFit } from './remove-from-cart.ts'

export function addSetQuantity(app: App, carts: ModelCarts) {
  return app.tool(
    'set_quantity',
    {
      title: 'Set a quantity',
      description:
        'Use this when the person names the number they want of a line that is in the cart ("make it 3", "only one milk"); 0 removes the line.',
      // overwrites what a person may have set
      effect: 'destroy',
      once: 'own',
      confirm: 'host',
      idempotent: true,
      input: setQuantityInput,
      output: editOutput,
      status: ['Changing the quantity…', 'Quantity changed'],
    },
    async (input, context) => {
      if (input.id === undefined && input.name === undefined) throw toolError('invalid_request', 'Expected an id or a name.', { path: 'name' })
      const asked = input.id ?? input.name ?? ''
      let target = { id: '', name: '' }
      const cart = await carts.open(context, { tool: 'set_quantity', args: input })
      carts.mustLive(cart)
      const edited = await carts.edit(context, cart, {
        change: (current, snapshot, changes) => {
          const matches = findInCart(input, carts.linesOf(current))
          const [line] = matches
          if (line === undefined) throw carts.refuse('not_in_cart', `“${asked}” is not in the cart. Add it first.`, snapshot, 'name')
          if (matches.length > 1) throw carts.refuse('ambiguous', severalFit({ asked, matches }), snapshot, 'name')
          const stale = input.baseRevision === undefined ? null : staleness(line, changes, input.baseRevision, snapshot.revision)
          if (stale !== null) throw carts.refuse('revision_mismatch', `${stale} Nothing was set: decide again.`, snapshot)
          target = { id: line.id, name: line.name }
          return setLine(current, line.id, input.quantity)
        },
      })
      const quantity = Number(edited.snapshot.value['lines']?.[target.id] ?? 0)
      const isLimited = edited.conflicts?.some((conflict) => conflict.kind === 'clamped') === true
      const done: Outcome = { asked, result: isLimited ? 'limited' : quantity === 0 ? 'removed' : 'set', id: target.id, name: target.name, quantity }
      return carts.answer(edited, { outcomes: edited.isRepeat ? [] : [done] })
    },
  )
}

/** Why a number decided at `base` is too old for a line: set now, it would silently undo what was done to it since. Null when nothing was. */
function staleness({ id, name }: { id: string; name: string }, changes: readonly Change[], base: number, current: number): string | null {
  const since = changes.filter((change) => change.field === 'lines' && change.id === id)
  if (since.length > 0) return describeChanges(since, base)
  const isWhole = changes.length === 0 ? current === base : changes[0]?.revision === base + 1 && changes.length < CHANGES_MAX
  return isWhole ? null : `It is not known what became of ${name} since revision ${base}.`
}
