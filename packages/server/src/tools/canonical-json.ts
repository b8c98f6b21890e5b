import { isRecord } from '@lockstep/contract'
import { createHash } from 'node:crypto'

/** JSON in which the order of members does not show: two texts are equal exactly when the values are. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isRecord(member) ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1))) : member,
  )
}

/** SHA-256 of a value's canonical JSON, base64url. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url')
}
