import type { CallToolResult } from '@modelcontextprotocol/server'
import type { AuthSettings } from './auth-options.ts'
import type { AuthScheme, ToolAuth } from './auth.ts'
import { authChallengeResult } from './challenge.ts'
import { missingScopes, schemesOf } from './schemes.ts'

/** Null when this caller may call the tool, else the answer that asks to sign in or to agree to more. */
export function checkToolAuth(
  declared: readonly AuthScheme[] | undefined,
  auth: ToolAuth | null,
  settings: AuthSettings | null,
): CallToolResult | null {
  const ways = schemesOf(declared, settings).map((scheme) => ({ scheme, missing: missingScopes(scheme, auth) }))
  if (ways.some(({ missing }) => missing?.length === 0)) return null
  const [nearest] = ways.toSorted((one, other) => (one.missing?.length ?? 0) - (other.missing?.length ?? 0))
  const wanted = nearest?.scheme.type === 'oauth2' ? (nearest.scheme.scopes ?? []) : []
  if (auth === null) return authChallengeResult(settings, { reason: 'signed_out', description: 'Sign in to use this tool.', scopes: wanted })
  // what was agreed to stays in the list: a client that asks for exactly these must not lose the rest
  const scopes = [...new Set([...auth.scopes, ...wanted])]
  const missing = nearest?.missing ?? []
  const description = `This tool needs your agreement to: ${missing.join(', ')}.`
  return authChallengeResult(settings, { reason: 'insufficient_scope', description, scopes })
}
