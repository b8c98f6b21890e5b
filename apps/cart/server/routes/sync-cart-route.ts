import type { App, RouteReply, RouteRequest } from '@lockstep/server'
import type { HandleSync } from '../handle-sync.ts'
import { SYNC_BODY_MAX_BYTES } from '../limits.ts'
import { cartIdSchema } from '../schemas.ts'
import { isVersioned } from '../sync-body.ts'
import type { HttpDoor } from './http-door.ts'
import { toHttp } from './http-failure.ts'

/**
 * The seed's door, `POST /sync_cart`, on the same handler as the tool. The bare body `{ cartId, items }` is obeyed literally, as the seed wrote
 * it; a versioned one is merged. Beside the body: `Idempotency-Key` (the mutation's id again), `If-Match` (refuse unless this is the revision).
 */
export function addSyncCartRoute(app: App, handleSync: HandleSync, door: HttpDoor): void {
  app.route(
    'POST',
    '/sync_cart',
    (request) => {
      const { body } = request
      const isObject = typeof body === 'object' && body !== null
      return door.enter(request, isObject ? cartIdOf(body) : null, isObject && isVersioned(body), () => write(request, handleSync))
    },
    { origin: 'optional-on-loopback', admit: door.admit, maxBodyBytes: SYNC_BODY_MAX_BYTES },
  )
}

/** Null where the body names no cart that could be one: then it makes one, or the handler refuses it. */
function cartIdOf(body: object): string | null {
  const id = cartIdSchema.safeParse(Reflect.get(body, 'cartId'))
  return id.success ? id.data : null
}

async function write({ body, headers }: RouteRequest, handleSync: HandleSync): Promise<RouteReply> {
  const outcome = await handleSync(body, { hints: null, ifMatch: headers.get('if-match'), idempotencyKey: headers.get('idempotency-key') })
  if (!outcome.ok) throw toHttp(outcome.failure)
  const { answer } = outcome
  const isReplay = answer.status === 'replayed'
  return { json: answer, headers: { ETag: `"${answer.revision}"`, ...(isReplay ? { 'Idempotent-Replayed': 'true' } : {}) } }
}
