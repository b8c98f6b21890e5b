import { AppError } from '@lockstep/contract'
import type { Tool } from '../tools/tool.ts'
import type { AuthOptions } from './auth-options.ts'
import { isTrustedUrl } from '../http/trusted-url.ts'

/** RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/

export function issuersOf({ issuer }: AuthOptions): readonly string[] {
  return typeof issuer === 'string' ? [issuer] : issuer
}

/**
 * Checks what the app and its tools say of sign-in against each other, before anybody can call.
 * @throws {AppError} AUTH_INVALID, AUTH_MISSING, AUTH_CONTRADICTION, AUTH_RESOURCE_MISSING (blame user).
 */
export function checkAuthOptions(auth: AuthOptions | undefined, tools: ReadonlyMap<string, Pick<Tool, 'options'>>, isLocal: boolean): void {
  for (const [name, { options }] of tools) {
    const problem = schemeProblem(options.auth)
    if (problem !== null) throw refused('AUTH_INVALID', `Tool '${name}': ${problem}`)
    if (auth === undefined && options.auth?.every(({ type }) => type === 'oauth2') === true) {
      throw refused('AUTH_MISSING', `Tool '${name}' expects sign-in, but the app has none. Give createApp an 'auth', or let the tool allow 'noauth'.`)
    }
    if (auth?.required === true && options.auth?.some(({ type }) => type === 'noauth') === true) {
      throw refused('AUTH_CONTRADICTION', `Tool '${name}' allows 'noauth', but the app's auth is required for all. Drop one of the two.`)
    }
  }
  if (auth === undefined) return
  const problem = optionsProblem(auth)
  if (problem !== null) throw refused('AUTH_INVALID', `The app's auth: ${problem}`)
  if (auth.resource === undefined && !isLocal) {
    const message =
      'Expected auth.resource, the public URL of this MCP server, because others than this machine reach it. Set PUBLIC_URL, or give it, ending in /mcp.'
    throw refused('AUTH_RESOURCE_MISSING', message)
  }
}

function schemeProblem(schemes: Tool['options']['auth']): string | null {
  if (schemes === undefined) return null
  if (schemes.length === 0) return "expected auth to name at least one scheme, got none. Write [{ type: 'noauth' }] for everybody."
  const wrong = schemes.flatMap((scheme) => (scheme.type === 'oauth2' ? (scheme.scopes ?? []) : [])).find((scope) => !SCOPE.test(scope))
  return wrong === undefined ? null : scopeProblem(wrong)
}

function optionsProblem(auth: AuthOptions): string | null {
  const issuers = issuersOf(auth)
  if (issuers.length === 0) return 'expected at least one issuer.'
  const wrongIssuer = issuers.find((issuer) => !isTrustedUrl(issuer) || /[?#\s]/.test(issuer))
  if (wrongIssuer !== undefined) return `expected an issuer with https (http on loopback) without query and blanks, got '${wrongIssuer}'.`
  if (auth.jwksUri !== undefined && issuers.length > 1) return 'expected jwksUri only beside one issuer; leave it out to have it discovered.'
  if (auth.jwksUri !== undefined && !isTrustedUrl(auth.jwksUri)) return `expected jwksUri with https (http on loopback), got '${auth.jwksUri}'.`
  if (auth.resource !== undefined && (!isTrustedUrl(auth.resource) || /[?#]/.test(auth.resource))) {
    return `expected resource with https (http on loopback) and without query, got '${auth.resource}'.`
  }
  const wrongScope = auth.scopes?.find((scope) => !SCOPE.test(scope))
  if (wrongScope !== undefined) return scopeProblem(wrongScope)
  const { clockSkewS = 0 } = auth
  return clockSkewS >= 0 && clockSkewS <= 300 ? null : `expected clockSkewS from 0 to 300, got ${clockSkewS}.`
}

function scopeProblem(scope: string): string {
  return `expected scopes without spaces, quotes and backslashes, got '${scope}'.`
}

function refused(code: string, message: string): AppError {
  return new AppError(code, message, { blame: 'user' })
}
