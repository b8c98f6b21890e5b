import { generateKeyBetween } from 'fractional-indexing'
import type { FieldValue } from './document.ts'

/** UTF-16 units of an order key: several thousand moves to one place stay below it. */
const ORDER_KEY_MAX_CHARS = 1_000

/** The ids of a list field in their order; of two put in one place at the same time the smaller id comes first, for everybody. */
export function orderedIds(field: FieldValue): string[] {
  return orderedEntries(field).map(([id]) => id)
}

/**
 * The order key of an entry that shall stand right behind another, or first (null). Only this entry's key changes by a move.
 * An `after` that is not in the list, or behind which several share one place, counts as the last of those.
 */
export function placeAfter(field: FieldValue, after: string | null): string {
  const entries = orderedEntries(field)
  const [first] = entries
  if (after === null) return generateKeyBetween(null, first?.[1] ?? null)
  const own = field[after] ?? entries.at(-1)?.[1]
  const before = typeof own === 'string' ? own : null
  const next = before === null ? null : (entries.find(([, key]) => key > before)?.[1] ?? null)
  return generateKeyBetween(before, next)
}

function orderedEntries(field: FieldValue): Array<[string, string]> {
  return Object.entries(field)
    .map(([id, key]): [string, string] => [id, String(key)])
    .sort(([idA, a], [idB, b]) => (a === b ? compare(idA, idB) : compare(a, b)))
}

/** Whether a text is an order key; one that is none would stop whoever next puts something beside it. */
export function isOrderKey(text: string): boolean {
  if (text.length > ORDER_KEY_MAX_CHARS || !/^[0-9A-Za-z]+$/.test(text)) return false
  try {
    generateKeyBetween(text, null)
    return true
  } catch {
    // the library says it by throwing
    return false
  }
}

/** By code unit: order keys are made for it, and no locale may change an order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : 1
}
