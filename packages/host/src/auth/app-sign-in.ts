import {
  auth,
  computeScopeUnion,
  discoverOAuthServerInfo,
  UnauthorizedError,
  type AuthProvider,
  type OAuthDiscoveryState,
} from '@modelcontextprotocol/client'
import { AppError } from '@lockstep/contract'
import { NO_SIGN_IN, type SignInState } from '../api/sign-in-state.ts'
import { challengeOfResponse, scopesOf, type AuthChallenge } from './auth-challenge.ts'
import { createSignInProvider, type SignInMemory, type SignInProvider } from './sign-in-provider.ts'

/** The way the person is on: made by `start`, ended by the answer that carries its state. */
interface Pending {
  state: string
  provider: SignInProvider
  scope: string | undefined
}

export interface AppSignInOptions {
  mcpUrl: string
  /** Where the authorization server sends the browser back to. */
  redirectUrl(): string
  clientName(): string
  newState(): string
  onChange(): void
}

/** The OAuth 2.1 client for one server. Tokens stay inside, in memory, each under its issuer; only requests to that server carry them. */
export interface AppSignIn {
  getState(): SignInState
  /** For the transport: gives the token and, when that is refused, tries to refresh it once. */
  readonly transportAuth: AuthProvider
  /** The server asked for a sign-in, or for more than the last one brought. */
  challenged(challenge: AuthChallenge): void
  /** The address at which the person signs in. @throws {AppError} HOST_SIGN_IN_FAILED; the reason is in the state too */
  start(): Promise<string>
  /** Whether an answer with this `state` is awaited. */
  awaits(state: string): boolean
  /** Takes the answer that the browser brought. @throws {AppError} HOST_SIGN_IN_FAILED; the reason is in the state too */
  finish(answer: URLSearchParams): Promise<void>
  /** The person does not want to, or not any more. */
  cancel(): void
  /** Forgets the tokens. */
  signOut(): void
}

