import { createApp, type App, type AppOptions } from '@lockstep/server'
import type { DocumentStore } from '@lockstep/sync'
import { cartSpec } from '../shared/cart-spec.ts'
import { createCartService } from './cart-service.ts'
import { declareCartTools } from './cart-tools.ts'
import { createDoorAccess } from './door-access.ts'
import { createDoorLimits, limitTools, type DoorRates } from './door-limits.ts'
import { giveTokens } from './give-tokens.ts'
import { createHandleSync } from './handle-sync.ts'
import { CART_IDLE_TTL_MS } from './limits.ts'
import { createModelCarts } from './model-carts.ts'
import { rememberPrices } from './price-memory.ts'
import { addCartRoute } from './routes/cart-route.ts'
import { createHttpDoor } from './routes/http-door.ts'
import { addOrderRoute } from './routes/order-route.ts'
import { addSyncCartRoute } from './routes/sync-cart-route.ts'
import { catalogueShop, lineCap, type Shop } from './shop.ts'
import type { SyncRoad } from './widget-payload.ts'

export interface CartAppOptions {
  store: DocumentStore
  /** The widget as one HTML document. Default: the one that `lockstep build` made, or the view server's in development. */
  widgetHtml?: () => string | Promise<string>
  /** Key of the ids derived from conversations and of the tokens for HTTP: the same in every process; keep it with the store. */
  secret: string
  /** Where people reach this server, without a trailing slash; order pages and the widget's links live there. */
  publicUrl: string
  clock: NonNullable<AppOptions['clock']>
  ids: NonNullable<AppOptions['ids']>
  logger?: NonNullable<AppOptions['logger']>
  /** The road the widget saves by. Default `tool`; `http` lets it reach `publicUrl`. */
  transport?: SyncRoad['transport']
  /** True = a list without a base may not overwrite a cart: 428. Right where no old widget and no curl need be served. Default false. */
  strict?: boolean
  /** True = writing and reading by HTTP takes a token, on loopback too. Default: only where others than this machine can reach the server. */
  requireToken?: boolean
  /** How much one caller, address or cart may ask for. Default `DEFAULT_RATES`; `off` for machines that test a server harder than a client may. */
  rates?: Partial<DoorRates> | 'off'
  /** Today's prices and stock. Default: the catalogue's. */
  shop?: Partial<Shop>
}

const INSTRUCTIONS =
  'A grocery shop with one cart per conversation. The person can change the cart by hand at any time, so call get_cart before you answer what is in it. ' +
  'Pass the `revision` of the latest cart result as `baseRevision`. When a product name is ambiguous, ask; never guess. Place an order only when the person says so.'

/** The cart: a document, seven tools for the model and two for the view, and the seed's routes beside them. */
export function createCartApp(options: CartAppOptions): App {
  const { store, clock, ids, publicUrl, secret } = options
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
  const shop: Shop = { ...catalogueShop, ...options.shop }
  const spec = cartSpec((lineId) => lineCap(shop, lineId))
  const carts = rememberPrices(app.document(spec, { idleTtlMs: CART_IDLE_TTL_MS }), shop, now)
  const road: SyncRoad = options.transport === 'http' ? { transport: 'http', backendUrl: publicUrl } : { transport: 'tool' }
  const service = createCartService({ carts, store: app.store, secret, newId, now, shop })
  const modelCarts = createModelCarts({ service, road, newId, now })
  const view = app.view('shopping-cart', {
    ...(options.widgetHtml === undefined ? { entry: './views/cart.tsx' } : { html: options.widgetHtml }),
    describe: 'The person sees the cart here, with pictures, prices and totals, and can change it by hand; there is no need to list it again.',
    border: true,
    csp: { connect: road.transport === 'http' ? [road.backendUrl] : [], redirect: [publicUrl] },
  })
  const handleSync = createHandleSync(service, { isStrict: options.strict === true })
  const access = createDoorAccess({ secret, now, publicUrl, requireToken: options.requireToken === true })
  const limits = createDoorLimits(options.rates ?? {}, now)
  limitTools(app, limits)
  if (road.transport === 'http') giveTokens(app, access.mint)
  declareCartTools(app, {
    modelCarts,
    service,
    shop,
    view,
    handleSync,
    newId,
    now,
    publicUrl,
    mint: road.transport === 'http' ? access.mint : null,
  })
  const door = createHttpDoor(access, limits)
  addSyncCartRoute(app, handleSync, door)
  addCartRoute(app, service, door)
  addOrderRoute(app, app.store, door)
  return app
}
