import type { DocumentValue } from '@lockstep/sync'

/** Pure changes of a cart's value, as the model's tools make them. Limits are the merge's business, which reports what it cuts. */
export interface LineIncrease {
  id: string
  quantity: number
  note?: string | undefined
}

export function increaseLines(value: DocumentValue, increases: readonly LineIncrease[]): DocumentValue {
  const lines = { ...value['lines'] }
  const notes = { ...value['notes'] }
  for (const { id, quantity, note } of increases) {
    lines[id] = Number(lines[id] ?? 0) + quantity
    if (note) notes[id] = note
  }
  return { lines, notes }
}

/** 0 removes the line. */
export function setLine(value: DocumentValue, id: string, quantity: number): DocumentValue {
  if (quantity === 0) return removeLines(value, [id])
  return { lines: { ...value['lines'], [id]: quantity }, notes: { ...value['notes'] } }
}

export function removeLines(value: DocumentValue, ids: readonly string[]): DocumentValue {
  const gone = new Set(ids)
  const without = (field: string) => Object.fromEntries(Object.entries(value[field] ?? {}).filter(([id]) => !gone.has(id)))
  return { lines: without('lines'), notes: without('notes') }
}

export const EMPTY_CART: DocumentValue = { lines: {}, notes: {} }
