import type { Sku } from './family.ts'
import { faceOf, skuById } from './products.ts'
import { distinctWords, QUERY_MAX_CHARS } from './query-words.ts'
import { indexedFamilies, readingsOf, type IndexedFamily, type IndexedSku } from './search-index.ts'
import { SEARCH_LIMIT_MAX, searchProducts } from './search-products.ts'

export const CANDIDATES_MAX = 5
export const NEAREST_MAX = 3

/** One name, read: a product, a question to ask, or nothing the shop sells. */
export type Resolution =
  | { readonly kind: 'one'; readonly sku: Sku }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Sku[] }
  | { readonly kind: 'unknown'; readonly nearest: readonly Sku[] }

/** Words about the package or the state: they choose between variants where they can and are ignored where they cannot. */
const SOFT_WORDS = new Set(
  'bag bottle box bunch carton jar loaf net pack packet pot tray tub package clove piece fresh ripe nice good regular normal standard'.split(' '),
)

interface Named {
  readonly words: number
  readonly entries: readonly IndexedSku[]
  readonly family: IndexedFamily
  /** Nothing but the family was said. */
  readonly bare: boolean
}

/**
 * What a person or a model means by a product's id or spoken name.
 *
 * An id or a whole display name wins; a family's name alone means its default; words that fit several SKUs, or names of several families, are ambiguous, the
 * likeliest first; words the shop does not know, or that fit nothing together, are unknown. Never throws, never guesses; one safe slip of the pen is forgiven.
 */
export function resolveProduct(nameOrId: string): Resolution {
  const exact = skuById(nameOrId.slice(0, QUERY_MAX_CHARS).trim().toLowerCase())
  if (exact !== undefined) return { kind: 'one', sku: exact }
  const words = distinctWords(nameOrId)
  const byName = exactName(words.join(' '))
  if (byName !== undefined) return { kind: 'one', sku: byName }

  const readings = words.map((word) => (SOFT_WORDS.has(word) ? [word] : readingsOf(word, 'safe')))
  const hard = words.filter((word) => !SOFT_WORDS.has(word))
  const unread = readings.some((list) => list.length === 0)
  if (hard.length > 0 && !unread) {
    const named = longest(indexedFamilies.flatMap((family) => nameOf(family, words, readings)))
    if (named.length > 0) return settle(named)
    const described = indexedFamilies.flatMap((family) => fitting(family.skus, words, readings)).filter((entry) => isNamed(entry, readings.flat()))
    if (described.length > 0) return choose(likeliestFirst(described, nameOrId))
    const several = severalNamed(hard, readings.flat())
    if (several.length > 0) return { kind: 'ambiguous', candidates: several.slice(0, CANDIDATES_MAX) }
  }
  return { kind: 'unknown', nearest: searchProducts(nameOrId, { limit: NEAREST_MAX }).map((match) => match.sku) }
}

/** A face of each product when the words are nothing but names of several ("bread and butter"). */
function severalNamed(hard: readonly string[], said: readonly string[]): Sku[] {
  const named = indexedFamilies.flatMap((family) => {
    const aliases = family.aliases.filter((names) => names.every((name) => said.includes(name)))
    return aliases.length === 0 ? [] : [{ face: faceOf(family.family), names: aliases.flat() }]
  })
  const covered = new Set(named.flatMap((one) => one.names))
  return hard.every((word) => readingsOf(word, 'safe').some((reading) => covered.has(reading))) ? named.flatMap((one) => one.face ?? []) : []
}

function likeliestFirst(entries: readonly IndexedSku[], query: string): IndexedSku[] {
  const place = new Map(searchProducts(query, { limit: SEARCH_LIMIT_MAX }).map((match, at) => [match.sku.id, at]))
  return entries.toSorted((a, b) => (place.get(a.sku.id) ?? SEARCH_LIMIT_MAX) - (place.get(b.sku.id) ?? SEARCH_LIMIT_MAX))
}

function exactName(key: string): Sku | undefined {
  if (key === '') return undefined
  return indexedFamilies.flatMap((family) => family.skus).find((entry) => entry.nameKey === key)?.sku
}

/** The family when the words hold one of its names and what is left fits some of its SKUs. */
function nameOf(family: IndexedFamily, words: readonly string[], readings: readonly string[][]): Named[] {
  const said = new Set(readings.flat())
  const alias = family.aliases.filter((names) => names.every((name) => said.has(name))).sort((a, b) => b.length - a.length)[0]
  if (alias === undefined) return []
  const left = words.map((_, at) => at).filter((at) => !readings[at]?.some((reading) => alias.includes(reading)))
  const entries = fitting(
    family.skus,
    left.map((at) => words[at] ?? ''),
    left.map((at) => readings[at] ?? []),
  )
  const bare = left.every((at) => SOFT_WORDS.has(words[at] ?? ''))
  return entries.length === 0 ? [] : [{ words: alias.length, entries, family, bare }]
}

/** An adjective fits too much ("vinegar" is no crisp): it takes a noun for the SKU, or two words of what it is called. */
function isNamed(entry: IndexedSku, said: readonly string[]): boolean {
  return said.some((word) => entry.nouns.has(word)) || entry.core.filter((word) => said.includes(word)).length > 1
}

function longest(named: readonly Named[]): Named[] {
  const most = Math.max(0, ...named.map((one) => one.words))
  return named.filter((one) => one.words === most)
}

/** SKUs that every hard word describes, narrowed by the soft words as far as these tell any apart. */
function fitting(skus: readonly IndexedSku[], words: readonly string[], readings: readonly string[][]): IndexedSku[] {
  const fits = (entry: IndexedSku, at: number): boolean => readings[at]?.some((reading) => entry.words.has(reading)) ?? false
  let left = skus.filter((entry) => words.every((word, at) => SOFT_WORDS.has(word) || fits(entry, at)))
  for (const [at, word] of words.entries()) {
    const narrowed = SOFT_WORDS.has(word) ? left.filter((entry) => fits(entry, at)) : []
    if (narrowed.length > 0) left = narrowed
  }
  return left
}

function settle(named: readonly Named[]): Resolution {
  const [first] = named
  if (first !== undefined && named.length === 1) {
    const usual = first.bare ? first.entries.find((entry) => entry.isDefault) : undefined
    return usual === undefined ? choose(first.entries) : { kind: 'one', sku: usual.sku }
  }
  // several families: a face of each first, so that the question shows the real choice
  const faces = named.flatMap((one) => {
    const face = one.bare ? faceOf(one.family.family) : undefined
    return one.entries
      .filter((entry) => entry.sku === face)
      .concat(one.entries)
      .slice(0, 1)
  })
  return choose([...faces, ...named.flatMap((one) => one.entries.filter((entry) => !faces.includes(entry)))], faces.length)
}

/** One is one; more are a question, what is in stock and usual first unless the first `fixed` are placed already. */
function choose(entries: readonly IndexedSku[], fixed = 0): Resolution {
  const [only] = entries
  if (only !== undefined && entries.length === 1) return { kind: 'one', sku: only.sku }
  const rank = (entry: IndexedSku): number => (entry.sku.stock > 0 ? 0 : 2) + (entry.isDefault ? 0 : 1)
  const ordered = [...entries.slice(0, fixed), ...entries.slice(fixed).sort((a, b) => rank(a) - rank(b))]
  return { kind: 'ambiguous', candidates: ordered.slice(0, CANDIDATES_MAX).map((entry) => entry.sku) }
}
