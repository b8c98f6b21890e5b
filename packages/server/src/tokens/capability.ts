import { createHmac, timingSafeEqual } from 'node:crypto'

/** Milliseconds a capability lasts. @see sync-protocol 3.9 */
export const CAPABILITY_TTL_MS = 15 * 60_000

export interface CapabilityOptions {
  /** Whoever has it can mint; every process that shall check a token needs the same. */
  secret: string
  /** Milliseconds since the epoch. */
  now: () => number
  /** Default CAPABILITY_TTL_MS. */
  ttlMs?: number
}

/** What a token lets its holder do, and to what: `{ scope: 'cart:write', resource: 'c_…' }`. */
export interface Grant {
  scope: string
  resource: string
}

/** `invalid`: not ours, altered, or for something else, which nobody is told apart. */
export type CapabilityCheck = 'valid' | 'expired' | 'invalid'

export interface Capabilities {
  mint(grant: Grant): string
  check(token: string, grant: Grant): CapabilityCheck
}

const VERSION = 'v1'
/** Longest token looked at; ours are half of it. */
const TOKEN_MAX_CHARS = 128

/**
 * Short-lived leave to do one thing to one resource. A token is its time of expiry and a signature over that and the grant: nothing is
 * stored, any process with the key can check it, and it names neither the scope nor the resource it is for.
 */
export function createCapabilities({ secret, now, ttlMs = CAPABILITY_TTL_MS }: CapabilityOptions): Capabilities {
  // a key of its own, so that no signature made with the secret for another purpose is ever a token
  const key = createHmac('sha256', secret).update('lockstep capability').digest()

  function sign(expires: string, { scope, resource }: Grant): Buffer {
    return createHmac('sha256', key)
      .update(JSON.stringify([VERSION, expires, scope, resource]))
      .digest()
  }

  return {
    mint: (grant) => {
      const expires = (now() + ttlMs).toString(36)
      return `${VERSION}.${expires}.${sign(expires, grant).toString('base64url')}`
    },
    check: (token, grant) => {
      const [version, expires = '', signature = '', ...rest] = token.length > TOKEN_MAX_CHARS ? [] : token.split('.')
      const ours = sign(expires, grant)
      const given = Buffer.from(signature, 'base64url')
      const isOurs = given.length === ours.length && timingSafeEqual(given, ours)
      // decoding forgives; only the one way we write a signature counts
      if (!isOurs || version !== VERSION || rest.length > 0 || ours.toString('base64url') !== signature) return 'invalid'
      return Number.parseInt(expires, 36) > now() ? 'valid' : 'expired'
    },
  }
}
