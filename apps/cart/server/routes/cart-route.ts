import { httpError, type App } from '@lockstep/server'
import type { CartService } from '../cart-service.ts'
import { priceLines, totalsOf } from '../price.ts'
import { cartIdSchema } from '../schemas.ts'

/** `GET /carts/:id`: reads a cart back, whoever has its id. */
export function addCartRoute(app: App, service: CartService): void {
  app.route('GET', '/carts/:id', async ({ params }) => {
    const id = cartIdSchema.safeParse(params['id'])
    const found = id.success ? await service.read(id.data) : null
    if (found === null || !found.isStored) throw httpError(404, 'not_found', 'There is no cart with this id.')
    if (found.isExpired) throw httpError(410, 'cart_expired', 'This cart has expired.')
    const { snapshot } = found
    const lines = priceLines(snapshot.value)
    const items = lines.map(({ note, unitPrice, lineTotal, ...line }) => ({
      ...line,
      ...(note === null ? {} : { note }),
      ...(unitPrice === null ? {} : { unitPrice, lineTotal }),
    }))
    const { documentId, epoch, revision } = snapshot
    return { json: { cartId: documentId, epoch, revision, items, totals: totalsOf(lines) }, headers: { ETag: `"${revision}"` } }
  })
}
