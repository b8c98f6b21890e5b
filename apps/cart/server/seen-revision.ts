import type { Records, RequestHints } from '@lockstep/server'
import type { Snapshot, Write } from '@lockstep/sync'
import { z } from 'zod'
import { keyOf } from './cart-keys.ts'
import { CART_IDLE_TTL_MS } from './limits.ts'

/**
 * The state of a cart that a conversation's model was last told, kept by the calls that commit anyway. A read writes nothing, so what it told may be
 * told again; nothing is left out.
 */
const seenSchema = z.object({
  epoch: z.string(),
  revision: z.int(),
  /** What the call that was answered with it had been told from; null = from nothing. */
  from: z.int().nullable(),
  /** Key of that call: the same one again may mean that its answer never arrived. */
  call: z.string(),
})

interface SeenKey {
  kind: 'seen'
  key: string
}

/** Null where there is nobody to remember for: a view, or a host that does not tell its conversations apart. */
export function seenKey(hints: RequestHints, cartId: string): SeenKey | null {
  if (hints.session === null || hints.widgetSessionId !== null) return null
  return { kind: 'seen', key: keyOf({ session: hints.session, cartId }) }
}

/** The revision to tell changes from; undefined when nobody knows what the model has seen. `call` = key of the call that is answered. */
export function seenRevision(records: Records, { kind, key }: SeenKey, { epoch }: Snapshot, call: string | null): number | undefined {
  const seen = seenSchema.safeParse(records.get(`${kind}:${key}`)?.value)
  if (!seen.success || seen.data.epoch !== epoch) return undefined
  return seen.data.call === call ? (seen.data.from ?? undefined) : seen.data.revision
}

export function seenWrite(key: SeenKey, told: Snapshot, from: number | undefined, call: string, now: number): Write {
  const value = { epoch: told.epoch, revision: told.revision, from: from ?? null, call }
  return { type: 'record', record: { ...key, value, expiresAt: now + CART_IDLE_TTL_MS } }
}
