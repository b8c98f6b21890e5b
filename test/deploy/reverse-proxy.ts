import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReverseProxy {
  port: number
  close(): Promise<void>
}

/** What stands before an app in production: another port, reached by a public name; it passes on what it gets, Host included. */
export async function startReverseProxy(appPort: number): Promise<ReverseProxy> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers, socket } = incoming
    const forwarded = {
      ...headers,
      'x-forwarded-for': socket.remoteAddress ?? '',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': headers.host ?? '',
    }
    const passed = request({ host: '127.0.0.1', port: appPort, method, path: url, headers: forwarded, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.once('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
