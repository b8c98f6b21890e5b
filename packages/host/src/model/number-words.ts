const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen']
const TEENS = ['fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen']
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

const WORDS: ReadonlyMap<string, number> = new Map([
  ...[...UNITS, ...TEENS].map((word, value) => [word, value] as const),
  ...TENS.map((word, index) => [word, (index + 2) * 10] as const),
  ['hundred', 100] as const,
])

/** A number at the start of `words`: digits (a sign and a fraction too) or English words from zero to a hundred. Null when there is none. */
export function leadingNumber(words: readonly string[]): { value: number; length: number } | null {
  const [first = '', second = ''] = words.map((word) => word.toLowerCase())
  if (/^[-−]?\d+(?:[.,]\d+)?$/.test(first)) return { value: Number(first.replace('−', '-').replace(',', '.')), length: 1 }
  const joined = first.includes('-') ? first.split('-') : null
  if (joined?.length === 2) {
    const value = tensAndUnit(joined[0], joined[1])
    return value === null ? null : { value, length: 1 }
  }
  if ((first === 'one' || first === 'a') && second === 'hundred') return { value: 100, length: 2 }
  const pair = tensAndUnit(first, second)
  if (pair !== null) return { value: pair, length: 2 }
  const value = WORDS.get(first)
  return value === undefined ? null : { value, length: 1 }
}

function tensAndUnit(tens: string | undefined, unit: string | undefined): number | null {
  const high = TENS.indexOf(tens ?? '')
  const low = UNITS.indexOf(unit ?? '')
  return high >= 0 && low >= 1 && low <= 9 ? (high + 2) * 10 + low : null
}
