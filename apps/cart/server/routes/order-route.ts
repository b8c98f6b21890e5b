import { httpError, type App, type RouteHandler } from '@lockstep/server'
import type { DocumentStore } from '@lockstep/sync'
import { orderPage } from '../order-page.ts'
import { parseOrder } from '../order.ts'
import type { HttpDoor } from './http-door.ts'

/** `GET /orders/:id`: the page a person keeps. Its id is the only key to it. */
export function addOrderRoute(app: App, store: DocumentStore, door: HttpDoor): void {
  const page: RouteHandler = async ({ params }) => {
    const key = params['id'] ?? ''
    const { records } = await store.load({ documentId: '', records: [{ kind: 'order', key }] })
    const order = parseOrder(records.get(`order:${key}`)?.value)
    if (order === null) throw httpError(404, 'not_found', 'There is no order with this id.')
    return { html: orderPage(order), headers: { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:" } }
  }
  // opened by a link, which sends no Origin
  app.route('GET', '/orders/:id', page, { origin: 'optional', admit: door.admit })
}
