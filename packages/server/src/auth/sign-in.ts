import type { Logger } from 'pino'
import { httpError, type HttpRefusal } from '../http/http-refusal.ts'
import type { Tool } from '../tools/tool.ts'
import type { AuthOptions, AuthSettings } from './auth-options.ts'
import { createAuthSettings } from './auth-settings.ts'
import type { ToolAuth } from './auth.ts'
import { challenge } from './challenge.ts'
import { checkAuthOptions } from './check-options.ts'
import { fetchJson } from './fetch-json.ts'
import { createIssuerKeys } from './issuer-keys.ts'
import { verifyToken } from './verify-token.ts'

export interface SignInOptions {
  /** True where only this machine reaches the server. */
  isLocal: boolean
  /** The URL of the MCP endpoint as people reach it, where that was said. */
  publicMcpUrl: string | null
  /** The URL the MCP endpoint listens at; null before it does. */
  mcpUrl(): string | null
  /** Milliseconds since the epoch. */
  now(): number
  newErrorId(): string
  logger: Logger
}

/** What a request needs beside a token that is good. */
export interface AuthDemand {
  /** False = without a token the caller is nobody. */
  isRequired: boolean
  scopes: readonly string[]
}

export interface SignIn {
  readonly settings: AuthSettings
  /**
   * Who sends these headers; null = nobody, where that is allowed. Default demand: the app's.
   * @throws {HttpRefusal} 401, 403 with WWW-Authenticate; 503 `unavailable` when no issuer can say.
   */
  verifyRequest(headers: Headers, demand?: AuthDemand): Promise<ToolAuth | null>
}

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * Sign-in of an app whose tools are all declared; null for an app without.
 * @throws {AppError} as checkAuthOptions.
 */
export function openSignIn(
  declared: AuthOptions | undefined,
  tools: ReadonlyMap<string, Pick<Tool, 'options'>>,
  options: SignInOptions,
): SignIn | null {
  const resource = declared?.resource ?? options.publicMcpUrl
  const auth = declared === undefined ? undefined : { ...declared, ...(resource === null ? {} : { resource }) }
  checkAuthOptions(auth, tools, options.isLocal)
  if (auth === undefined) return null
  const { now, logger } = options
  const settings = createAuthSettings(auth, tools, () => options.mcpUrl())
  const keys = new Map(
    settings.issuers.map((issuer) => {
      const place = auth.jwksUri === undefined ? {} : { jwksUri: auth.jwksUri }
      return [issuer, createIssuerKeys({ issuer, ...place, fetchJson: auth.fetchJson ?? fetchJson, now })]
    }),
  )

  async function verifyRequest(headers: Headers, demand: AuthDemand = settings): Promise<ToolAuth | null> {
    const header = headers.get('authorization')
    if (header === null) {
      if (!demand.isRequired) return null
      throw unauthorized(settings, demand, 'Sign in first: this server needs a token.')
    }
    const auth = await judge(BEARER.exec(header)?.[1], demand)
    const isLacking = demand.scopes.some((scope) => !auth.scopes.includes(scope))
    if (!isLacking) return auth
    const description = `This server needs your agreement to: ${demand.scopes.join(', ')}.`
    const scopes = [...new Set([...auth.scopes, ...demand.scopes])]
    throw httpError(403, 'insufficient_scope', description, {
      headers: { 'WWW-Authenticate': challenge(settings, { error: 'insufficient_scope', description, scopes }) },
    })
  }

  async function judge(token: string | undefined, demand: AuthDemand): Promise<ToolAuth> {
    if (token === undefined) throw unauthorized(settings, demand, 'Expected a bearer token in the Authorization header.', 'invalid_token')
    const verdict = await verifyToken(token, { settings, keys, now: now() }).catch((error: unknown) => {
      throw unavailable(error)
    })
    if (verdict.kind === 'valid') return verdict.auth
    logger.info({ reason: verdict.reason }, 'token refused')
    const description =
      verdict.kind === 'expired' ? 'The token has expired; get a new one.' : 'The token is not valid for this server; get a new one.'
    throw unauthorized(settings, demand, description, 'invalid_token')
  }

  /** Closed when in doubt: whoever it is may come back when the issuer does. */
  function unavailable(error: unknown): HttpRefusal {
    const errorId = options.newErrorId()
    logger.error({ err: error, errorId }, 'a token could not be checked')
    const message = `Sign-in cannot be checked at the moment. Send the same request again. Error id: ${errorId}`
    return httpError(503, 'unavailable', message, { headers: { 'Retry-After': '5' }, data: { errorId } })
  }

  return { settings, verifyRequest }
}

function unauthorized(settings: AuthSettings, demand: AuthDemand, description: string, error?: 'invalid_token'): HttpRefusal {
  const wrong = error === undefined ? {} : { error, description }
  const header = challenge(settings, { ...wrong, scopes: demand.scopes })
  return httpError(401, error ?? 'auth_required', description, { headers: { 'WWW-Authenticate': header } })
}
