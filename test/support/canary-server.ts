import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that nobody may reach, or that shows that a way of reaching it works. */
export interface Canary {
  url: string
  /** Paths that were asked for, oldest first. */
  hits: string[]
  close(): Promise<void>
}

export interface CanaryOptions {
  /** What it answers. */
  html?: string
  /** False: no page of another origin may read its answers. Default: every page may. */
  hasCors?: boolean
}

/** On a free port of the loopback, which is another origin than any app's or view's; it answers everybody. */
export async function startCanary({ html = '<!doctype html><title>canary</title>', hasCors = true }: CanaryOptions = {}): Promise<Canary> {
  const hits: string[] = []
  const server: Server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.writeHead(200, { ...(hasCors ? { 'access-control-allow-origin': '*' } : {}), 'content-type': 'text/html' }).end(html)
  })
  server.on('upgrade', (request, socket) => {
    hits.push(request.url ?? '')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
