import { FORBIDDEN_KEYS } from '../http/parse-json.ts'

/** What no honest caller sends, whatever the tool's schema says; null = nothing of the kind. */
export type ArgumentFault = { readonly code: 'too_large' } | { readonly code: 'forbidden_key'; readonly key: string }

/**
 * Looks through all levels of a call's arguments and stops at the first fault: more than `max` array elements and object members together, or a
 * member named like a part of the prototype. HTTP bodies are refused for the same by `parseJson`; here it holds on every road.
 */
export function inspectArguments(value: unknown, max: number): ArgumentFault | null {
  const open: unknown[] = [value]
  let count = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    // own members as JSON.parse makes them, `__proto__` among them
    const entries: ReadonlyArray<readonly [string | number, unknown]> = Array.isArray(next) ? [...next.entries()] : Object.entries(next)
    count += entries.length
    if (count > max) return { code: 'too_large' }
    for (const [key, member] of entries) {
      if (typeof key === 'string' && FORBIDDEN_KEYS.has(key)) return { code: 'forbidden_key', key }
      if (typeof member === 'object' && member !== null) open.push(member)
    }
  }
  return null
}
