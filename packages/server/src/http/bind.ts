import { AppError } from '@lockstep/contract'
import type { Server } from 'node:http'

/** How often a free port of one loopback family is tried on the other before giving up. */
const FREE_PORT_TRIES = 10
const WILDCARDS = new Set(['0.0.0.0', '::', '[::]', '*', ''])
/** The machine has no such address family: not an error as long as another one works. */
const FAMILY_MISSING = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])

/**
 * Opens one server per address of `host`, all on one port; `localhost` means both loopback families.
 * @throws {AppError} SERVER_PORT_IN_USE, SERVER_WILDCARD_REFUSED, SERVER_LISTEN_FAILED (blame user).
 */
export async function bind(host: string, port: number, allowWildcard: boolean, create: () => Server): Promise<{ servers: Server[]; port: number }> {
  if (WILDCARDS.has(host) && !allowWildcard) {
    const message = `Expected a loopback host, got '${host}', which every machine on the network can reach. Use 'localhost'.`
    throw new AppError('SERVER_WILDCARD_REFUSED', message, { blame: 'user' })
  }
  const addresses = host === 'localhost' ? ['127.0.0.1', '::1'] : [host.replace(/^\[(.*)\]$/, '$1')]
  for (let attempt = 1; ; attempt++) {
    try {
      return await bindAll(addresses, port, create)
    } catch (error) {
      const code = errorCode(error)
      if (code === 'EADDRINUSE' && port === 0 && attempt < FREE_PORT_TRIES) continue
      throw listenError(code, host, port, error)
    }
  }
}

async function bindAll(addresses: readonly string[], wanted: number, create: () => Server): Promise<{ servers: Server[]; port: number }> {
  const servers: Server[] = []
  let port = wanted
  let missing: unknown = null
  try {
    for (const address of addresses) {
      const server = create()
      try {
        port = await open(server, address, port)
        servers.push(server)
      } catch (error) {
        if (!FAMILY_MISSING.has(errorCode(error))) throw error
        missing = error
      }
    }
    if (servers.length === 0) throw missing
    return { servers, port }
  } catch (error) {
    for (const server of servers) server.close()
    throw error
  }
}

function open(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', reject)
      const bound = server.address()
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port)
    })
  })
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function listenError(code: string, host: string, port: number, cause: unknown): AppError {
  if (code === 'EADDRINUSE') {
    const message = `Expected port ${port} to be free on ${host}, but something listens there. Stop it, or choose another port.`
    return new AppError('SERVER_PORT_IN_USE', message, { blame: 'user', cause, data: { port } })
  }
  return new AppError('SERVER_LISTEN_FAILED', `Expected to listen on ${host}:${port}, but the system refused (${code || 'no code'}).`, {
    blame: 'user',
    cause,
  })
}
