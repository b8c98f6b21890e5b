import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { isLoopbackName } from '@lockstep/server'

export interface Listener {
  fetch(request: Request): Response | Promise<Response>
}

export interface ListenWish {
  port: number
  /** Address; `localhost` is both loopback families. */
  host: string
  /** Host names answered to beside loopback ones: a page whose name was turned to this machine's address gets nothing. */
  hostNames: readonly string[]
}

/** Milliseconds for a request's head and for all of it: a photo over a slow line takes its time. */
const HEAD_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 120_000
/** Milliseconds that requests under way have when the server closes. */
const CLOSE_GRACE_MS = 2_000

/** Opens a server. Resolves with what closes it. @throws when the port is taken */
export async function listen({ fetch }: Listener, { port, host, hostNames }: ListenWish): Promise<{ close(): Promise<void> }> {
  const servers: Server[] = []
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(closeServer))
  }
  try {
    for (const address of host === 'localhost' ? ['127.0.0.1', '::1'] : [host]) {
      const server = newServer(fetch, new Set(hostNames))
      if (await open(server, address, port)) servers.push(server)
    }
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}

function newServer(fetch: Listener['fetch'], hostNames: ReadonlySet<string>): Server {
  const answer = getRequestListener(fetch)
  return createServer({ headersTimeout: HEAD_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    const named = `http://${request.headers.host ?? ''}`
    const name = URL.canParse(named) ? new URL(named).hostname : ''
    if (isLoopbackName(name) || hostNames.has(name)) return void answer(request, response)
    request.resume()
    response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end('This server has another name.')
  })
}

/** False when the machine has no such address family. */
function open(server: Server, address: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(false)
      else reject(error)
    })
    server.listen({ host: address, port, exclusive: true }, () => resolve(true))
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
