import type { CommitExtras, DocumentHandle, Records } from '@lockstep/server'
import type { DocumentValue, Snapshot, Write } from '@lockstep/sync'
import { z } from 'zod'
import type { Shop } from './shop.ts'

/** What each line of a cart cost when it was added, in minor units; lines without a price are not in it. */
export type Prices = Readonly<Record<string, number>>

const DAY_MS = 24 * 60 * 60_000
const pricesSchema = z.record(z.string(), z.int())

export function pricesKey(cartId: string): { kind: string; key: string } {
  return { kind: 'prices', key: cartId }
}

export function readPrices(records: Records, cartId: string): Prices {
  const { kind, key } = pricesKey(cartId)
  const kept = pricesSchema.safeParse(records.get(`${kind}:${key}`)?.value)
  return kept.success ? kept.data : {}
}

/** A line that was there keeps the price it was added at, a new one gets today's. */
export function nextPrices(known: Prices, value: DocumentValue, shop: Shop): Prices {
  return Object.fromEntries(
    Object.keys(value['lines'] ?? {}).flatMap((id) => {
      const price = (Object.hasOwn(known, id) ? known[id] : undefined) ?? shop.priceOf(id)
      return price === null ? [] : [[id, price]]
    }),
  )
}

/**
 * The same carts, of which every commit, through whichever door, also writes what the lines cost when they were added. Only the server writes
 * prices, and in the cart's own transaction, so that a later change of a price is noticed however the line came in.
 */
export function rememberPrices(carts: DocumentHandle, shop: Shop, now: () => number): DocumentHandle {
  /** The record lives as long as its cart: whoever uses the one keeps the other, to a day. */
  function writes({ documentId, value }: Snapshot, records: Records): Write[] {
    const { kind, key } = pricesKey(documentId)
    const record = records.get(`${kind}:${key}`)
    const known = readPrices(records, documentId)
    const prices = nextPrices(known, value, shop)
    if (Object.keys(prices).length === 0) return record === undefined ? [] : [{ type: 'forget-record', kind, key }]
    const expiresAt = now() + carts.idleTtlMs
    const isFresh = (record?.expiresAt ?? 0) > expiresAt - DAY_MS
    if (isFresh && JSON.stringify(known) === JSON.stringify(prices)) return []
    return [{ type: 'record', record: { kind, key, value: prices, expiresAt } }]
  }

  function remembering<Ok extends { reply: Snapshot }>(cartId: string, { records, also }: Extras<Ok>) {
    return {
      records: [...(records ?? []), pricesKey(cartId)],
      also: (outcome: Ok, loaded: Records): readonly Write[] => [...(also?.(outcome, loaded) ?? []), ...writes(outcome.reply, loaded)],
    }
  }

  return {
    ...carts,
    sync: (mutation, options) => carts.sync(mutation, { ...options, ...remembering(mutation.documentId, options) }),
    edit: (cartId, options) => carts.edit(cartId, { ...options, ...remembering(cartId, options) }),
  }
}

interface Extras<Ok> {
  records?: CommitExtras<never>['records']
  also?: (outcome: Ok, records: Records) => readonly Write[]
}
