import type { DocumentValue } from '@lockstep/sync'

/** A line on the wire; an absent note is none. */
export interface CartItem {
  readonly id: string
  readonly quantity: number
  readonly note?: string | undefined
}

/** The wire's list as the document's value; a later duplicate of an id adds to the first. */
export function itemsToValue(items: readonly CartItem[]): DocumentValue {
  const lines: Record<string, number> = {}
  const notes: Record<string, string> = {}
  for (const item of items) {
    lines[item.id] = (lines[item.id] ?? 0) + item.quantity
    if (item.note) notes[item.id] = item.note
  }
  return { lines, notes }
}

/** The document's value as the wire's list, in its order. */
export function valueToItems(value: DocumentValue): CartItem[] {
  const notes = value['notes'] ?? {}
  return Object.entries(value['lines'] ?? {}).map(([id, quantity]) => {
    const note = notes[id]
    return { id, quantity: Number(quantity), ...(typeof note === 'string' && note !== '' ? { note } : {}) }
  })
}
