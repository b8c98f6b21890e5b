import type { Server } from 'node:http'
import { AppError } from '@lockstep/contract'

/** Ports tried one after the other before any free one is taken. */
const PORTS_TRIED = 10
const LOOPBACK = '127.0.0.1'

const PORT_MAX = 65_535
/** The next port may do: this one is taken, or reserved by the system, as Windows does with whole ranges. */
const PASSED_OVER = new Set(['EADDRINUSE', 'EACCES'])

/**
 * Listens on loopback at the wanted port or one near it, else at any free one (0 asks for that). Resolves with the port.
 * @param taken ports that something else will listen on soon
 * @throws {AppError} VIEW_SERVER_LISTEN
 */
export async function listenNear(server: Server, wanted: number, taken: readonly number[] = []): Promise<number> {
  const near = Array.from({ length: PORTS_TRIED }, (_each, index) => wanted + index).filter((port) => port <= PORT_MAX && !taken.includes(port))
  for (const port of wanted === 0 ? [0] : [...near, 0]) {
    const outcome = await listen(server, port)
    if (typeof outcome === 'number') return outcome
    if (!PASSED_OVER.has(outcome.code ?? '')) throw refused(port, outcome)
  }
  throw refused(wanted, null)
}

function refused(port: number, cause: NodeJS.ErrnoException | null): AppError {
  return new AppError(
    'VIEW_SERVER_LISTEN',
    `Expected to listen on ${LOOPBACK}:${port} for the views, but the system refused (${cause?.code ?? 'busy'}). See what forbids it, or run with --no-hmr.`,
    {
      blame: 'user',
      cause,
    },
  )
}

function listen(server: Server, port: number): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void => resolve(error)
    server.once('error', fail)
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.off('error', fail)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
