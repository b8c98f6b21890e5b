import { DOCUMENT_META, reply, type App } from '@lockstep/server'
import { valueToItems } from '../../shared/cart-items.ts'
import type { CartService } from '../cart-service.ts'
import { changesInput, changesOutput } from '../schemas.ts'

/** The widget's poll: next to nothing while nothing happened, else the cart with what it cannot know yet. */
export function addCartChanges(app: App, service: CartService) {
  return app.tool(
    'cart_changes',
    {
      title: 'Look for changes',
      description: 'Tells the widget whether the cart changed since the revision it shows.',
      effect: 'read',
      visibility: ['app'],
      input: changesInput,
      output: changesOutput,
    },
    async ({ cartId, epoch, since }) => {
      const { snapshot, changes, isCut } = await service.read(cartId, since)
      const { revision } = snapshot
      const isUnchanged = revision === since && snapshot.epoch === epoch
      if (isUnchanged) return reply({ model: { cartId, revision, unchanged: true }, text: 'Nothing changed.' })
      const touched = new Set(changes.map((change) => change.id))
      const known = new Set(valueToItems(snapshot.value).flatMap(({ id }) => (touched.has(id) ? [] : [id])))
      // what the list of changes leaves out, the widget has not heard of either
      const isKnown = snapshot.epoch === epoch && changes.length > 0 && !isCut
      return reply({
        model: { cartId, revision, unchanged: false },
        text: `The cart is at revision ${revision}.`,
        private: { [DOCUMENT_META]: { ...(await service.payloadSince(snapshot, isKnown ? known : new Set())), changes } },
      })
    },
  )
}
