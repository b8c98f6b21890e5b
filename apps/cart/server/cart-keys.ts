import { canonicalHash } from '@lockstep/server'
import { createHmac, timingSafeEqual } from 'node:crypto'

/** A call or a conversation as a key: canonical JSON, hashed, so that no hint is stored as it came. */
export function keyOf(parts: Readonly<Record<string, unknown>>): string {
  return canonicalHash(parts)
}

/** The id of a commit that the server names itself: its colon is in no id a client may send, so no client can take or burn it first. */
export function serverMutationId(kind: string, key: string | number): string {
  return `${kind}:${key}`
}

/** Characters of a minted id: 132 bits that nobody guesses, and 60 that prove it is ours. */
const BODY_CHARS = 22
const PROOF_CHARS = 10

/** An id for a new cart. It proves its origin, so that a server can tell an id it gave out but never stored from one that a model made up. */
export function mintCartId(secret: string, random: string): string {
  const body = random.slice(-BODY_CHARS)
  return `c_${body}${proofOf(secret, body)}`
}

/**
 * The id of a conversation's first cart, the same whenever it is asked for, so that a read can name a cart without storing one.
 * Unguessable without the secret.
 */
export function cartIdOfSession(secret: string, session: string): string {
  return mintCartId(secret, createHmac('sha256', secret).update(`session ${session}`).digest('base64url'))
}

/** Whether this server minted the id, whether or not it stored a cart under it. */
export function isMintedCartId(secret: string, cartId: string): boolean {
  const given = Buffer.from(cartId)
  const ours = Buffer.from(mintCartId(secret, cartId.slice(2, 2 + BODY_CHARS)))
  return given.length === ours.length && timingSafeEqual(given, ours)
}

function proofOf(secret: string, body: string): string {
  return createHmac('sha256', secret).update(`cart ${body}`).digest('base64url').slice(0, PROOF_CHARS)
}
