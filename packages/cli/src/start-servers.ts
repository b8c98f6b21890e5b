import { AppError, HOST_PORT, SANDBOX_PORT } from '@lockstep/contract'
import { startAppServer } from './app-server.ts'
import { buildViews, type BuildView } from './build-views.ts'
import type { App } from './config/app.ts'
import { requireFreePort } from './free-port.ts'
import type { ViewRuntime } from './parse-command.ts'
import { startAuth, type StartDevAuth } from './start-auth.ts'

export interface ServersOptions {
  runtime: ViewRuntime
  env: Readonly<Record<string, string | undefined>>
  print(line: string): void
  signal: AbortSignal
  /** Loaded when they are needed. */
  buildView(): Promise<BuildView>
  startDevAuth(): Promise<StartDevAuth>
}

/**
 * Runs the servers of the apps for one task and returns their end: views are built as production has them, nothing is watched. A server that already runs at
 * an app's address, such as that of a `lockstep dev` beside this, is used as it is.
 * @throws {AppError} CLI_VIEW_BUILD, CLI_SERVER_FAILED, CLI_AUTH_MISSING (blame user)
 */
export async function startServers(apps: readonly App[], options: ServersOptions): Promise<() => Promise<void>> {
  const { env, print, signal } = options
  const stops: Array<() => Promise<void>> = []
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop()
  }
  try {
    const waiting = []
    for (const app of apps) {
      if (app.server === null) continue
      if (await isTaken(app)) print(`${app.name}: uses the server that runs at ${app.mcpUrl}`)
      else waiting.push({ app, module: app.server })
    }
    const auth = await startAuth(
      waiting.map(({ app }) => app),
      { ...options, passesBusyPort: true },
    )
    stops.push(auth.close)
    if (waiting.some(({ app }) => app.views.length > 0)) {
      await buildViews(
        waiting.map(({ app }) => app),
        { ...options, buildView: await options.buildView() },
      )
    }
    const ports = { LOCKSTEP_HOST_PORT: String(HOST_PORT), LOCKSTEP_SANDBOX_PORT: String(SANDBOX_PORT) }
    const { LOCKSTEP_VIEW_DEV: _outer, ...own } = env
    for (const { app, module } of waiting) {
      if (signal.aborted) break
      const { name, folder: cwd, mcpUrl } = app
      const server = await startAppServer({ name, module, cwd, mcpUrl, env: { ...own, ...ports, ...auth.env }, print, signal })
      stops.push(server.stop)
    }
    return stopAll
  } catch (error) {
    await stopAll()
    throw error
  }
}

async function isTaken({ name, mcpUrl }: App): Promise<boolean> {
  try {
    await requireFreePort(Number(new URL(mcpUrl).port), `the server of ${name}`, '')
    return false
  } catch (error) {
    if (error instanceof AppError && error.code === 'CLI_PORT_BUSY') return true
    throw error
  }
}
