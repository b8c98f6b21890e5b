import { startCart, type CartClient, type StartCartOptions, type TestCart } from './start-cart.ts'

/** What a door answered: the body of a success, or the refusal, without what belongs to the door alone. */
export interface DoorAnswer {
  /** Null = it was done. */
  code: string | null
  body: Record<string, unknown>
}

export interface Door {
  name: 'tool' | 'http'
  send: (body: unknown) => Promise<DoorAnswer>
}

export interface TwoDoors {
  cart: TestCart
  doors: readonly [Door, Door]
  /** A cart id that no test used. */
  newCartId: () => string
  close: () => Promise<void>
}

/** A cart server, and both its doors as a view uses them. */
export async function openTwoDoors(options: StartCartOptions = {}): Promise<TwoDoors> {
  const cart = await startCart(options)
  const client = await cart.connect('two-doors', { 'openai/widgetSessionId': 'w-doors' })
  let ids = 0
  return {
    cart,
    doors: [toolDoor(client), httpDoor(cart)],
    newCartId: () => `doors-${(ids += 1)}`,
    close: () => cart.close(),
  }
}

export function toolDoor({ call }: CartClient): Door {
  return {
    name: 'tool',
    send: async (body) => {
      const answer = await call('sync_cart', body as Record<string, unknown>)
      if (answer.isError !== true) return { code: null, body: answer.structuredContent ?? {} }
      const error = answer._meta?.['lockstep/error'] as Record<string, unknown>
      return { code: String(error['code']), body: error }
    },
  }
}

function httpDoor(cart: TestCart, headers: Record<string, string> = { Origin: cart.viewOrigin }): Door {
  return {
    name: 'http',
    send: async (body) => {
      const response = await cart.post(body, headers)
      const json = (await response.json()) as Record<string, unknown>
      if (response.ok) return { code: null, body: json }
      const error = json['error'] as Record<string, unknown>
      return { code: String(error['code']), body: error }
    },
  }
}

let mutations = 0

/** A versioned body with an id of its own; `over` replaces members, and `undefined` leaves one out. */
export function versioned(cartId: string, items: unknown, over: Record<string, unknown> = {}): Record<string, unknown> {
  const body = {
    v: 2,
    cartId,
    epoch: null,
    baseRevision: null,
    items,
    mutationId: `doors-m-${(mutations += 1)}`,
    clientId: 'w-doors',
    seq: 1,
    onConflict: 'merge',
    ...over,
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}
