import { httpError, type App, type RouteReply } from '@lockstep/server'
import type { CartService } from '../cart-service.ts'
import { priceLines, totalsOf } from '../price.ts'
import { cartIdSchema } from '../schemas.ts'
import type { HttpDoor } from './http-door.ts'

/**
 * `GET /carts/:id`: reads a cart back. With `since` and `epoch`, the state that is held: next to nothing while that is the newest, else also what
 * others changed. The same as the tool `cart_changes`.
 */
export function addCartRoute(app: App, service: CartService, door: HttpDoor): void {
  app.route(
    'GET',
    '/carts/:id',
    (request) => {
      const asked = request.params['id'] ?? ''
      return door.enter(request, asked, false, () => read(service, asked, heldOf(request.query)))
    },
    { admit: door.admit },
  )
}

/** Null where the query names none; one that is malformed counts as none. */
function heldOf(query: URLSearchParams): { since: number; epoch: string } | null {
  const [since, epoch] = [query.get('since'), query.get('epoch')]
  return since === null || epoch === null || !/^\d{1,15}$/.test(since) ? null : { since: Number(since), epoch }
}

async function read(service: CartService, asked: string, held: { since: number; epoch: string } | null): Promise<RouteReply> {
  const id = cartIdSchema.safeParse(asked)
  const found = id.success ? await service.read(id.data, held?.since) : null
  if (found === null || !found.isStored) throw httpError(404, 'not_found', 'There is no cart with this id.')
  if (found.isExpired) throw httpError(410, 'cart_expired', 'This cart has expired.')
  const { snapshot, changes } = found
  const { documentId, epoch, revision } = snapshot
  const headers = { ETag: `"${revision}"` }
  const isSameLife = held !== null && held.epoch === epoch
  if (isSameLife && held.since === revision) return { json: { cartId: documentId, revision, unchanged: true }, headers }
  const lines = priceLines(snapshot.value, service.shop)
  const items = lines.map(({ note, unitPrice, lineTotal, ...line }) => ({
    ...line,
    ...(note === null ? {} : { note }),
    ...(unitPrice === null ? {} : { unitPrice, lineTotal }),
  }))
  return { json: { cartId: documentId, epoch, revision, items, totals: totalsOf(lines), ...(isSameLife ? { changes } : {}) }, headers }
}
