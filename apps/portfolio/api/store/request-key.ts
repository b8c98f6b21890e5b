import { createHash } from 'node:crypto'
import type { DocumentStore, Write } from '@lockstep/sync'
import { z } from 'zod'
import { ApiRefusal } from '../refusal.ts'
import type { WriteRequest } from './project-store.ts'

/** Milliseconds a request's key is remembered: longer than any host retries. */
const KEY_TTL_MS = 7 * 24 * 3_600_000
export const KEY_KIND = 'request-key'

const knownSchema = z.object({ asked: z.string(), reply: z.unknown() })

/** Under which name a request counts once: its key, bound to its owner. */
export function requestKey({ owner, key }: Pick<WriteRequest, 'owner' | 'key'>): string {
  return `k_${createHash('sha256').update(`${owner}\0${key}`).digest('hex').slice(0, 40)}`
}

/** Remembers a request, and what was answered where that cannot be told again from what is stored. */
export function keyWrite(request: Pick<WriteRequest, 'owner' | 'key' | 'asked'>, now: number, reply: unknown = null): Write {
  return {
    type: 'record',
    record: { kind: KEY_KIND, key: requestKey(request), value: { asked: hashOf(request.asked), reply }, expiresAt: now + KEY_TTL_MS },
  }
}

/** What is remembered of a request; null = it is new. @throws {ApiRefusal} CONFLICT when the key was used for something else */
export async function knownRequest(documents: DocumentStore, request: WriteRequest): Promise<{ reply: unknown } | null> {
  const key = requestKey(request)
  const { records } = await documents.load({ documentId: '', records: [{ kind: KEY_KIND, key }] })
  return requireSame(records.get(`${KEY_KIND}:${key}`)?.value, request)
}

/** As `knownRequest`, for a record that was read already. @throws {ApiRefusal} CONFLICT */
export function requireSame(value: unknown, { asked }: Pick<WriteRequest, 'asked'>): { reply: unknown } | null {
  if (value === undefined) return null
  const known = knownSchema.parse(value)
  if (known.asked === hashOf(asked)) return known
  throw new ApiRefusal('CONFLICT', 'Expected the same request under this Idempotency-Key, got another one. Send it under a new key.', {
    reason: 'key_reused',
  })
}

function hashOf(asked: string): string {
  return createHash('sha256').update(asked).digest('hex')
}
