/** A swapped-in letter in a shorter word makes too many other words ("batter", "butter"). */
const SUBSTITUTION_MIN_CHARS = 7
/** Shorter words are never corrected. */
export const SLIP_MIN_CHARS = 5

/**
 * How `typed` misses `word`, when it does by one slip: `safe` = a missing, extra or transposed letter, doubled letters aside, or one wrong letter in a long word;
 * `risky` = one wrong letter in a shorter one, good for a suggestion only; null = more than a slip, another first letter, or a wrong letter in a very short word.
 */
export function slipOf(typed: string, word: string): 'safe' | 'risky' | null {
  if (typed.length < SLIP_MIN_CHARS || Math.abs(typed.length - word.length) > 3) return null
  const a = withoutDoubles(typed)
  const b = withoutDoubles(word)
  const edit = oneEdit(a, b)
  if (edit === null) return null
  if (a[0] !== b[0] && edit !== 'transposition') return null
  if (edit !== 'substitution' || typed.length >= SUBSTITUTION_MIN_CHARS) return 'safe'
  return typed.length > SLIP_MIN_CHARS ? 'risky' : null
}

function withoutDoubles(word: string): string {
  return word.replace(/(.)\1+/g, '$1')
}

function oneEdit(a: string, b: string): 'same' | 'insertion' | 'transposition' | 'substitution' | null {
  if (a === b) return 'same'
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const restA = a.slice(start)
  const restB = b.slice(start)
  if (restA.slice(1) === restB || restA === restB.slice(1)) return 'insertion'
  if (restA.slice(1) === restB.slice(1)) return 'substitution'
  const transposed = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  return transposed ? 'transposition' : null
}
