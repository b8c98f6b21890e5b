/**
 * Where `value` is not JSON, as a path of keys (`private.date`), or null where all of it is. `undefined` counts as absent, as it does for JSON; what
 * JSON would change in silence (NaN, a Date, a Map, a function) does not pass, and what holds itself is found at the length limit of a path.
 */
export function findNotJson(value: unknown, path = ''): string | null {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return null
  // by its kind and not its prototype, which is another one in another realm
  if (!/ (Object|Array)]/.test(Object.prototype.toString.call(value)) || path.length > PATH_MAX_CHARS) return path
  for (const [key, member] of Object.entries(value)) {
    const found = findNotJson(member, path === '' ? key : `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}

/** Characters of a path: no state that anybody can read is so deep. */
const PATH_MAX_CHARS = 200
