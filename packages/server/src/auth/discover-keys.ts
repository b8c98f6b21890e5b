import { AppError, isRecord } from '@lockstep/contract'
import { isTrustedUrl } from '../http/trusted-url.ts'
import type { FetchJson } from './auth-options.ts'

/**
 * Finds where an issuer keeps its keys, by RFC 8414 and by OpenID Discovery, in the order of the MCP specification.
 * @throws {AppError} AUTH_ISSUER_UNREACHABLE.
 * @see MCP specification 2026-07-28, authorization server metadata discovery (checked 2026-11-21)
 */
export async function discoverJwksUri(issuer: string, fetchJson: FetchJson): Promise<string> {
  for (const url of metadataUrls(issuer)) {
    const metadata = await fetchJson(url)
    if (!isRecord(metadata)) continue
    // metadata that names another issuer is somebody else's (RFC 8414 section 3.3)
    if (metadata['issuer'] !== issuer) throw unreachable(issuer, `its metadata at ${url} names another issuer`)
    const jwksUri = metadata['jwks_uri']
    // keys in the clear only from an issuer that is itself on this machine
    const isTrusted = typeof jwksUri === 'string' && isTrustedUrl(jwksUri) && (jwksUri.startsWith('https:') || issuer.startsWith('http:'))
    if (!isTrusted) throw unreachable(issuer, `its metadata at ${url} has no usable jwks_uri`)
    return jwksUri
  }
  throw unreachable(issuer, 'there is no metadata at any of its well-known addresses')
}

function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const inserted = [`${origin}/.well-known/oauth-authorization-server${path}`, `${origin}/.well-known/openid-configuration${path}`]
  return path === '' ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`]
}

export function unreachable(issuer: string, why: string, cause?: unknown): AppError {
  return new AppError(
    'AUTH_ISSUER_UNREACHABLE',
    `Expected the keys of issuer ${issuer}, but ${why}. Check that it runs and is spelled as in its tokens.`,
    {
      blame: 'user',
      ...(cause === undefined ? {} : { cause }),
    },
  )
}
