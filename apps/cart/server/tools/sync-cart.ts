import { DOCUMENT_META, reply, toolError, type App } from '@lockstep/server'
import type { SyncFailure } from '@lockstep/sync'
import type { CartService } from '../cart-service.ts'
import type { HandleSync } from '../handle-sync.ts'
import { faultOf } from '../parse-body.ts'
import { syncAnswer, syncBody } from '../sync-body.ts'
import { factsOf } from '../wire-failure.ts'

/** The widget's own door, on the same handler as `POST /sync_cart`. */
export function addSyncCart(app: App, service: CartService, handleSync: HandleSync) {
  return app.tool(
    'sync_cart',
    {
      title: 'Save the cart',
      description: 'Stores the list a person edited in the widget.',
      // a full replacement overwrites what a person had, which the platform counts as destructive; the widget's own undo does not change that
      effect: 'destroy',
      once: 'own',
      idempotent: true,
      visibility: ['app'],
      input: syncBody,
      output: syncAnswer,
      fault: (error, raw) => refused(faultOf(error, raw)),
    },
    async (input, context) => {
      const outcome = await handleSync(input, { hints: context, ifMatch: null, idempotencyKey: null })
      if (!outcome.ok) throw refused(outcome.failure)
      const { answer, snapshot } = outcome
      const known = new Set(input.items.flatMap(({ id }) => (id === undefined ? [] : [id])))
      return reply({
        model: answer,
        text: `Saved at revision ${answer.revision}.`,
        private: { [DOCUMENT_META]: await service.payloadSince(snapshot, known) },
      })
    },
  )
}

function refused(failure: SyncFailure) {
  const { code, path, data } = factsOf(failure)
  return toolError(code, failure.message, { ...(path === undefined ? {} : { path }), data: { ...data } })
}
