import type { AuthScheme, ToolAuth } from './auth.ts'

const NOBODY: readonly AuthScheme[] = [{ type: 'noauth' }]

/**
 * Who may call a tool, in full. Without sign-in anybody; with sign-in a tool that says nothing needs a token, and every scheme with a token
 * needs the app's scopes beside its own.
 */
export function schemesOf(
  declared: readonly AuthScheme[] | undefined,
  app: { scopes?: readonly string[] } | null | undefined,
): readonly AuthScheme[] {
  if (app === null || app === undefined) return declared ?? NOBODY
  const schemes = declared ?? [{ type: 'oauth2' }]
  return schemes.map((scheme) => {
    if (scheme.type === 'noauth') return scheme
    const scopes = [...new Set([...(app.scopes ?? []), ...(scheme.scopes ?? [])])]
    return { type: 'oauth2', ...(scopes.length === 0 ? {} : { scopes }) }
  })
}

/** The scopes that a caller lacks under a scheme; null = a token is lacking. */
export function missingScopes(scheme: AuthScheme, auth: ToolAuth | null): readonly string[] | null {
  if (scheme.type === 'noauth') return []
  return auth === null ? null : (scheme.scopes ?? []).filter((scope) => !auth.scopes.includes(scope))
}
