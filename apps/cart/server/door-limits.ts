import { addressKey, createRateLimit, toolError, ToolRefusal, type App, type Rate, type RequestHints } from '@lockstep/server'
import type { SyncFailure } from '@lockstep/sync'

/** How much a cart server takes, each rate in one process. Far above what people, their views and a model do; see `DEFAULT_RATES`. */
export interface DoorRates {
  /** All that comes from one address, which may be a host's or a proxy's and so many people. */
  address: Rate
  /** One person or conversation, as far as a host tells them apart. A hint to share by, never a permission. */
  caller: Rate
  /** One cart, whoever calls. */
  cart: Rate
  /** Ids that name no cart, and carts without their token: what guessing looks like. One caller's; of an address ten times that. */
  miss: Rate
}

/**
 * A view that is edited without a pause sends 3 times a second and polls once; ten of them on one cart stay below its rate.
 * At the rate of misses 10^6 guesses take more than a day, against ids of 122 bits and more.
 */
export const DEFAULT_RATES: DoorRates = {
  address: { burst: 5_000, perSecond: 500 },
  caller: { burst: 600, perSecond: 60 },
  cart: { burst: 300, perSecond: 40 },
  miss: { burst: 300, perSecond: 10 },
}

/** Misses of one address, in misses of one caller. */
const MISSES_PER_ADDRESS = 10

export interface Caller {
  remoteAddress: string | undefined
  /** Null where the door carries no hints. */
  hints: RequestHints | null
}

/** All answer null to go on, else the refusal. */
export interface DoorLimits {
  /** Counts a call, whatever it asks for. */
  enter(caller: Caller): SyncFailure | null
  /** Counts a call of one cart; to be asked once the caller may use it, so that nobody else can use its share up. */
  useCart(cartId: string): SyncFailure | null
  /** Whether the caller may try ids it may not know. */
  mayGuess(caller: Caller): SyncFailure | null
  /** Counts an id that named nothing. */
  missed(caller: Caller): void
}

/** `off` takes everything: for machines that test a server harder than any client may. */
export function createDoorLimits(rates: Partial<DoorRates> | 'off', now: () => number): DoorLimits {
  if (rates === 'off') return { enter: () => null, useCart: () => null, mayGuess: () => null, missed: () => {} }
  const { address, caller, cart, miss } = { ...DEFAULT_RATES, ...rates }
  const addresses = createRateLimit({ ...address, now })
  const callers = createRateLimit({ ...caller, now })
  const carts = createRateLimit({ ...cart, now })
  const misses = createRateLimit({ ...miss, now })
  const addressMisses = createRateLimit({ burst: miss.burst * MISSES_PER_ADDRESS, perSecond: miss.perSecond * MISSES_PER_ADDRESS, now })
  return {
    enter: (from) => {
      const wait = addresses.take(addressKey(from.remoteAddress))
      return refusalAfter(wait > 0 || hintOf(from) === null ? wait : callers.take(callerKey(from)))
    },
    useCart: (cartId) => refusalAfter(carts.take(cartId)),
    mayGuess: (from) => refusalAfter(Math.max(misses.wait(callerKey(from)), addressMisses.wait(addressKey(from.remoteAddress)))),
    missed: (from) => {
      misses.take(callerKey(from))
      addressMisses.take(addressKey(from.remoteAddress))
    },
  }
}

/** Holds all tools of the app to the limits: the same as at the door of HTTP. */
export function limitTools(app: App, limits: DoorLimits): void {
  app.around(async ({ input, context }, next) => {
    const caller = { remoteAddress: context.remoteAddress, hints: context }
    const cartId = input['cartId']
    const asked = typeof cartId === 'string' ? cartId : null
    const refused = limits.enter(caller) ?? limits.mayGuess(caller) ?? (asked === null ? null : limits.useCart(asked))
    if (refused !== null) throw toolError(refused.code, refused.message, { data: { retryAfterMs: refused.retryAfterMs } })
    try {
      return await next()
    } catch (error) {
      if (asked !== null && isMiss(error)) limits.missed(caller)
      throw error
    }
  })
}

/** A tool also says `not_found` of a line. */
function isMiss(error: unknown): boolean {
  return error instanceof ToolRefusal && error.code === 'not_found' && (error.path === null || error.path === 'cartId')
}

function hintOf({ hints }: Caller): string | null {
  return hints?.subject ?? hints?.session ?? null
}

function callerKey(caller: Caller): string {
  return `${addressKey(caller.remoteAddress)} ${hintOf(caller) ?? ''}`
}

function refusalAfter(waitMs: number): SyncFailure | null {
  if (waitMs === 0) return null
  const seconds = Math.ceil(waitMs / 1000)
  return { code: 'rate_limited', message: `Too many requests. Come back in ${seconds} second${seconds === 1 ? '' : 's'}.`, retryAfterMs: waitMs }
}
