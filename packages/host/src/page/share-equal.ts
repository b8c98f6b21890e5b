/**
 * `next` with every part that equals the same part of `previous` replaced by it, so that equal values keep their identity and nothing is drawn twice.
 * For JSON values; the arguments are not changed.
 */
export function shareEqual<T>(previous: unknown, next: T): T
export function shareEqual(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous
  if (Array.isArray(previous) && Array.isArray(next)) {
    const shared = next.map((item, index) => shareEqual(previous[index], item))
    return shared.length === previous.length && shared.every((item, index) => item === previous[index]) ? previous : shared
  }
  if (!isPlain(previous) || !isPlain(next)) return next
  const keys = Object.keys(next)
  const shared = Object.fromEntries(keys.map((key) => [key, shareEqual(previous[key], next[key])]))
  const isSame = keys.length === Object.keys(previous).length && keys.every((key) => key in previous && shared[key] === previous[key])
  return isSame ? previous : shared
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
