import { AppError } from '@lockstep/contract'
import type { Tool } from '../tools/tool.ts'
import { CLOCK_SKEW_S, type AuthOptions, type AuthSettings } from './auth-options.ts'
import { issuersOf } from './check-options.ts'
import { schemesOf } from './schemes.ts'

/** Puts together what an app and its tools declare; the server's own URL is asked for late, because it is known only once it listens. */
export function createAuthSettings(
  auth: AuthOptions,
  tools: ReadonlyMap<string, Pick<Tool, 'options'>>,
  listensAt: () => string | null,
): AuthSettings {
  const schemes = [...tools.values()].flatMap(({ options }) => schemesOf(options.auth, auth))
  const scopes = auth.scopes ?? []
  const settings = {
    issuers: issuersOf(auth),
    scopes,
    knownScopes: [...new Set([...scopes, ...schemes.flatMap((scheme) => (scheme.type === 'oauth2' ? (scheme.scopes ?? []) : []))])],
    isRequired: auth.required ?? !schemes.some(({ type }) => type === 'noauth'),
    clockSkewS: auth.clockSkewS ?? CLOCK_SKEW_S,
    get resource() {
      const resource = auth.resource ?? listensAt()
      if (resource === null) throw new AppError('AUTH_NOT_LISTENING', 'Expected the server to listen before a token is judged.')
      return resource
    },
    get audiences() {
      return [...slashVariants(settings.resource), ...(auth.audiences ?? [])]
    },
    get resourceMetadataUrl() {
      const { origin, pathname } = new URL(settings.resource)
      return `${origin}${metadataPath(pathname)}`
    },
  }
  return settings
}

/** RFC 9728 section 3.1: the well-known part goes between host and path. */
export function metadataPath(pathname: string): string {
  return `/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`
}

/** One trailing slash more or less is the same server: URL parsers of clients add it (as the SDK compares, 2.4.0). */
function slashVariants(resource: string): string[] {
  const bare = resource.replace(/\/$/, '')
  return [bare, `${bare}/`]
}
