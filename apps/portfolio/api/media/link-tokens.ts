import { createHmac, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'

/** What a link is good for; one of another purpose is worth nothing. */
export type LinkPurpose = 'upload' | 'draft-image' | 'preview' | 'uploader'

export interface LinkTokens {
  /** For an address: what it is good for, its data and its end, signed. Holds nothing secret: whoever has it may read it. */
  sign(purpose: LinkPurpose, data: object, expiresAt: number): string
  /** Null when it is forged, of another purpose, past its end, or holds something else. */
  verify<T>(purpose: LinkPurpose, token: string, schema: z.ZodType<T>): T | null
}

/** Characters of a token that is looked at: one with the longest name and alternative text has fewer. */
const TOKEN_MAX_CHARS = 6_000

/** Links that carry what they allow, signed with a key of this installation. */
export function createLinkTokens({ secret, now }: { secret: string; now(): number }): LinkTokens {
  const macOf = (purpose: LinkPurpose, payload: string): Buffer => createHmac('sha256', secret).update(`${purpose}\0${payload}`).digest()
  return {
    sign(purpose, data, expiresAt) {
      const payload = Buffer.from(JSON.stringify({ ...data, exp: expiresAt })).toString('base64url')
      return `${payload}.${macOf(purpose, payload).toString('base64url')}`
    },
    verify(purpose, token, schema) {
      const [payload = '', mac = '', ...more] = token.length > TOKEN_MAX_CHARS ? [] : token.split('.')
      const given = Buffer.from(mac, 'base64url')
      const expected = macOf(purpose, payload)
      if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null
      const { exp, ...data } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp?: unknown }
      if (typeof exp !== 'number' || exp <= now()) return null
      const parsed = schema.safeParse(data)
      return parsed.success ? parsed.data : null
    },
  }
}
