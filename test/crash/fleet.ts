import { freePort } from '../support/free-port.ts'
import { warmCrashServer, type CrashServer } from './crash-server.ts'

/** Servers that are loaded ahead, because loading is what takes time. */
const WARM = 2

/** The servers of a run, each at an address it keeps through all restarts. */
export interface Fleet {
  readonly urls: readonly string[]
  /** Starts the server of that number, or starts it again; resolves when it serves. */
  start(index: number): Promise<void>
  /** The process that serves under that number now. */
  server(index: number): CrashServer
  /** Stops all in good order; how each ended. */
  stop(): Promise<ReadonlyArray<string | number | null>>
  killAll(): void
}

export async function createFleet(env: Readonly<Record<string, string>>, size: number): Promise<Fleet> {
  const ports: number[] = []
  for (let index = 0; index < size; index += 1) ports.push(await freePort())
  const warm = Array.from({ length: WARM }, () => warmCrashServer(env))
  const serving = new Map<number, CrashServer>()
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    start: async (index) => {
      warm.push(warmCrashServer(env))
      const server = warm.shift() ?? warmCrashServer(env)
      serving.set(index, server)
      await server.go({ CART_PORT: String(ports[index]) })
    },
    server: (index) => {
      const server = serving.get(index)
      if (server === undefined) throw new Error(`expected server ${index} to be started`)
      return server
    },
    stop: () =>
      Promise.all(
        [...serving.values()].map((server) => {
          server.signal('SIGTERM')
          return server.ended()
        }),
      ),
    killAll: () => {
      for (const server of [...warm, ...serving.values()]) server.signal('SIGKILL')
    },
  }
}
