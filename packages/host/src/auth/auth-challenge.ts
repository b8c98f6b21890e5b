import { extractWWWAuthenticateParams, InsufficientScopeError } from '@modelcontextprotocol/client'
import { isRecord } from '@lockstep/contract'
import type { ToolCallResult } from '../api/host-state.ts'
import { recordOr } from '../core/record-or.ts'

/** Key of a tool result's `_meta` that holds challenges in the form of `WWW-Authenticate`. @see chatgpt-contract 3.4, 9.2 */
const RESULT_CHALLENGES = 'mcp/www_authenticate'

/** What a server says when it wants a sign-in. */
export interface AuthChallenge {
  /** Where its protected resource metadata is; null = at the usual place. */
  resourceMetadataUrl: URL | null
  /** Scopes that it names; empty = it names none. */
  scopes: string[]
  /** For people; null when it says nothing. */
  reason: string | null
  /** What ChatGPT would miss in it: there, no card would be shown. */
  warnings: string[]
}

export function challengeOfResponse(response: Response): AuthChallenge {
  const { resourceMetadataUrl, scope, errorDescription } = extractWWWAuthenticateParams(response)
  return { resourceMetadataUrl: httpUrl(resourceMetadataUrl), scopes: scopesOf(scope), reason: errorDescription ?? null, warnings: [] }
}

/** A 403 that asks for more than was agreed to; null when it is something else. */
export function challengeOfError(error: unknown): AuthChallenge | null {
  if (!InsufficientScopeError.isInstance(error)) return null
  const { resourceMetadataUrl, requiredScope, errorDescription } = error
  return { resourceMetadataUrl: httpUrl(resourceMetadataUrl), scopes: scopesOf(requiredScope), reason: errorDescription ?? null, warnings: [] }
}

/** A tool that ran and answered that it needs a sign-in; null when it answered anything else. */
export function challengeOfResult({ isError, _meta }: ToolCallResult): AuthChallenge | null {
  const told = isError === true ? _meta?.[RESULT_CHALLENGES] : undefined
  const [first] = Array.isArray(told) ? told : [told]
  if (typeof first !== 'string') return null
  try {
    const response = new Response(null, { status: 401, headers: { 'www-authenticate': first } })
    return { ...challengeOfResponse(response), warnings: missingMembers(response) }
  } catch {
    // No HTTP header can be like that; that a sign-in is wanted is said all the same.
    return { resourceMetadataUrl: null, scopes: [], reason: null, warnings: [`Expected a WWW-Authenticate header in _meta["${RESULT_CHALLENGES}"].`] }
  }
}

/** What a tool that asks for a sign-in must have declared for ChatGPT to offer one; empty when it did. */
export function schemeWarnings(tool: Record<string, unknown>): string[] {
  const meta = recordOr(tool['_meta'])
  const schemes = tool['securitySchemes'] ?? meta['securitySchemes']
  const hasOAuth = Array.isArray(schemes) && schemes.some((scheme) => isRecord(scheme) && scheme['type'] === 'oauth2')
  return hasOAuth ? [] : ['The tool declares no securitySchemes with oauth2.']
}

function missingMembers(response: Response): string[] {
  const { error, errorDescription } = extractWWWAuthenticateParams(response)
  const missing = [error === undefined ? 'error' : '', errorDescription === undefined ? 'error_description' : ''].filter((name) => name !== '')
  return missing.length === 0 ? [] : [`The challenge has no ${missing.join(' and no ')}.`]
}

export function scopesOf(scope: string | undefined): string[] {
  return (scope ?? '').split(' ').filter((item) => item !== '')
}

function httpUrl(url: URL | undefined): URL | null {
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : null
}
