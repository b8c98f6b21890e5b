import { createServer } from 'node:net'
import { AppError } from '@lockstep/contract'

/** Both ways `localhost` may resolve to. */
const LOOPBACK = ['127.0.0.1', '::1']

/**
 * Makes sure nothing listens on a loopback port yet, so that a busy one is said before any work is done. Port 0 is always free.
 * @param remedy what to set to use another one
 * @throws {AppError} CLI_PORT_BUSY (blame user)
 */
export async function requireFreePort(port: number, use: string, remedy: string): Promise<void> {
  if (port === 0) return
  for (const host of LOOPBACK) {
    const code = await tryToListen(port, host)
    if (code === 'EADDRINUSE') throw portBusy(port, use, remedy)
    if (code === 'EACCES') {
      throw new AppError('CLI_PORT_BUSY', `Port ${port} for ${use} needs rights this process has not. Choose one above 1023: ${remedy}.`, {
        blame: 'user',
      })
    }
  }
}

export function portBusy(port: number, use: string, remedy: string, cause?: unknown): AppError {
  return new AppError('CLI_PORT_BUSY', `Port ${port} for ${use} is busy. End what uses it, or choose another: ${remedy}.`, { blame: 'user', cause })
}

/** A port nobody listens on at this moment. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Null when it worked; a code of the system when it did not. A machine without IPv6 is no obstacle. */
function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
