import { AppError } from '@lockstep/contract'
import { getRequestListener } from '@hono/node-server'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { BASE_HEADERS } from './answer.ts'
import { bind } from './bind.ts'
import type { HttpApp } from './create-http.ts'
import {
  CLOSE_GRACE_MS,
  CONNECTIONS_CHECK_MS,
  DISCARD_MAX_BYTES,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  REQUEST_TIMEOUT_MS,
} from './http-limits.ts'
import { refusalBody, type HttpRefusal } from './http-refusal.ts'
import { holdBody } from './read-body.ts'
import { guardRequest, isLoopbackName } from './request-guard.ts'

export interface ListenOptions {
  /** 0 = any free port, the same on both loopback families. */
  port: number
  /** Default `localhost`: 127.0.0.1 and ::1 both. */
  host?: string
  /** Exact origins whose pages may call the routes, beside the server's own. */
  allowedOrigins?: readonly string[]
  /** Host names accepted beside loopback ones, without port. */
  allowedHosts?: readonly string[]
  /** Where people reach the server, `https://notes.example.com`: with sign-in a token has to be for this address and `/mcp`. */
  publicUrl?: string
  /** Needed to bind a wildcard address: everybody on the network can then reach the server. */
  dangerouslyBindAll?: boolean
}

export interface HttpServerHandle {
  port: number
  /** Stops listening, waits CLOSE_GRACE_MS for requests in flight, then ends every socket. */
  close(): Promise<void>
}

/**
 * Serves the HTTP app. Every request is judged by its headers before anything else sees it.
 * @throws {AppError} SERVER_PORT_IN_USE, SERVER_WILDCARD_REFUSED, SERVER_LISTEN_FAILED, SERVER_ORIGIN_INVALID (blame user).
 */
export async function listenHttp(http: HttpApp, options: ListenOptions): Promise<HttpServerHandle> {
  const allowedOrigins = new Set((options.allowedOrigins ?? []).map(checkedOrigin))
  const guard = { allowedHosts: new Set((options.allowedHosts ?? []).map((name) => name.toLowerCase())), allowedOrigins }
  const create = (): Server => createNodeServer(http, (request) => guardRequest(request, guard))
  const { servers, port } = await bind(options.host ?? 'localhost', options.port, options.dangerouslyBindAll === true, create)
  for (const name of ['localhost', '127.0.0.1', '[::1]']) allowedOrigins.add(`http://${name}:${port}`)
  return {
    port,
    close: async () => {
      await Promise.all(servers.map(closeServer))
    },
  }
}

/** Whether nobody but this machine can reach a server so opened: a name beside the loopback ones means that something brings others here. */
export function isLocalOnly({ host = 'localhost', allowedHosts = [] }: ListenOptions): boolean {
  return [host, ...allowedHosts].every((name) => isLoopbackName(name.includes(':') && !name.startsWith('[') ? `[${name}]` : name))
}

/** A server with our timeouts that lets `judge` see each request first. */
export function createNodeServer(http: HttpApp, judge: (request: IncomingMessage) => HttpRefusal | null): Server {
  const serve = getRequestListener(http.fetch)
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
  })
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    endWithAnswer(server, request, response)
    const refusal = judge(request)
    if (refusal !== null) refuse(request, response, refusal)
    else void serve(request, response)
  }
  server.on('request', onRequest)
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    holdBody(response)
    onRequest(request, response)
  })
  return server
}

/** Responses that are not out yet, by server. */
const pending = new WeakMap<Server, Set<ServerResponse>>()

/** A socket that was busy when close() ended the idle ones is ended with its last answer, and told so in it: its client sends nothing more there. */
function endWithAnswer(server: Server, request: IncomingMessage, response: ServerResponse): void {
  const responses = pending.get(server) ?? new Set()
  pending.set(server, responses.add(response))
  if (!server.listening) response.shouldKeepAlive = false
  response.once('finish', () => {
    if (!server.listening) request.socket.destroySoon()
  })
  response.once('close', () => responses.delete(response))
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: HttpRefusal): void {
  discardBody(request)
  const body = JSON.stringify(refusalBody(refusal))
  response.writeHead(refusal.status, { ...BASE_HEADERS, 'Content-Type': 'application/json', ...refusal.headers })
  response.end(body)
}

/** Ending a socket with unread bytes resets it, and the sender never sees why; so its bytes are read, up to a bound. */
function discardBody(request: IncomingMessage): void {
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > DISCARD_MAX_BYTES) request.socket.destroy()
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    for (const response of pending.get(server) ?? []) response.shouldKeepAlive = false
    server.closeIdleConnections()
  })
}

function checkedOrigin(origin: string): string {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new AppError('SERVER_ORIGIN_INVALID', `Expected an exact origin such as 'http://localhost:4700', got '${origin}'.`, { blame: 'user' })
  }
  return origin
}
