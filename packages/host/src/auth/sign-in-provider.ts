import type { OAuthClientProvider, OAuthDiscoveryState, StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client'
import { isLoopbackHost } from '../net/is-loopback-host.ts'

/** The client id that ChatGPT comes with. @see developers.openai.com/plugins/build/auth (checked 2026-11-21) */
const CHATGPT_CLIENT_ID = 'https://chatgpt.com/oauth/client.json'

/** What is remembered of one server between its sign-ins: in memory only, each thing under the issuer that it is of. */
export interface SignInMemory {
  clients: Map<string, StoredOAuthClientInformation>
  tokens: Map<string, StoredOAuthTokens>
}

/** One way through an authorization server, as the SDK's helpers drive it. */
export interface SignInProvider extends OAuthClientProvider {
  /** Where the person has to go; null until the SDK came that far. */
  authorizationUrl(): URL | null
}

export interface SignInProviderOptions {
  redirectUrl: string
  clientName: string
  /** Binds the answer to this very sign-in. */
  state: string
  issuer: string
  discovery: OAuthDiscoveryState
  memory: SignInMemory
}

export function createSignInProvider({ redirectUrl, clientName, state, issuer, discovery, memory }: SignInProviderOptions): SignInProvider {
  let verifier = ''
  let url: URL | null = null
  const canRegister = discovery.authorizationServerMetadata?.registration_endpoint !== undefined
  return {
    redirectUrl,
    clientMetadata: { client_name: clientName, redirect_uris: [redirectUrl], token_endpoint_auth_method: 'none', response_types: ['code'] },
    // ChatGPT's own document leads back to chatgpt.com: only a server for development may know one under its name that leads here.
    ...(isLoopbackHost(new URL(issuer).hostname) || !canRegister ? { clientMetadataUrl: CHATGPT_CLIENT_ID } : {}),
    state: () => state,
    clientInformation: () => memory.clients.get(issuer),
    saveClientInformation: (client) => void memory.clients.set(issuer, client),
    tokens: () => memory.tokens.get(issuer),
    saveTokens: (tokens) => void memory.tokens.set(issuer, tokens),
    redirectToAuthorization(to) {
      url = to
    },
    saveCodeVerifier(next) {
      verifier = next
    },
    codeVerifier: () => verifier,
    discoveryState: () => discovery,
    saveDiscoveryState: () => undefined,
    invalidateCredentials(what) {
      if (what === 'all' || what === 'tokens') memory.tokens.delete(issuer)
      if (what === 'all' || what === 'client') memory.clients.delete(issuer)
    },
    authorizationUrl: () => url,
  }
}
