import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Adapter, Provider } from 'oidc-provider'
import { DEV_AUTH_PORT, DEV_CLIENT_ID, DEV_USERS, LOCAL_CLIENT_DOCUMENTS, type DevAuthOptions } from './dev-auth-options.ts'
import { DevAuthError } from './dev-auth-error.ts'
import { answerInteraction } from './interaction-routes.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'
import { loadLibrary, type Library } from './load-library.ts'
import { isLoopbackUrl } from './loopback.ts'
import { createMemoryAdapter } from './memory-adapter.ts'
import { errorPage, PAGE_HEADERS } from './pages.ts'
import { OPENID_SCOPES, providerConfiguration } from './provider-config.ts'
import { readBody } from './read-body.ts'
import { registerClient } from './register-client.ts'

const REGISTRATION_PATH = '/reg'

export interface DevAuth {
  /** `http://localhost:<port>`. */
  issuer: string
  close(): Promise<void>
}

/**
 * Starts an authorization server for development: whoever opens it may be anybody, so it listens on loopback only and never in production.
 * @throws {DevAuthError} DEV_AUTH_IN_PRODUCTION, DEV_AUTH_OPTIONS, DEV_AUTH_PORT_IN_USE, DEV_AUTH_LISTEN_FAILED.
 */
export async function startDevAuth(options: DevAuthOptions = {}): Promise<DevAuth> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new DevAuthError(
      'DEV_AUTH_IN_PRODUCTION',
      'Expected a real authorization server in production: this one lets everybody in. Set auth.issuer to yours.',
    )
  }
  const users = options.users ?? DEV_USERS
  if (users.length === 0 || new Set(users.map(({ id }) => id)).size < users.length) {
    throw new DevAuthError('DEV_AUTH_OPTIONS', 'Expected users with an id each, at least one and none twice.')
  }
  const log = options.log ?? ((line) => process.stderr.write(`${line}\n`))
  const library = await loadLibrary()
  let answer = (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(503).end()
  const create = (): Server => createServer((request, response) => answer(request, response))
  const { servers, port } = await listenOnLoopback(options.port ?? DEV_AUTH_PORT, create)
  const issuer = `http://localhost:${port}`
  const adapter = createMemoryAdapter()
  const provider = createProvider(library, issuer, options, adapter)
  provider.on('server_error', (_context, error) => log(`dev-auth: ${error.stack ?? error.message}`))
  const serve = provider.callback()

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = judge(request, issuer)
    if (refusal !== null) return void response.writeHead(403, PAGE_HEADERS).end(errorPage('forbidden', refusal))
    if (request.url?.startsWith('/sign-in/') === true) return answerInteraction(provider, users, request, response)
    if (request.url === REGISTRATION_PATH && request.method === 'POST') return answerRegistration(adapter('Client'), request, response)
    if (request.url?.startsWith('/auth?') === true) request.url = withScope(request.url)
    await serve(request, response)
  }
  answer = (request, response) => {
    route(request, response).catch((error: unknown) => {
      log(`dev-auth: ${String(error)}`)
      if (response.headersSent) response.destroy()
      else response.writeHead(500, PAGE_HEADERS).end(errorPage('server_error', 'The sign-in failed; the log of this server says why.'))
    })
  }

  log(`dev-auth: FOR DEVELOPMENT ONLY. ${issuer} signs in ${users.map(({ name }) => name).join(' or ')} without a password.`)
  return {
    issuer,
    close: async () => {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const server of servers) server.closeAllConnections()
      await Promise.all(closed)
    },
  }
}

function createProvider(library: Library, issuer: string, options: DevAuthOptions, adapter: (model: string) => Adapter): Provider {
  const provider = new library.Provider(issuer, providerConfiguration(library, options, adapter))
  const ours = new Set([DEV_CLIENT_ID, ...Object.keys(options.clientDocuments ?? LOCAL_CLIENT_DOCUMENTS)])
  const { redirectUriAllowed } = provider.Client.prototype
  // the library's own way to widen it: our clients come back to whatever port and path a tool on this machine listens at
  provider.Client.prototype.redirectUriAllowed = function isAllowed(uri) {
    return (ours.has(this.clientId) && isLoopbackUrl(uri)) || redirectUriAllowed.call(this, uri)
  }
  provider.use(async (context, next) => {
    await next()
    // the library knows of a resource's scopes only once somebody asks for them, and of registration not at all
    if (context.oidc?.route === 'discovery' && typeof context.body === 'object' && context.body !== null) {
      const ours = { scopes_supported: [...OPENID_SCOPES, ...(options.scopes ?? [])], registration_endpoint: `${issuer}${REGISTRATION_PATH}` }
      context.body = { ...context.body, ...ours }
    }
  })
  return provider
}

async function answerRegistration(clients: Adapter, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await registerClient(clients, parseJson(await readBody(request, 'application/json')))
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(body))
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    // not JSON is told like JSON that is no client
    return null
  }
}

/** What a page of another site, or a name that was rebound to this machine, must not reach; null = go on. */
function judge(request: IncomingMessage, issuer: string): string | null {
  if (request.headers.host !== new URL(issuer).host) return `This server answers at ${issuer} only.`
  const { origin } = request.headers
  if (origin !== undefined && !isLoopbackUrl(origin)) return 'Pages elsewhere may not call this server.'
  if (origin !== undefined && origin !== issuer && request.url?.startsWith('/sign-in/') === true)
    return 'Only the sign-in page itself may send its form.'
  return null
}

/** The library wants at least one scope agreed to; an app without scopes asks for none, and `openid` gives nothing away. */
function withScope(path: string): string {
  const url = new URL(path, 'http://localhost')
  if ((url.searchParams.get('scope') ?? '') !== '') return path
  url.searchParams.set('scope', 'openid')
  return `${url.pathname}${url.search}`
}
