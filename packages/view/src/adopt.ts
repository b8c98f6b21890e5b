/**
 * A deep-frozen copy of JSON-like `next` that shares every equal part with `previous`, which must come from here; wholly equal gives `previous`
 * itself. Hosts re-emit the same data under new references, and each new reference would render again (openai-apps-sdk-examples issue 153).
 * Key order counts: a person sees the order of lines.
 */
export function adopt<T>(previous: unknown, next: T): T {
  return copy(previous, next) as T
}

function copy(previous: unknown, next: unknown): unknown {
  if (previous === next || typeof next !== 'object' || next === null) return next
  const old: object | null = typeof previous === 'object' && Array.isArray(previous) === Array.isArray(next) ? previous : null
  const oldKeys = old === null ? [] : Object.keys(old)
  const keys = Object.keys(next)
  let isSame = old !== null && oldKeys.length === keys.length
  const entries = keys.map((key, index) => {
    const before: unknown = old === null ? undefined : Reflect.get(old, key)
    const value = copy(before, Reflect.get(next, key))
    isSame &&= oldKeys[index] === key && Object.is(before, value)
    return [key, value] as const
  })
  if (isSame) return old
  return Object.freeze(Array.isArray(next) ? entries.map((entry) => entry[1]) : Object.fromEntries(entries))
}
