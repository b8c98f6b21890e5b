import type { Server } from 'node:http'
import { DevAuthError } from './dev-auth-error.ts'

/** How often a free port of one loopback family is tried on the other before giving up. */
const FREE_PORT_TRIES = 10
/** The machine has no such address family. */
const FAMILY_MISSING = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])

/**
 * Opens one server on each loopback address, on one port; 0 = any that is free on both.
 * @throws {DevAuthError} DEV_AUTH_PORT_IN_USE, DEV_AUTH_LISTEN_FAILED.
 */
export async function listenOnLoopback(wanted: number, create: () => Server): Promise<{ servers: Server[]; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const servers: Server[] = []
    try {
      let port = wanted
      for (const address of ['127.0.0.1', '::1']) {
        const server = create()
        const opened = await open(server, address, port)
        if (opened === null) continue
        port = opened
        servers.push(server)
      }
      if (servers.length === 0) throw new DevAuthError('DEV_AUTH_LISTEN_FAILED', 'Expected a loopback address on this machine, got none.')
      return { servers, port }
    } catch (error) {
      for (const server of servers) server.close()
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (isTaken && wanted === 0 && attempt < FREE_PORT_TRIES) continue
      if (isTaken) {
        const message = `Expected port ${wanted} to be free on localhost, but something listens there. Stop it, or choose another port.`
        throw new DevAuthError('DEV_AUTH_PORT_IN_USE', message, error)
      }
      throw error
    }
  }
}

/** The port, or null where the machine has no such address. */
function open(server: Server, address: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error & { code?: string }) => {
      if (FAMILY_MISSING.has(error.code ?? '')) resolve(null)
      else reject(error)
    })
    server.listen({ host: address, port, exclusive: true }, () => {
      const bound = server.address()
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port)
    })
  })
}
