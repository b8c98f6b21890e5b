import type { SyncFailure } from '@lockstep/sync'
import { valueToItems, type CartItem } from '../shared/cart-items.ts'

/** A refusal as either door sends it beside its code and message. */
export interface FailureFacts {
  code: string
  path?: string
  data: { current?: { cartId: string; epoch: string; revision: number; items: CartItem[] }; retryAfterMs?: number }
}

/** The same facts for both doors: where, the state to rebase on, and when to come back. */
export function factsOf({ code, path, current, retryAfterMs }: Omit<SyncFailure, 'code'> & { code: string }): FailureFacts {
  return {
    code: code === 'document_expired' ? 'cart_expired' : code,
    ...(path === undefined ? {} : { path }),
    data: {
      ...(current === undefined
        ? {}
        : { current: { cartId: current.documentId, epoch: current.epoch, revision: current.revision, items: valueToItems(current.value) } }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  }
}
