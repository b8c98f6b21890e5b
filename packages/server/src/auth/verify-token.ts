import { AppError } from '@lockstep/contract'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose'
import type { AuthSettings } from './auth-options.ts'
import type { ToolAuth } from './auth.ts'
import type { IssuerKeys } from './issuer-keys.ts'

/** Characters past which a token is not looked at. */
export const TOKEN_MAX_CHARS = 8_192
/** Signatures by a private key only: neither `none`, nor a secret that a public key could be taken for. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
/** RFC 9068 and, since many issuers do not follow it, the plain kind. Logout tokens and others of an issuer's are neither. */
const TYPES = new Set(['at+jwt', 'jwt'])

/** `reason` is for the log: it names what is wrong and holds nothing of the token. */
export type TokenVerdict = { kind: 'valid'; auth: ToolAuth } | { kind: 'expired' | 'invalid'; reason: string }

export interface VerifyTokenOptions {
  settings: AuthSettings
  keys: ReadonlyMap<string, IssuerKeys>
  /** Milliseconds since the epoch. */
  now: number
}

/**
 * Judges an access token that is a JWT: issuer, signature, audience, times, kind. The audience counts most: a token for another server of the
 * same issuer is otherwise as good as ours, and whoever runs that server could come in as its users.
 * @throws {AppError} AUTH_ISSUER_UNREACHABLE: nobody can say whether it is good.
 * @see RFC 9068 section 4, MCP specification 2026-07-28, token audience binding (checked 2026-11-21)
 */
export async function verifyToken(token: string, { settings, keys, now }: VerifyTokenOptions): Promise<TokenVerdict> {
  if (token.length > TOKEN_MAX_CHARS) return invalid('too long')
  try {
    const { kid, typ } = decodeProtectedHeader(token)
    const { iss } = decodeJwt(token)
    const issuer = settings.issuers.find((known) => known === iss)
    const issuerKeys = issuer === undefined ? undefined : keys.get(issuer)
    if (issuer === undefined || issuerKeys === undefined) return invalid('unknown issuer')
    if (typ !== undefined && !TYPES.has(typ.toLowerCase().replace(/^application\//, ''))) return invalid('not an access token by its typ')
    const { payload } = await jwtVerify(token, createLocalJWKSet(await issuerKeys.find(kid)), {
      algorithms: ALGORITHMS,
      issuer,
      audience: [...settings.audiences],
      clockTolerance: settings.clockSkewS,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'sub'],
    })
    return judgeClaims(issuer, payload)
  } catch (error) {
    if (error instanceof AppError) throw error
    if (error instanceof errors.JWTExpired) return { kind: 'expired', reason: 'expired' }
    if (error instanceof errors.JWTClaimValidationFailed) return invalid(`claim ${error.claim}: ${error.reason}`)
    if (error instanceof errors.JOSEError) return invalid(error.code)
    return invalid('not a JWT')
  }
}

function judgeClaims(issuer: string, claims: JWTPayload): TokenVerdict {
  const { sub } = claims
  if (typeof sub !== 'string' || sub === '') return invalid('claim sub: not a name')
  // a token bound to a key is not for whoever holds it (RFC 9449 section 7.1, RFC 8705)
  if (claims['cnf'] !== undefined) return invalid('claim cnf: bound to a key')
  const scopes = [...new Set([...words(claims['scope']), ...words(claims['scp'])])]
  const client = claims['client_id'] ?? claims['azp']
  const clientId = typeof client === 'string' ? client : null
  return { kind: 'valid', auth: { subject: sub, issuer, userKey: `${issuer} ${sub}`, scopes, clientId, claims } }
}

/** `scope` is one string by the standard; some issuers write `scp`, a string or a list. */
function words(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(' ') : []
  return list.filter((word) => typeof word === 'string').filter((word) => word !== '')
}

function invalid(reason: string): TokenVerdict {
  return { kind: 'invalid', reason }
}
