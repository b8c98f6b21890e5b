import { resolveProduct, skuById, type Sku } from './catalogue/index.ts'
import { cleanText } from './clean-text.ts'

export interface WantedLine {
  id?: string | undefined
  name?: string | undefined
}

/** What an asked-for line means: one product, several the person must choose from, or none we know. */
export type ResolvedLine =
  | { readonly kind: 'one'; readonly asked: string; readonly id: string; readonly name: string }
  | { readonly kind: 'ambiguous'; readonly asked: string; readonly choices: readonly Sku[] }
  | { readonly kind: 'unknown'; readonly asked: string; readonly choices: readonly Sku[] }

/** `lines` are those of the cart: the only ones beside products that an id can mean. */
export function resolveLine(wanted: WantedLine, lines: ReadonlyArray<{ id: string; name: string }> = []): ResolvedLine {
  const asked = cleanText(wanted.id ?? wanted.name ?? '')
  if (wanted.id !== undefined) {
    const name = skuById(wanted.id)?.name ?? lines.find(({ id }) => id === wanted.id)?.name ?? null
    return name === null ? { kind: 'unknown', asked, choices: [] } : { kind: 'one', asked, id: wanted.id, name }
  }
  const found = resolveProduct(asked)
  if (found.kind === 'one') return { kind: 'one', asked, id: found.sku.id, name: found.sku.name }
  if (found.kind === 'ambiguous') return { kind: 'ambiguous', asked, choices: found.candidates }
  return { kind: 'unknown', asked, choices: found.nearest }
}

/** The lines of a cart that a person may mean: the exact product, a line of the same name, or the one line whose name has the words. */
export function findInCart(wanted: WantedLine, lines: ReadonlyArray<{ id: string; name: string }>): ReadonlyArray<{ id: string; name: string }> {
  if (wanted.id !== undefined) return lines.filter((line) => line.id === wanted.id)
  const asked = cleanText(wanted.name ?? '').toLowerCase()
  const exact = lines.filter((line) => line.name.toLowerCase() === asked)
  if (exact.length > 0) return exact
  const found = resolveLine(wanted)
  const product = found.kind === 'one' ? lines.filter((line) => line.id === found.id) : []
  if (product.length > 0) return product
  const words = asked
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(stem)
  return lines.filter((line) => {
    const have = new Set(
      line.name
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .map(stem),
    )
    return words.length > 0 && words.every((word) => have.has(word))
  })
}

/** Enough English to meet a plural with its singular; the catalogue's own search does the real work. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 4 && /(?:ses|xes|zes|ches|shes|oes)$/.test(word)) return word.slice(0, -2)
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}
