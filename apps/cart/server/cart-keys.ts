import { createHash, createHmac } from 'node:crypto'

/** A call or a conversation as a key: canonical JSON, hashed, so that no hint is stored as it came. */
export function keyOf(parts: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(canonical(parts)).digest('base64url')
}

/** The id of a commit that the server names itself: its colon is in no id a client may send, so no client can take or burn it first. */
export function serverMutationId(kind: string, key: string | number): string {
  return `${kind}:${key}`
}

/**
 * The id of a conversation's first cart, the same whenever it is asked for, so that a read can name a cart without storing one.
 * Unguessable without the secret: 192 bits of an HMAC.
 */
export function cartIdOfSession(secret: string, session: string): string {
  return `c_${createHmac('sha256', secret).update(session).digest('base64url').slice(0, 32)}`
}

/** JSON with sorted members, so that the order in which a model writes its arguments does not matter. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
    .join(',')}}`
}
