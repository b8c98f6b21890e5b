import { startAppServer, type AppServer, type AppServerOptions } from './app-server.ts'

/** Milliseconds a server must have run for its end to be worth a second start: one that ends at once would only end again. */
export const RESTART_AFTER_MS = 10_000

export interface Supervision {
  nowMs(): number
  warn(line: string): void
  /** Replaced in tests. */
  start?(options: AppServerOptions): Promise<AppServer>
}

/** Starts an app's server and starts it again when it ends unasked, unless it ran for less than ten seconds. Says both. */
export async function superviseServer(
  options: AppServerOptions,
  { nowMs, warn, start = startAppServer }: Supervision,
): Promise<{ stop(): Promise<void> }> {
  let server = await start(options)
  let isStopping = false
  const keepRunning = async () => {
    for (;;) {
      const startedMs = nowMs()
      const how = await server.ended
      if (isStopping || options.signal.aborted) return
      const seconds = Math.round((nowMs() - startedMs) / 1000)
      if (nowMs() - startedMs < RESTART_AFTER_MS) {
        warn(`${options.name}: its server ${how} after ${seconds} s and is not started again. Mend it, then start again.`)
        return
      }
      warn(`${options.name}: its server ${how} after ${seconds} s. Starting it again.`)
      server = await start(options)
    }
  }
  const watching = keepRunning().catch((error: unknown) => warn(`${options.name}: ${error instanceof Error ? error.message : String(error)}`))
  return {
    async stop() {
      isStopping = true
      await server.stop()
      await watching
    },
  }
}
