import type { Sku } from './family.ts'
import { distinctWords } from './query-words.ts'
import { indexedFamilies, postingsOf, readingsOf, WEIGHT, wordsStartingWith, type IndexedSku } from './search-index.ts'

const SEARCH_LIMIT_DEFAULT = 10
export const SEARCH_LIMIT_MAX = 50

export interface SearchMatch {
  readonly sku: Sku
  /** Above 0, at most 1; comparable within one answer only. */
  readonly score: number
}

/** A word counts less when it is only begun or misspelt. */
const PREFIX_FACTOR = 0.6
const SLIP_FACTOR = 0.5
const PREFIX_MIN_CHARS = 4
/** Matches that explain less than this share of the query's words are noise. */
const COVERAGE_MIN = 0.5
/** Set apart what is equal otherwise: the family was named whole; the variant is the usual one. */
const NAMED_BONUS = 0.1
const DEFAULT_BONUS = 0.02

/** Catalogue order breaks ties, so equal queries get equal answers. */
const position = new Map(indexedFamilies.flatMap((family) => family.skus).map((entry, at) => [entry, at]))

/**
 * The SKUs that fit a query, the best first; words may be plural, begun, accented or one slip wrong.
 *
 * `limit`: whole number, default SEARCH_LIMIT_DEFAULT, held within 1 and SEARCH_LIMIT_MAX. Sold-out SKUs are listed. Never throws.
 */
export function searchProducts(query: string, options: { readonly limit?: number } = {}): SearchMatch[] {
  const words = distinctWords(query)
  if (words.length === 0) return []
  const found = new Map<IndexedSku, { sum: number; words: number }>()
  for (const word of words) {
    for (const [entry, weight] of bestPerSku(word)) {
      const before = found.get(entry) ?? { sum: 0, words: 0 }
      found.set(entry, { sum: before.sum + weight, words: before.words + 1 })
    }
  }
  const named = familiesNamedBy(words)
  return [...found]
    .filter(([, hit]) => hit.words / words.length >= COVERAGE_MIN)
    .map(([entry, hit]) => {
      const share = (hit.sum / (words.length * WEIGHT.family)) * (hit.words / words.length)
      const bonus = (named.has(entry.sku.family) ? NAMED_BONUS : 0) + (entry.isDefault ? DEFAULT_BONUS : 0)
      return { entry, score: Math.min(1, share * (1 - NAMED_BONUS - DEFAULT_BONUS) + bonus) }
    })
    .sort((a, b) => b.score - a.score || (position.get(a.entry) ?? 0) - (position.get(b.entry) ?? 0))
    .slice(0, clampLimit(options.limit))
    .map(({ entry, score }) => ({ sku: entry.sku, score }))
}

function bestPerSku(word: string): Map<IndexedSku, number> {
  const best = new Map<IndexedSku, number>()
  const take = (known: string, factor: number): void => {
    for (const { entry, weight } of postingsOf(known)) best.set(entry, Math.max(weight * factor, best.get(entry) ?? 0))
  }
  for (const known of readingsOf(word, 'risky')) take(known, known === word ? 1 : SLIP_FACTOR)
  // a whole word is meant as it stands: "egg" is not the start of "eggplant"
  if (best.size === 0 && word.length >= PREFIX_MIN_CHARS) for (const known of wordsStartingWith(word)) take(known, PREFIX_FACTOR)
  return best
}

function familiesNamedBy(words: readonly string[]): Set<string> {
  const named = indexedFamilies.filter((family) => family.aliases.some((alias) => alias.every((name) => words.includes(name))))
  return new Set(named.map((one) => one.family.id))
}

function clampLimit(limit: number | undefined): number {
  if (limit === undefined || Number.isNaN(limit)) return SEARCH_LIMIT_DEFAULT
  return Math.min(SEARCH_LIMIT_MAX, Math.max(1, Math.floor(limit)))
}
