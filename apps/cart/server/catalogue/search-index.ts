import type { Family, Sku } from './family.ts'
import { FAMILIES } from './products.ts'
import { distinctWords } from './query-words.ts'
import { SLIP_MIN_CHARS, slipOf } from './slip-of.ts'

/** What a word is worth where it stands; the most a word can earn is WEIGHT.family. */
export const WEIGHT = { family: 4, name: 3, keyword: 2, unit: 1, category: 0.5 } as const

export interface IndexedSku {
  readonly sku: Sku
  readonly isDefault: boolean
  /** Every word that describes the SKU itself; those of its family are told by the aliases. */
  readonly words: ReadonlySet<string>
  /** Nouns that name it without its family: the last word of its name's core, and what else it is called. */
  readonly nouns: ReadonlySet<string>
  /** The words of its name as far as they say what it is: up to a comma, "in" or "with". */
  readonly core: readonly string[]
  /** The words of the display name, in their order. */
  readonly nameKey: string
}

export interface IndexedFamily {
  readonly family: Family
  /** Word lists of its names; a query that holds all of one names the family. */
  readonly aliases: readonly (readonly string[])[]
  readonly skus: readonly IndexedSku[]
}

interface Posting {
  readonly entry: IndexedSku
  readonly weight: number
}

// The same names are read for every variant of a family: reading each text once keeps the start-up short.
const read = new Map<string, string[]>()

export const indexedFamilies: readonly IndexedFamily[] = FAMILIES.map((family) => ({
  family,
  aliases: uniqueAliases([family.singular, family.plural, ...family.synonyms]),
  skus: family.skus.map((sku) => indexed(sku, sku.id === family.defaultSku)),
}))

function indexed(sku: Sku, isDefault: boolean): IndexedSku {
  const core = wordsOf(sku.name.split(/,| in | with /)[0] ?? '')
  return {
    sku,
    isDefault,
    words: new Set([sku.name, sku.unit, ...sku.keywords, ...sku.alsoCalled].flatMap(wordsOf)),
    nouns: new Set([...core.slice(-1), ...sku.alsoCalled.flatMap(wordsOf)]),
    core,
    nameKey: wordsOf(sku.name).join(' '),
  }
}

const postings = buildPostings()
const longWords = [...postings.keys()].filter((word) => word.length >= SLIP_MIN_CHARS - 1)

/** The SKUs a word of the index leads to. */
export function postingsOf(word: string): readonly Posting[] {
  return postings.get(word) ?? []
}

/** Words of the index that start with these characters, the word itself excepted. */
export function wordsStartingWith(prefix: string): string[] {
  return [...postings.keys()].filter((word) => word.length > prefix.length && word.startsWith(prefix))
}

/** The words of the index that `word` may be meant for: itself when known, else those one slip away. */
export function readingsOf(word: string, slips: 'safe' | 'risky'): string[] {
  if (postings.has(word)) return [word]
  if (word.length < SLIP_MIN_CHARS) return []
  return longWords.filter((known) => {
    const slip = slipOf(word, known)
    return slip === 'safe' || (slip === 'risky' && slips === 'risky')
  })
}

function describedBy(family: Family, sku: Sku): [text: string, weight: number][] {
  return [
    ...[family.singular, family.plural, ...family.synonyms].map((text): [string, number] => [text, WEIGHT.family]),
    [sku.name, WEIGHT.name],
    ...[...sku.keywords, ...sku.alsoCalled].map((text): [string, number] => [text, WEIGHT.keyword]),
    [sku.unit, WEIGHT.unit],
    [family.category, WEIGHT.category],
  ]
}

function buildPostings(): Map<string, Posting[]> {
  const index = new Map<string, Posting[]>()
  for (const { family, skus } of indexedFamilies) {
    for (const entry of skus) {
      const weights = new Map<string, number>()
      for (const [text, weight] of describedBy(family, entry.sku)) {
        for (const word of wordsOf(text)) weights.set(word, Math.max(weight, weights.get(word) ?? 0))
      }
      for (const [word, weight] of weights) {
        const list = index.get(word)
        if (list === undefined) index.set(word, [{ entry, weight }])
        else list.push({ entry, weight })
      }
    }
  }
  return index
}

function uniqueAliases(names: readonly string[]): string[][] {
  const byKey = new Map(names.map((name) => [wordsOf(name).join(' '), wordsOf(name)]))
  return [...byKey.values()].filter((words) => words.length > 0)
}

function wordsOf(text: string): string[] {
  const known = read.get(text)
  if (known !== undefined) return known
  const words = distinctWords(text)
  read.set(text, words)
  return words
}
