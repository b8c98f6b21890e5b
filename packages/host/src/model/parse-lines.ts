import { leadingNumber } from './number-words.ts'

export interface SpokenLine {
  name: string
  quantity: number
}

/** Units that belong to a product's name when a number stands before them: "500 g flour", "2 litres of milk". */
const MEASURES = new Set(
  'g gr gram grams kg kilo kilos mg l litre litres liter liters ml cl dl oz ounce ounces lb lbs pound pounds pint pints'.split(' '),
)
/** What things come in: counted, but no part of the name. "two bottles of milk" is milk, twice. */
const CONTAINERS = new Set(
  'loaf loaves bottle bottles pack packs packet packets bag bags box boxes can cans tin tins jar jars carton cartons bunch bunches piece pieces bar bars tub tubs punnet punnets head heads roll rolls tray trays'.split(
    ' ',
  ),
)
const ARTICLES = new Set(['a', 'an', 'the', 'some', 'any', 'my', 'more', 'another', 'few'])

/**
 * A spoken list such as "two eggs, a loaf of bread and 2 x 1 l whole milk" as lines; quantity 1 where none is said.
 * Parts are divided by commas, semicolons, line ends, "and", "&" and "plus". Null when a part has no name.
 */
export function parseLines(text: string): SpokenLine[] | null {
  const parts = text
    .split(/\s*[;\n]\s*|\s*,(?!\d)\s*(?:and\s+)?|(?:^|\s+)(?:and|&|plus)(?:\s+|$)/i)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const lines = parts.map(parseLine)
  const known = lines.filter((line) => line !== null)
  return parts.length === 0 || known.length < lines.length ? null : known
}

function parseLine(part: string): SpokenLine | null {
  const words = part
    .replace(/[.!?]+$/, '')
    .replace(/^(?:also|then|and)\s+/i, '')
    .replace(/\s+(?:please|too|as well)$/i, '')
    .split(/\s+/)
  const trailing = /^[x×](\d+)$/i.exec(words.at(-1) ?? '')
  if (trailing !== null && words.length > 1) return named(words.slice(0, -1), Number(trailing[1]))
  const { quantity, rest } = leadingQuantity(words)
  return named(rest, quantity)
}

function leadingQuantity(words: string[]): { quantity: number; rest: string[] } {
  const [first = '', second = '', third = ''] = words.map((word) => word.toLowerCase())
  const times = /^(\d+)\s*[x×]$/i.exec(first)
  if (times !== null) return { quantity: Number(times[1]), rest: words.slice(1) }
  if (first === 'half' && (second === 'a' || second === 'dozen')) {
    const length = second === 'a' && third === 'dozen' ? 3 : second === 'dozen' ? 2 : 0
    if (length > 0) return { quantity: 6, rest: withoutOf(words.slice(length)) }
  }
  if ((first === 'a' && second === 'dozen') || first === 'dozen') return { quantity: 12, rest: withoutOf(words.slice(first === 'a' ? 2 : 1)) }
  if ((first === 'a' && (second === 'couple' || second === 'pair')) || first === 'couple') {
    return { quantity: 2, rest: withoutOf(words.slice(first === 'a' ? 2 : 1)) }
  }
  const number = leadingNumber(words)
  if (number === null) return { quantity: 1, rest: words }
  const after = words.slice(number.length)
  const next = (after[0] ?? '').toLowerCase()
  if (next === 'dozen') return { quantity: number.value * 12, rest: withoutOf(after.slice(1)) }
  if (next === 'x' || next === '×' || next === 'times') return { quantity: number.value, rest: after.slice(1) }
  // "500 g flour" is one thing of that size, not five hundred of something.
  if (MEASURES.has(next)) return { quantity: 1, rest: words }
  return { quantity: number.value, rest: after }
}

function named(words: string[], quantity: number): SpokenLine | null {
  let rest = words
  while (rest.length > 1 && ARTICLES.has((rest[0] ?? '').toLowerCase())) rest = rest.slice(1)
  if (rest.length > 2 && CONTAINERS.has((rest[0] ?? '').toLowerCase()) && rest[1]?.toLowerCase() === 'of') rest = rest.slice(2)
  else rest = withoutOf(rest)
  const name = rest
    .join(' ')
    .replace(/^["'“‘]+|["'”’]+$/g, '')
    .trim()
  return name === '' || ARTICLES.has(name.toLowerCase()) || !/\p{L}/u.test(name) ? null : { name, quantity }
}

function withoutOf(words: string[]): string[] {
  return words[0]?.toLowerCase() === 'of' ? words.slice(1) : words
}
