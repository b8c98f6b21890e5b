import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Adapter, Configuration, interactionPolicy, JWK } from 'oidc-provider'
import { DEV_CLIENT, DEV_USERS, LOCAL_CLIENT_DOCUMENTS, type DevAuthOptions, type DevUser } from './dev-auth-options.ts'
import type { Library } from './load-library.ts'
import { isLoopbackUrl } from './loopback.ts'
import { errorPage } from './pages.ts'

/** Seconds. */
const TOKEN_TTL_S = 3_600
const REFRESH_TTL_S = 14 * 24 * 3_600
const SIGN_IN_TTL_S = 3_600
/** Scopes of OpenID; every other one is a resource's. */
export const OPENID_SCOPES: ReadonlySet<string> = new Set(['openid', 'offline_access'])

/** How the library is set up: OAuth 2.1 with PKCE, JWT access tokens for one resource each, public clients, no secrets, nothing that lasts. */
export function providerConfiguration(library: Library, options: DevAuthOptions, adapter: (model: string) => Adapter): Configuration {
  const users = options.users ?? DEV_USERS
  const documents = options.clientDocuments ?? LOCAL_CLIENT_DOCUMENTS
  const askedFor = new Set<string>()
  const isResource = (url: string): boolean => options.resources?.includes(url) ?? isLoopbackUrl(url)

  return {
    adapter,
    clients: [DEV_CLIENT],
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      id_token_signed_response_alg: 'ES256',
    },
    clientAuthMethods: ['none'],
    responseTypes: ['code'],
    // OpenID's only: a scope listed here would be the issuer's own instead of a resource's
    scopes: [...OPENID_SCOPES],
    claims: { openid: ['sub', 'name', 'email'] },
    conformIdTokenClaims: false,
    jwks: { keys: [signingKey()] },
    cookies: {
      // cookies know no ports: the names keep those of an app on localhost apart
      names: { session: 'lockstep_dev_auth', interaction: 'lockstep_dev_auth_page', resume: 'lockstep_dev_auth_resume' },
      keys: [randomBytes(32).toString('base64url')],
    },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    ttl: {
      AccessToken: () => options.tokenTtlS ?? TOKEN_TTL_S,
      AuthorizationCode: 60,
      IdToken: TOKEN_TTL_S,
      RefreshToken: () => REFRESH_TTL_S,
      Interaction: () => SIGN_IN_TTL_S,
      Session: () => REFRESH_TTL_S,
      Grant: () => REFRESH_TTL_S,
    },
    findAccount: async (_context, id) => {
      const user = users.find((known) => known.id === id)
      return user === undefined ? undefined : { accountId: id, claims: async () => ({ sub: id, ...profile(user) }) }
    },
    extraTokenClaims: async (_context, token) => {
      const user = users.find((known) => 'accountId' in token && known.id === token.accountId)
      return user === undefined ? undefined : profile(user)
    },
    clientBasedCORS: (_context, origin) => isLoopbackUrl(origin),
    interactions: { policy: alwaysAsk(library), url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    renderError: (context, out) => {
      context.type = 'html'
      context.body = errorPage(out.error, out.error_description ?? '')
    },
    // nothing leaves the machine: a client's document is one of ours, or there is none
    fetch: async (url) => {
      const address = url instanceof Request ? url.url : url.toString()
      const document = Object.hasOwn(documents, address) ? documents[address] : undefined
      return document === undefined ? new Response(null, { status: 404 }) : Response.json(document)
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      revocation: { enabled: true, allowedPolicy: async () => true },
      clientIdMetadataDocument: { enabled: true, ack: 'draft-02' },
      resourceIndicators: {
        enabled: true,
        defaultResource: async (_context, _client, oneOf) => oneOf ?? (options.resources?.length === 1 ? options.resources[0] : undefined) ?? [],
        useGrantedResource: async () => true,
        getResourceServerInfo: async (context, url) => {
          if (!isResource(url))
            throw new library.errors.InvalidTarget(`tokens of this development server are for loopback servers only, not for ${url}`)
          const asked = context.oidc.params?.['scope']
          for (const scope of typeof asked === 'string' ? asked.split(' ') : []) askedFor.add(scope)
          const scopes = options.scopes ?? [...askedFor].filter((scope) => !OPENID_SCOPES.has(scope))
          return { scope: scopes.join(' '), audience: url, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }
        },
      },
    },
  }
}

function profile({ id, name, email = `${id}@example.com` }: DevUser): { name: string; email: string } {
  return { name, email }
}

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), alg: 'ES256', use: 'sig' }
}

/** Shows the page at each sign-in, so that a developer can be the other user without clearing cookies. */
function alwaysAsk({ interactionPolicy }: Library): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  const choose = new interactionPolicy.Check('choose_user', 'a user has to be chosen', (context) => context.oidc.result?.login === undefined)
  policy.get('login')?.checks.add(choose)
  return policy
}
