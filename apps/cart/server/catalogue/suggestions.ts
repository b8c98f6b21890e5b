import type { Family, Sku } from './family.ts'
import { faceOf, FAMILIES, familyById, skuById } from './products.ts'

/** What most baskets hold: shown for an empty cart and where complements run out. */
const STAPLES = ['milk', 'bread', 'eggs', 'bananas', 'butter', 'tomatoes', 'coffee', 'pasta', 'cheese', 'apples', 'yogurt', 'chicken']

/**
 * Products that go with a cart: complements of what is in it, those asked for by most lines first, then staples, then the rest of the catalogue.
 *
 * At most one per family, in stock, none of a family in the cart; unknown ids are ignored. The same cart always gets the same answer.
 */
export function suggestionsFor(skuIdsInCart: readonly string[], count: number): Sku[] {
  const inCart = new Set(skuIdsInCart.flatMap((id) => skuById(id)?.family ?? []))
  const wanted = complements(inCart)
  const order = new Set([...wanted, ...STAPLES, ...FAMILIES.map((family) => family.id)])
  return [...order]
    .filter((id) => !inCart.has(id))
    .flatMap((id) => faces(familyById(id)))
    .slice(0, Math.max(0, Math.floor(count) || 0))
}

/** A family counts once per cart family that names it, and more the nearer the front of that family's list. */
function complements(inCart: ReadonlySet<string>): string[] {
  const votes = new Map<string, number>()
  for (const id of inCart) {
    for (const [at, other] of (familyById(id)?.goesWith ?? []).entries()) votes.set(other, (votes.get(other) ?? 0) + 1 / (at + 1))
  }
  return [...votes].sort((a, b) => b[1] - a[1]).map(([id]) => id)
}

function faces(family: Family | undefined): Sku[] {
  const face = family === undefined ? undefined : faceOf(family)
  return face === undefined ? [] : [face]
}
