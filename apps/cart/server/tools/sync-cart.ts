import { DOCUMENT_META, reply, type App } from '@lockstep/server'
import { refusal, type CartService } from '../cart-service.ts'
import { syncInput, syncOutput } from '../schemas.ts'
import { syncVersioned } from '../sync-versioned.ts'
import { syncPayload } from '../widget-payload.ts'

export function addSyncCart(app: App, service: CartService): void {
  app.tool(
    'sync_cart',
    {
      title: 'Save the cart',
      description: 'Stores the list a person edited in the widget.',
      // a full replacement overwrites what a person had, which the platform counts as destructive; the widget's own undo does not change that
      effect: 'destroy',
      idempotent: true,
      visibility: ['app'],
      input: syncInput,
      output: syncOutput,
    },
    async (input, context) => {
      const outcome = await syncVersioned(service, input, context)
      if (!outcome.ok) throw refusal(outcome.failure)
      const { answer, reply: stored } = outcome
      const known = new Set(input.items.map((item) => item.id))
      return reply({
        model: { ...answer, conflicts: [...answer.conflicts], changes: [...answer.changes] },
        text: `Saved at revision ${answer.revision}.`,
        private: { [DOCUMENT_META]: syncPayload(stored, known) },
      })
    },
  )
}
