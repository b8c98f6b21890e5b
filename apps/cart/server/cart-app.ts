import { createApp, type App, type AppOptions } from '@lockstep/server'
import type { DocumentStore } from '@lockstep/sync'
import { cartSpec } from '../shared/cart-spec.ts'
import { createCartService } from './cart-service.ts'
import { capOf, skuById } from './catalogue/index.ts'
import { CART_IDLE_TTL_MS } from './limits.ts'
import { addCartRoute } from './routes/cart-route.ts'
import { addOrderRoute } from './routes/order-route.ts'
import { addSyncCartRoute } from './routes/sync-cart-route.ts'
import { addAddToCart } from './tools/add-to-cart.ts'
import { addCartChanges } from './tools/cart-changes.ts'
import { addCheckout } from './tools/checkout.ts'
import { addClearCart } from './tools/clear-cart.ts'
import { addGetCart } from './tools/get-cart.ts'
import { addRemoveFromCart } from './tools/remove-from-cart.ts'
import { addSearchProducts } from './tools/search-products.ts'
import { addSetQuantity } from './tools/set-quantity.ts'
import { addSyncCart } from './tools/sync-cart.ts'
import type { SyncRoad } from './widget-payload.ts'

export interface CartAppOptions {
  store: DocumentStore
  /** The widget as one HTML document. */
  widgetHtml: () => string | Promise<string>
  /** Key of the ids derived from conversations; keep it with the store. */
  secret: string
  /** Where people reach this server, without a trailing slash; order pages and the widget's links live there. */
  publicUrl: string
  clock: NonNullable<AppOptions['clock']>
  ids: NonNullable<AppOptions['ids']>
  logger?: NonNullable<AppOptions['logger']>
  /** The road the widget saves by. Default `tool`; `http` lets it reach `publicUrl`. */
  transport?: SyncRoad['transport']
}

const INSTRUCTIONS =
  'A grocery shop with one cart per conversation. The person can change the cart by hand at any time, so call get_cart before you answer what is in it. ' +
  'Pass the `revision` of the latest cart result as `baseRevision`. When a product name is ambiguous, ask; never guess. Place an order only when the person says so.'

/** The cart: a document, seven tools for the model and two for the view, and the seed's routes beside them. */
export function createCartApp(options: CartAppOptions): App {
  const { store, clock, ids } = options
  const newId = (prefix: string) => ids.newId(prefix)
  const now = () => clock.now()
  const app = createApp({
    name: 'cart',
    version: '0.1.0',
    instructions: INSTRUCTIONS,
    store,
    clock,
    ids,
    ...(options.logger === undefined ? {} : { logger: options.logger }),
  })
  const carts = app.document(cartSpec(capOfLine), { idleTtlMs: CART_IDLE_TTL_MS })
  const road: SyncRoad = options.transport === 'http' ? { transport: 'http', backendUrl: options.publicUrl } : { transport: 'tool' }
  const service = createCartService({ carts, store, secret: options.secret, newId, now, road })
  const view = app.view('shopping-cart', {
    html: options.widgetHtml,
    describe: 'The person sees the cart here, with pictures, prices and totals, and can change it by hand; there is no need to list it again.',
    border: true,
    csp: { connect: road.transport === 'http' ? [road.backendUrl] : [], redirect: [options.publicUrl] },
  })
  addGetCart(app, service, view)
  addAddToCart(app, service, view)
  addSetQuantity(app, service)
  addRemoveFromCart(app, service)
  addClearCart(app, service)
  addCheckout(app, service, { newId, now, publicUrl: options.publicUrl })
  addSearchProducts(app)
  addSyncCart(app, service)
  addCartChanges(app, service)
  addSyncCartRoute(app, service)
  addCartRoute(app, service)
  addOrderRoute(app, store)
  return app
}

/** Free-text lines are not in the catalogue and have no stock to run out of. */
function capOfLine(lineId: string): number {
  return skuById(lineId) === undefined ? Number.MAX_SAFE_INTEGER : capOf(lineId)
}
