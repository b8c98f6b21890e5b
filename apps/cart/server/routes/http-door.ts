import { HttpRefusal, type RouteHead } from '@lockstep/server'
import type { SyncFailure } from '@lockstep/sync'
import type { DoorAccess } from '../door-access.ts'
import type { DoorLimits } from '../door-limits.ts'
import { toHttp } from './http-failure.ts'

/** The door of HTTP, for every route that names a cart. */
export interface HttpDoor {
  /** For `RouteOptions.admit`. @throws {HttpRefusal} 429. */
  admit(head: RouteHead): void
  /**
   * Runs `look` once the request may use the cart; null = it makes one.
   * @throws {HttpRefusal} 401, 403 and 429, before anything is looked up; and whatever `look` throws.
   */
  enter<Answer>(request: RouteHead, cartId: string | null, isVersioned: boolean, look: () => Promise<Answer>): Promise<Answer>
}

export function createHttpDoor(access: DoorAccess, limits: DoorLimits): HttpDoor {
  return {
    admit: (head) => refuseWith(limits.enter(callerOf(head))),
    enter: async (request, cartId, isVersioned, look) => {
      const caller = callerOf(request)
      // whoever has a token was given the cart's id, and pays for nobody's guesses
      let isGuess = true
      try {
        isGuess = access.enter(request, cartId, isVersioned) === 'open' && cartId !== null
        if (isGuess) refuseWith(limits.mayGuess(caller))
        if (cartId !== null) refuseWith(limits.useCart(cartId))
        return await look()
      } catch (error) {
        if (!isGuess || !(error instanceof HttpRefusal) || !isMiss(error)) throw error
        refuseWith(limits.mayGuess(caller))
        limits.missed(caller)
        throw error
      }
    },
  }
}

function callerOf({ remoteAddress }: RouteHead) {
  return { remoteAddress, hints: null }
}

function isMiss({ code, data }: HttpRefusal): boolean {
  return code === 'not_found' || (code === 'auth_required' && data['isExpired'] !== true)
}

function refuseWith(failure: SyncFailure | null): void {
  if (failure !== null) throw toHttp(failure)
}
