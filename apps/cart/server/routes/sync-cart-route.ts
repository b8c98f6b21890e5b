import { httpError, type App, type RouteReply, type RouteRequest } from '@lockstep/server'
import { isVersionedBody, syncVersioned } from '../sync-versioned.ts'
import type { CartService } from '../cart-service.ts'
import { replaceUnconditionally } from '../sync-bare.ts'
import { parseBody } from '../parse-body.ts'
import { cartInput, syncInput } from '../schemas.ts'
import { toHttp } from './http-failure.ts'

/**
 * The seed's door, on the same handler as the tool: `POST /sync_cart`.
 * The bare body `{ cartId, items }` is obeyed literally, as the seed wrote it; a versioned one is merged like the tool's.
 */
export function addSyncCartRoute(app: App, service: CartService): void {
  app.route('POST', '/sync_cart', (request) => handle(request, service), { origin: 'optional-on-loopback' })
}

async function handle(request: RouteRequest, service: CartService): Promise<RouteReply> {
  if (!isVersionedBody(request.body)) return bare(request, service)
  if (request.origin === null) {
    throw httpError(
      403,
      'origin_required',
      'Expected an Origin header of an allowed view. Only the bare body { cartId, items } may come without one.',
    )
  }
  const input = parseBody(syncInput, request.body)
  const key = request.headers.get('idempotency-key')
  if (key !== null && key !== input.mutationId) {
    throw httpError(400, 'invalid_request', 'Expected the Idempotency-Key header to equal mutationId.', { path: 'mutationId' })
  }
  const ifMatch = request.headers.get('if-match')
  const isStrict = ifMatch !== null
  if (isStrict && ifMatch !== `"${input.baseRevision ?? 0}"`) {
    throw httpError(400, 'invalid_request', `Expected If-Match to be the quoted baseRevision, "${input.baseRevision ?? 0}".`, {
      path: 'baseRevision',
    })
  }
  const outcome = await syncVersioned(service, isStrict ? { ...input, onConflict: 'reject' } : input, null)
  if (!outcome.ok) throw toHttp(outcome.failure)
  const { answer, isReplay } = outcome
  return {
    json: answer,
    headers: { ETag: `"${answer.revision}"`, ...(isReplay ? { 'Idempotent-Replayed': 'true' } : {}) },
  }
}

async function bare(request: RouteRequest, service: CartService): Promise<RouteReply> {
  const input = parseBody(cartInput.omit({ baseRevision: true }), request.body)
  const outcome = await replaceUnconditionally(service, input)
  if (!outcome.ok) throw toHttp(outcome.failure)
  return { json: outcome.answer, headers: { ETag: `"${outcome.answer.revision}"` } }
}
