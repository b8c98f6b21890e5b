/** Characters of a query or a spoken name that are read; the rest is ignored. */
export const QUERY_MAX_CHARS = 200
/** Words of a query that are read. */
const QUERY_MAX_WORDS = 12

const NOISE = new Set('a an the of some any please and with for my me to i id want need on in'.split(' '))
const IRREGULAR = new Map([
  ['loaves', 'loaf'],
  ['leaves', 'leaf'],
  ['halves', 'half'],
])
const UNITS = new Map<string, readonly [measure: 'g' | 'ml', factor: number]>([
  ...'g gr gram grams gramme grammes'.split(' ').map((word) => [word, ['g', 1]] as const),
  ...'kg kilo kilos kilogram kilograms'.split(' ').map((word) => [word, ['g', 1000]] as const),
  ...'ml millilitre millilitres milliliter milliliters'.split(' ').map((word) => [word, ['ml', 1]] as const),
  ...'cl centilitre centilitres centiliter centiliters'.split(' ').map((word) => [word, ['ml', 10]] as const),
  ...'l litre litres liter liters ltr'.split(' ').map((word) => [word, ['ml', 1000]] as const),
])
const NUMBER = /^\d+(?:\.\d+)?$/

/**
 * The words of a name or query in one comparable form: lower case, no accents, singular, amounts in g or ml (`1 litre` and `1l` are both `1000ml`).
 *
 * Control, bidirectional and other invisible characters are dropped; at most QUERY_MAX_CHARS and QUERY_MAX_WORDS are read. Never throws.
 */
export function queryWords(text: string): string[] {
  const plain = text
    .slice(0, QUERY_MAX_CHARS)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[\p{M}\p{C}'’]/gu, '')
    .replace(/(\d),(?=\d)/g, '$1.')
  const raw = plain.match(/\d+(?:\.\d+)?|\p{L}+/gu) ?? []
  return withAmounts(raw.filter((word) => !NOISE.has(word)))
    .slice(0, QUERY_MAX_WORDS)
    .map(singular)
}

/** Words may repeat in speech and say nothing new. */
export function distinctWords(text: string): string[] {
  return [...new Set(queryWords(text))]
}

function withAmounts(raw: readonly string[]): string[] {
  const words: string[] = []
  for (const word of raw) {
    const unit = UNITS.get(word)
    const before = words.at(-1)
    if (word === 'dozen') words.push('12')
    else if (unit === undefined) words.push(word)
    else if (before !== undefined && NUMBER.test(before)) words[words.length - 1] = amount(Number(before), unit)
    else if (before === 'half') words[words.length - 1] = amount(0.5, unit)
    // "a litre of milk": spelt out, the unit alone is an amount; a stray single letter is not
    else if (word.length >= 4) words.push(amount(1, unit))
    else words.push(word)
  }
  return words
}

function amount(count: number, [measure, factor]: readonly [string, number]): string {
  return `${Math.round(count * factor)}${measure}`
}

/** Query and catalogue go through the same rules, so a stem need not be a word. */
function singular(word: string): string {
  const irregular = IRREGULAR.get(word)
  if (irregular !== undefined) return irregular
  if (word.length < 4 || /[\d]/.test(word)) return word
  if (/ies?$/.test(word)) return word.replace(/ies?$/, 'y')
  if (/oes?$/.test(word)) return word.replace(/es?$/, '')
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2)
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word
}
