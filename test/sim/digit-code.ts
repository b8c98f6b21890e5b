/**
 * Counts as sums of powers of eight: each edit adds a power of its own, so that what became of every single edit can be read off the final
 * number, lost (0), kept (1) or doubled (2), where a plain count would only show the sum.
 */
const BASE = 8
/** Powers that a number holds exactly. */
export const DIGITS = 17

export function unitOf(digit: number): number {
  return BASE ** digit
}

/** How often each power is in the number, from -3 to 4; index = power. */
export function digitsOf(count: number): number[] {
  const digits: number[] = []
  let left = count
  for (let digit = 0; digit < DIGITS && left !== 0; digit += 1) {
    let part = ((left % BASE) + BASE) % BASE
    if (part > BASE / 2) part -= BASE
    digits.push(part)
    left = (left - part) / BASE
  }
  if (left !== 0) digits.push(left)
  return digits
}

/** As `digitsOf`, of the powers that are there at all. */
export function presentDigits(count: number): Array<{ digit: number; times: number }> {
  return digitsOf(count).flatMap((times, digit) => (times === 0 ? [] : [{ digit, times }]))
}

/** "3+5x2-1": for traces. */
export function formatDigits(count: number): string {
  const parts = presentDigits(count).map(
    ({ digit, times }) => `${times < 0 ? '-' : '+'}#${digit}${Math.abs(times) === 1 ? '' : `x${Math.abs(times)}`}`,
  )
  return parts.join('') || '0'
}
