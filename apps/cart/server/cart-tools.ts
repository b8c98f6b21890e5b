import type { App, View } from '@lockstep/server'
import type { CartService } from './cart-service.ts'
import type { HandleSync } from './handle-sync.ts'
import type { ModelCarts } from './model-carts.ts'
import type { Shop } from './shop.ts'
import { addAddToCart } from './tools/add-to-cart.ts'
import { addCartAccess } from './tools/cart-access.ts'
import { addCartChanges } from './tools/cart-changes.ts'
import { addCheckout, type CheckoutOptions } from './tools/checkout.ts'
import { addClearCart } from './tools/clear-cart.ts'
import { addGetCart } from './tools/get-cart.ts'
import { addRemoveFromCart } from './tools/remove-from-cart.ts'
import { addSearchProducts } from './tools/search-products.ts'
import { addSetQuantity } from './tools/set-quantity.ts'
import { addSyncCart } from './tools/sync-cart.ts'

export interface CartToolParts extends CheckoutOptions {
  modelCarts: ModelCarts
  service: CartService
  shop: Shop
  view: View
  handleSync: HandleSync
  /** Makes leave to write by HTTP; null where views save by tool. */
  mint: ((cartId: string) => string) | null
}

/** Seven tools for the model, three for the view. What it answers carries their types to the views. */
export function declareCartTools(app: App, { modelCarts, service, shop, view, handleSync, mint, ...checkout }: CartToolParts) {
  return {
    getCart: addGetCart(app, modelCarts, view),
    addToCart: addAddToCart(app, modelCarts, view),
    setQuantity: addSetQuantity(app, modelCarts),
    removeFromCart: addRemoveFromCart(app, modelCarts),
    clearCart: addClearCart(app, modelCarts),
    checkout: addCheckout(app, modelCarts, checkout),
    searchProducts: addSearchProducts(app, shop),
    syncCart: addSyncCart(app, service, handleSync),
    cartChanges: addCartChanges(app, service),
    cartAccess: mint === null ? null : addCartAccess(app, mint),
  }
}
