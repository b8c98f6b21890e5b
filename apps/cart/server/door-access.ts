import { createCapabilities, httpError, isLoopbackName, type HttpRefusal, type RouteHead } from '@lockstep/server'

/** What a token lets its holder do, to the one cart it is for. */
const SCOPE = 'cart:write'
const BEARER = /^Bearer ([^\s]+)$/i

export interface DoorAccessOptions {
  /** Signs the tokens. */
  secret: string
  now: () => number
  /** Where people reach the server. */
  publicUrl: string
  /** True = also on loopback; to be set where people sign in. */
  requireToken: boolean
}

/** `granted` by a token; `open` to whoever can reach the door. */
export type Entry = 'granted' | 'open'

export interface DoorAccess {
  /** A token for the view of this cart, 15 minutes long. */
  mint(cartId: string): string
  /**
   * Judges a request by its headers and the cart it names, before anything is looked up; `cartId` is null where it makes a cart of its own.
   * @throws {HttpRefusal} 403 `origin_required`, 401 `auth_required`.
   */
  enter(request: RouteHead, cartId: string | null, isVersioned: boolean): Entry
}

/**
 * Who may come in by HTTP. Foreign and `null` origins are refused before this.
 *
 * | | no Origin | allowed Origin, no token | allowed Origin, token |
 * |---|---|---|---|
 * | this machine only | reading and the bare list; else 403 | yes | must be good, else 401 |
 * | others can reach it, or people sign in | 403 | only a new cart under an id of the server's; else 401 | must be good, else 401 |
 *
 * "This machine only" = bound to loopback, no further host name allowed, and a public address on loopback.
 * A missing token, a wrong one, one for another cart, and an id that never was get one answer, and nothing is read from the store for it.
 */
export function createDoorAccess({ secret, now, publicUrl, requireToken }: DoorAccessOptions): DoorAccess {
  const capabilities = createCapabilities({ secret, now })
  const isPublishedLocally = isLoopbackName(new URL(publicUrl).hostname)
  const grantOf = (cartId: string) => ({ scope: SCOPE, resource: cartId })

  return {
    mint: (cartId) => capabilities.mint(grantOf(cartId)),
    enter: (request, cartId, isVersioned) => {
      const isOpen = !requireToken && request.isLocal && isPublishedLocally
      if (request.origin === null && (!isOpen || isVersioned)) {
        throw httpError(
          403,
          'origin_required',
          'Expected an Origin header of an allowed view. Only the bare body { cartId, items } may come without one, and only on loopback.',
        )
      }
      const header = request.headers.get('authorization')
      if (cartId === null || (header === null && isOpen)) return 'open'
      const token = BEARER.exec(header ?? '')?.[1] ?? ''
      const check = capabilities.check(token, grantOf(cartId))
      if (check === 'valid') return 'granted'
      throw authRequired(header !== null, check === 'expired')
    },
  }
}

function authRequired(hasToken: boolean, isExpired: boolean): HttpRefusal {
  const message = isExpired
    ? 'This token has expired. Ask the app for a new one.'
    : 'Expected a token for this cart, as Authorization: Bearer. The app gives one to its view.'
  const challenge = `Bearer realm="cart"${hasToken ? ', error="invalid_token"' : ''}`
  return httpError(401, 'auth_required', message, { headers: { 'WWW-Authenticate': challenge }, data: isExpired ? { isExpired } : {} })
}