export function createAppSignIn(options: AppSignInOptions): AppSignIn {
  const { mcpUrl } = options
  const memory: SignInMemory = { clients: new Map(), tokens: new Map() }
  let state = NO_SIGN_IN
  let issuer: string | null = null
  let discovery: OAuthDiscoveryState | null = null
  let resourceMetadataUrl: URL | null = null
  let pending: Pending | null = null
  let refreshing: Promise<boolean> | null = null

  const tokens = () => (issuer === null ? undefined : memory.tokens.get(issuer))
  function change(next: Partial<SignInState>): void {
    state = { ...state, ...next }
    options.onChange()
  }

  function failed(error: unknown): AppError {
    pending = null
    const problem = error instanceof AppError ? error.message : `The sign-in failed: ${error instanceof Error ? error.message : String(error)}`
    change({ status: 'needed', problem })
    return new AppError('HOST_SIGN_IN_FAILED', problem, { blame: 'user', cause: error })
  }

  function challenged({ resourceMetadataUrl: at, scopes, reason, warnings }: AuthChallenge): void {
    if (at !== null) resourceMetadataUrl = at
    if (state.status === 'waiting') return
    change({ status: 'needed', scopes, reason, warnings, problem: null })
  }

  async function discover(): Promise<{ issuer: string; discovery: OAuthDiscoveryState }> {
    const found = await discoverOAuthServerInfo(mcpUrl, resourceMetadataUrl === null ? {} : { resourceMetadataUrl })
    const metadata = found.authorizationServerMetadata
    if (metadata === undefined)
      throw problem(`Expected the metadata of an authorization server at ${found.authorizationServerUrl}, got none. The server must name one.`)
    if (metadata.code_challenge_methods_supported?.includes('S256') !== true)
      throw problem(`Expected ${metadata.issuer} to support PKCE with S256, but its metadata does not say so.`)
    return { issuer: metadata.issuer, discovery: found }
  }

  function createProvider(at: { issuer: string; discovery: OAuthDiscoveryState }, newState: string): SignInProvider {
    return createSignInProvider({ redirectUrl: options.redirectUrl(), clientName: options.clientName(), state: newState, memory, ...at })
  }

  /** True: there is a new token. One at a time, since a refresh token may be good for one use only. */
  function refresh(): Promise<boolean> {
    refreshing ??= tryRefresh().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  async function tryRefresh(): Promise<boolean> {
    if (issuer === null || discovery === null || tokens()?.refresh_token === undefined) return false
    try {
      // Where the refresh token is not taken either, the SDK prepares a new sign-in; that is for the person to ask for.
      return (await auth(createProvider({ issuer, discovery }, options.newState()), { serverUrl: mcpUrl })) === 'AUTHORIZED'
    } catch {
      // Whatever went wrong: there is no token, and the person is asked to sign in.
      return false
    }
  }

  return {
    getState: () => state,
    transportAuth: {
      token: () => Promise.resolve(tokens()?.access_token),
      async onUnauthorized({ response }) {
        const challenge = challengeOfResponse(response)
        if (await refresh()) return
        if (issuer !== null) memory.tokens.delete(issuer)
        challenged(challenge)
        throw new UnauthorizedError()
      },
    },
    challenged,
    async start() {
      try {
        const at = await discover()
        const newState = options.newState()
        const provider = createProvider(at, newState)
        const asked = state.scopes.length > 0 ? state.scopes : (at.discovery.resourceMetadata?.scopes_supported ?? [])
        const scope = computeScopeUnion(memory.tokens.get(at.issuer)?.scope, asked.join(' '))
        await auth(provider, { serverUrl: mcpUrl, forceReauthorization: true, ...(scope === undefined ? {} : { scope }) })
        const url = provider.authorizationUrl()
        if (url === null) throw problem('Expected an address to sign in at, got none.')
        if (url.protocol !== 'http:' && url.protocol !== 'https:') throw problem(`Expected an http address to sign in at, got ${url.protocol}.`)
        issuer = at.issuer
        discovery = at.discovery
        pending = { state: newState, provider, scope }
        change({ status: 'waiting', issuer, scopes: scopesOf(scope), problem: null })
        return url.href
      } catch (error) {
        throw failed(error)
      }
    },
    awaits: (answered) => pending?.state === answered,
    async finish(answer) {
      const way = pending
      // Good for one answer, whatever it says.
      pending = null
      try {
        if (way === null || answer.get('state') !== way.state) throw problem('Expected the answer to a sign-in that was begun here, got another.')
        const code = answer.get('code')
        const iss = answer.get('iss')
        if (code === null) throw problem(refusal(answer, iss))
        await auth(way.provider, { serverUrl: mcpUrl, authorizationCode: code, ...(iss === null ? {} : { iss }) })
        change({ status: 'signed-in', granted: scopesOf(tokens()?.scope ?? way.scope), scopes: [], reason: null, warnings: [], problem: null })
      } catch (error) {
        throw failed(error)
      }
    },
    cancel() {
      pending = null
      change({ ...NO_SIGN_IN, status: tokens() === undefined ? 'none' : 'signed-in', granted: state.granted, issuer: state.issuer })
    },
    signOut() {
      pending = null
      memory.tokens.clear()
      change(NO_SIGN_IN)
    },
  }

  /** Words of an authorization server count only when it is the one that was asked. @see RFC 9207, section 2.4 */
  function refusal(answer: URLSearchParams, iss: string | null): string {
    if (iss !== null && iss !== issuer) return `Expected an answer of ${issuer}, got one of another server.`
    const said = answer.get('error_description') ?? answer.get('error')
    return said === null ? 'Expected a code from the authorization server, got none.' : `The authorization server said no: ${said}`
  }
}

function problem(message: string): AppError {
  return new AppError('HOST_SIGN_IN_FAILED', message, { blame: 'user' })
}
