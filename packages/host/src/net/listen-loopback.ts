import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '@lockstep/contract'

/** Answers one request; what it returns is not looked at, so it handles its own failures. */
export type LoopbackListener = (request: IncomingMessage, response: ServerResponse) => unknown

export interface LoopbackServer {
  port: number
  close(): Promise<void>
}

/** Tries to find one free port on both families, when any port will do. */
const FREE_PORT_TRIES = 10

/**
 * Serves on 127.0.0.1 and, where the machine has it, on ::1: the two addresses a browser may take for `localhost`, and no other.
 * Port 0 = any that is free on both.
 * @throws {AppError} HOST_PORT_IN_USE
 */
export async function listenLoopback(listener: LoopbackListener, port: number, use: string): Promise<LoopbackServer> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listen(listener, port, '127.0.0.1', use)
    const bound = addressOf(first).port
    try {
      const second = await listenIfThere(listener, bound, use)
      const servers = second === null ? [first] : [first, second]
      return { port: bound, close: async () => void (await Promise.all(servers.map(close))) }
    } catch (error) {
      await close(first)
      if (port !== 0 || attempt === FREE_PORT_TRIES) throw error
    }
  }
}

async function listenIfThere(listener: LoopbackListener, port: number, use: string): Promise<Server | null> {
  try {
    return await listen(listener, port, '::1', use)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return null
    throw error
  }
}

function listen(listener: LoopbackListener, port: number, host: string, use: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => void listener(request, response))
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portError(error, port, use) : error)
    })
    server.listen({ port, host }, () => resolve(server))
  })
}

function portError(cause: NodeJS.ErrnoException, port: number, use: string): AppError {
  const reason = cause.code === 'EACCES' ? 'may not be opened by this user' : 'is taken by another program'
  return new AppError(
    'HOST_PORT_IN_USE',
    `Expected port ${port} to be free for ${use}, but it ${reason}. Stop that program or choose another port.`,
    {
      blame: 'user',
      cause,
      data: { port },
    },
  )
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new AppError('HOST_NO_ADDRESS', 'Expected a TCP address of a listening server, got none.')
  return address
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
