import { randomBytes } from 'node:crypto'
import { createCapabilities, systemIds } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { isMintedCartId, mintCartId } from '../../apps/cart/server/cart-keys.ts'

const CARTS = 1_000

export interface Hits {
  /** Guesses that name a cart that is stored. */
  stored: number
  /** Guesses that pass for an id the server gave out. */
  minted: number
  /** Guesses that are taken for a token of one known cart. */
  token: number
}

/** Guesses so many cart ids and tokens, as one who has seen both and knows their form. @throws when the real ones are not known again */
export async function guessIds(guesses: number): Promise<Hits> {
  const secret = 'a secret of the tests'
  const store = memory()
  const cartIds = Array.from({ length: CARTS }, () => mintCartId(secret, systemIds.newId('c')))
  for (const documentId of cartIds) {
    const document = { documentId, revision: 1, value: {}, schemaVersion: 1, createdAt: 0, lastUsedAt: 0 }
    await store.commit({ documentId }, () => ({ writes: [{ type: 'document', document }], result: null }))
  }
  const capabilities = createCapabilities({ secret, now: () => 0 })
  const [known = ''] = cartIds
  const grant = { scope: 'cart:write', resource: known }
  const token = capabilities.mint(grant)
  const prefix = token.slice(0, token.lastIndexOf('.') + 1)
  const isKnown =
    isMintedCartId(secret, known) && capabilities.check(token, grant) === 'valid' && (await store.load({ documentId: known })).document !== null
  if (!isKnown) throw new Error('the ids that were given out are not known again, so that nothing could be guessed')
  const hits: Hits = { stored: 0, minted: 0, token: 0 }
  for (let guess = 0; guess < guesses; guess += 1) {
    const random = randomBytes(32)
    const cartId = `c_${random.toString('base64url').slice(0, 32)}`
    if (isMintedCartId(secret, cartId)) hits.minted += 1
    if (capabilities.check(prefix + random.toString('base64url'), grant) !== 'invalid') hits.token += 1
    if ((await store.load({ documentId: cartId })).document !== null) hits.stored += 1
  }
  return hits
}
