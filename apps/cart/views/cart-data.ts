import { DOCUMENT_META } from '@lockstep/sync'
import type { ToolResult } from '@lockstep/react'
import { itemsToValue } from '../shared/cart-items.ts'
import { readCatalogue, readListedProducts, type Catalogue } from './catalogue.ts'
import { readItems, readSnapshot, type SeenSnapshot } from './read-snapshot.ts'
import { DEFAULT_BACKEND_URL } from './sync-to-backend.ts'
import { isCount, list, record, text } from './unknown-json.ts'

/** Stands in for the epoch where a result carries none; no server has it, so a versioned write is rebased on what the server knows. */
export const PLAIN_EPOCH = 'plain'

/** A tool result as the cart understands it. */
export interface CartData {
  /** Null when the result names no cart: the view makes an id of its own. */
  readonly cartId: string | null
  /** Null when the result carries no cart that could be drawn on. */
  readonly snapshot: SeenSnapshot | null
  readonly catalogue: Catalogue
  /** Product ids, best first. */
  readonly suggestions: readonly string[]
  readonly transport: 'tool' | 'http'
  readonly backendUrl: string
  /** Leave to write by HTTP for a while; null where none is needed. Never kept anywhere but in memory. */
  readonly token: string | null
  readonly orderUrl: string | null
}

/**
 * Reads a tool result: the document in `_meta`, else the plain shape `{ cartId, items }` in `structuredContent`.
 * The one border where the view takes in what the server sent; a part that is missing or malformed takes its default.
 */
export function readCartResult(result: ToolResult): CartData {
  const document = record(record(result._meta)[DOCUMENT_META])
  const content = record(result.structuredContent)
  const cartId = text(document['documentId']) ?? text(content['cartId'])
  const isPlain = !('value' in document) && 'items' in content
  const catalogue = readCatalogue(document)
  // a server of the seed keeps no revisions, and has no tool to write with
  const isHttp = document['transport'] === 'http' || (isPlain && !isCount(content['revision']))
  return {
    cartId,
    snapshot: cartId === null ? null : isPlain ? plainSnapshot(cartId, content) : readSnapshot(document),
    catalogue: isPlain
      ? { ...catalogue, products: readListedProducts(content['items']), currency: text(record(content['totals'])['currency']) ?? '' }
      : catalogue,
    suggestions: list(document['suggestions']).filter((id) => typeof id === 'string'),
    transport: isHttp ? 'http' : 'tool',
    backendUrl: text(document['backendUrl']) ?? DEFAULT_BACKEND_URL,
    token: text(document['token']),
    orderUrl: text(document['orderUrl']) ?? text(content['orderUrl']),
  }
}

function plainSnapshot(documentId: string, { revision, items }: Readonly<Record<string, unknown>>): SeenSnapshot {
  return { documentId, epoch: PLAIN_EPOCH, revision: isCount(revision) ? revision : 0, value: itemsToValue(readItems(items)), changes: [] }
}
