import type { Change, DocumentValue, Entry, Snapshot } from '@lockstep/sync'
import { itemsToValue, type CartItem } from '../shared/cart-items.ts'
import { freeTextId } from '../shared/free-text-line.ts'
import { isCount, list, record, text } from './unknown-json.ts'

/** A change by others; `isPart` = its revision changed more than was told, so that it cannot be taken back as a whole. */
export type SeenChange = Change & { readonly isPart?: true }
/** A state of the cart, and what others did since an earlier one. */
export type SeenSnapshot = Snapshot & { readonly changes: readonly SeenChange[] }

/** The cart in a body: the view's document, or an answer `{ cartId, epoch, revision, items }`; null when it is neither. */
export function readSnapshot(body: unknown): SeenSnapshot | null {
  const from = record(body)
  const documentId = text(from['documentId']) ?? text(from['cartId'])
  const epoch = text(from['epoch'])
  const { revision, schemaVersion } = from
  if (documentId === null || epoch === null || !isCount(revision)) return null
  const value = 'value' in from ? readValue(from['value']) : itemsToValue(readItems(from['items']))
  const changes = list(from['changes']).flatMap(readChange)
  // the oldest are cut off, wherever in a revision that falls
  const cutAt = from['truncated'] === true ? changes[0]?.revision : undefined
  return {
    documentId,
    epoch,
    revision,
    value,
    ...(isCount(schemaVersion) ? { schemaVersion } : {}),
    changes: changes.map((change): SeenChange => (change.revision === cutAt ? { ...change, isPart: true } : change)),
  }
}

/** The wire's list of lines; a line with only a name is a free-text line. Entries that are no lines are left out. */
export function readItems(value: unknown): CartItem[] {
  return list(value).flatMap((entry) => {
    const item = record(entry)
    const name = text(item['name'])
    const id = text(item['id']) ?? (name === null ? null : freeTextId(name))
    const quantity = item['quantity'] ?? 1
    const note = text(item['note'])
    return id !== null && isQuantity(quantity) ? [{ id, quantity, ...(note === null ? {} : { note }) }] : []
  })
}

export function readEntry(value: unknown): Entry | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null
}

function readValue(value: unknown): DocumentValue {
  const { lines, notes } = record(value)
  return {
    lines: Object.fromEntries(Object.entries(record(lines)).filter((entry): entry is [string, number] => isQuantity(entry[1]))),
    notes: Object.fromEntries(Object.entries(record(notes)).filter((entry): entry is [string, string] => text(entry[1]) !== null)),
  }
}

function readChange(entry: unknown): Change[] {
  const { revision, by, field, id, from, to } = record(entry)
  if (!isCount(revision) || typeof field !== 'string' || typeof id !== 'string') return []
  return [{ revision, by: by === 'user' || by === 'model' ? by : 'system', field, id, from: readEntry(from), to: readEntry(to) }]
}

function isQuantity(value: unknown): value is number {
  return isCount(value) && value > 0
}
