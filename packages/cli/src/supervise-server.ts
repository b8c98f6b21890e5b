import { startAppServer, type AppServer, type AppServerOptions } from './app-server.ts'
import type { ModuleWatch } from './watch-modules.ts'

/** Milliseconds a server must have run for its end to be worth a second start: one that ends at once would only end again. */
export const RESTART_AFTER_MS = 10_000

export interface Supervision {
  nowMs(): number
  print(line: string): void
  warn(line: string): void
  /** Told the files the server is made of; says when one changed. */
  watch: ModuleWatch
  /** The server is up again after a change or a crash, and may be another than before. */
  onRestart(): void
  /** Replaced in tests. */
  start?(options: AppServerOptions): Promise<AppServer>
}

export interface SupervisedServer {
  /** Settles when the first start came to something: ready, or an error that was said. */
  tried: Promise<void>
  /** Ends it and starts it again, on somebody's word; resolves when that came to something. One that is starting already is not started twice. */
  restart(): Promise<void>
  stop(): Promise<void>
}

type Wake = { kind: 'changed' } | { kind: 'asked' } | { kind: 'stopped' } | { kind: 'ended'; how: string }

const ON_SAVE = 'It starts again when one of its files is saved.'

/**
 * Keeps an app's server running: it starts again at once when a module of it is saved, and when it ends unasked after more than ten seconds. One that
 * does not come up leaves its error on the terminal and waits for the next save.
 */
export function superviseServer(options: AppServerOptions, supervision: Supervision): SupervisedServer {
  const { name, signal } = options
  const { nowMs, print, warn, watch, start = startAppServer } = supervision
  const stopping = new AbortController()
  const stopped = whenAborted(AbortSignal.any([signal, stopping.signal])).then((): Wake => ({ kind: 'stopped' }))
  const tried = Promise.withResolvers<undefined>()
  let asked = Promise.withResolvers<Wake>()
  let again = Promise.withResolvers<undefined>()
  watch.add(options.module)

  /** Starts once. Null when it did not come up, or was not let come up. */
  async function attempt(changed: Promise<Wake>): Promise<AppServer | null> {
    const given = new AbortController()
    void changed.then(() => given.abort())
    try {
      return await start({ ...options, signal: AbortSignal.any([signal, stopping.signal, given.signal]), onModule: (file) => watch.add(file) })
    } catch (error) {
      const isCalledOff = given.signal.aborted || stopping.signal.aborted || signal.aborted
      if (!isCalledOff) warn(`${name}: ${error instanceof Error ? error.message : String(error)} ${ON_SAVE}`)
      return null
    }
  }

  async function keepRunning(): Promise<void> {
    let hasRun = false
    for (;;) {
      const changed = watch.nextChange().then((): Wake => ({ kind: 'changed' }))
      const startedMs = nowMs()
      const server = await attempt(changed)
      if (server !== null) {
        print(hasRun ? `${name}: server ready again after ${Math.round(nowMs() - startedMs)} ms` : `${name}: server ready`)
        if (hasRun) supervision.onRestart()
        hasRun = true
      }
      tried.resolve(undefined)
      again.resolve(undefined)
      again = Promise.withResolvers()
      asked = Promise.withResolvers()
      const wakes = [changed, stopped, asked.promise, ...(server === null ? [] : [server.ended.then((how): Wake => ({ kind: 'ended', how }))])]
      const wake = await Promise.race(wakes)
      if (wake.kind === 'ended') {
        const ranMs = nowMs() - startedMs
        const isWorthIt = ranMs >= RESTART_AFTER_MS
        warn(`${name}: its server ${wake.how} after ${Math.round(ranMs / 1000)} s. ${isWorthIt ? 'Starting it again.' : `Mend it. ${ON_SAVE}`}`)
        if (!isWorthIt && (await Promise.race([changed, stopped, asked.promise])).kind === 'stopped') return
      }
      await server?.stop()
      if (stopping.signal.aborted || signal.aborted) return
    }
  }

  const running = keepRunning().catch((error: unknown) => {
    warn(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    tried.resolve(undefined)
  })
  // Nobody waits for a start that never comes.
  void running.then(() => again.resolve(undefined))
  return {
    tried: tried.promise,
    async restart() {
      const next = again.promise
      asked.resolve({ kind: 'asked' })
      await next
    },
    async stop() {
      stopping.abort()
      await running
      watch.close()
    },
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
