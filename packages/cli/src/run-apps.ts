import path from 'node:path'
import { AppError } from '@lockstep/contract'
import type { Golden } from '@lockstep/contract/golden'
import { buildViews, type BuildView } from './build-views.ts'
import type { App } from './config/app.ts'
import { portVariable } from './config/load-apps.ts'
import { anyFreePort, portBusy, requireFreePort } from './free-port.ts'
import type { ViewRuntime } from './parse-command.ts'
import { serveViews, type StartViewServer } from './serve-views.ts'
import { startAuth, type StartDevAuth } from './start-auth.ts'
import { superviseServer } from './supervise-server.ts'
import { watchModules } from './watch-modules.ts'

/** `startHost` of @lockstep/host, as far as it is used here. */
export type StartHost = (options: {
  apps: Array<{ name: string; mcpUrl: string; golden?: Golden }>
  port: number
  sandboxPort: number
  dataDir: string
  /** False: no server of this app is run here. */
  restartServer(app: string): Promise<boolean>
}) => Promise<RunningHost>

export interface RunningHost {
  url: string
  problem: string | null
  core: { reconnect(app: string): Promise<void> }
  close(): Promise<void>
}

export interface RunOptions {
  /** Where the host keeps the conversation, under `.lockstep/host`. */
  cwd: string
  /** 0 = any free one. */
  port: number
  sandboxPort: number
  runtime: ViewRuntime
  /** True: views are served as they are edited; false: as they were built. */
  isHot: boolean
  env: Readonly<Record<string, string | undefined>>
  print(line: string): void
  warn(line: string): void
  signal: AbortSignal
  /** Milliseconds since the command was given. */
  nowMs(): number
  /** Loaded when they are needed. */
  buildView(): Promise<BuildView>
  startViewServer(): Promise<StartViewServer>
  startDevAuth(): Promise<StartDevAuth>
  startHost(): Promise<StartHost>
}

/**
 * Serves or builds the views, keeps the apps' servers running, opens the local ChatGPT, prints its URL, and runs until the signal; then ends all of it,
 * last started first.
 */
export async function runApps(apps: readonly App[], asked: RunOptions): Promise<void> {
  // The apps' servers must know the sandbox's port before it listens.
  const options = { ...asked, sandboxPort: asked.sandboxPort === 0 ? await anyFreePort() : asked.sandboxPort }
  const { print, warn, signal, nowMs } = options
  const running: Array<() => Promise<void>> = []
  const restarts = new Map<string, () => Promise<void>>()
  let host: RunningHost | null = null
  try {
    await requireFreePorts(apps, options)
    // Loads while the servers start.
    const startHost = options.startHost()
    startHost.catch(() => undefined)
    const auth = await startAuth(apps, options)
    running.push(auth.close)
    const views = options.isHot ? await serveViews(apps, options) : null
    running.push(async () => views?.close())
    const built = build(apps, options)
    if (views === null) await built
    const servers = apps.flatMap((app) => {
      if (app.server === null || signal.aborted) return []
      const env = { ...auth.env, ...views?.env(app) }
      const onRestart = (): void => void host?.core.reconnect(app.name)
      const server = superviseServer(serverOptions(app, app.server, env, options), {
        nowMs,
        print,
        warn,
        watch: watchModules((line) => warn(`${app.name}: ${line}`)),
        onRestart,
      })
      running.push(server.stop)
      restarts.set(app.name, server.restart)
      return [server]
    })
    await Promise.all([built, ...servers.map((server) => server.tried)])
    if (signal.aborted) return
    const opened = await openHost(apps, await startHost, options, async (name) => {
      const restart = restarts.get(name)
      await restart?.()
      return restart !== undefined
    })
    host = opened
    running.push(() => opened.close())
    if (opened.problem !== null) warn(opened.problem)
    print(`ready in ${(nowMs() / 1000).toFixed(1)} s`)
    print(`Lockstep is ready: ${opened.url}`)
    await aborted(signal)
  } catch (error) {
    // Stopped while it started: that something did not come up is no news then.
    if (!signal.aborted) throw error
  } finally {
    await endAll(running.toReversed())
  }
}

/** One that cannot be ended keeps no other alive; it is thrown when all have had their turn. */
async function endAll(stops: ReadonlyArray<() => Promise<void>>): Promise<void> {
  const failures: unknown[] = []
  for (const stop of stops) await stop().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/** Views served hot may be broken for the moment, and say so themselves; those that an app reads from its folder are built all the same. */
async function build(apps: readonly App[], options: RunOptions): Promise<void> {
  if (!apps.some((app) => app.views.length > 0)) return
  const building = buildViews(apps, { ...options, buildView: await options.buildView() })
  await (options.isHot ? building.catch((error: unknown) => options.warn(error instanceof Error ? error.message : String(error))) : building)
}

async function requireFreePorts(apps: readonly App[], { port, sandboxPort }: RunOptions): Promise<void> {
  await requireFreePort(port, 'the local ChatGPT', '--port or LOCKSTEP_HOST_PORT')
  await requireFreePort(sandboxPort, 'its sandbox', '--port or LOCKSTEP_SANDBOX_PORT')
  for (const app of apps) {
    if (app.server !== null) await requireFreePort(Number(new URL(app.mcpUrl).port), `the server of ${app.name}`, portVariable(app.name))
  }
}

function serverOptions(app: App, module: string, more: Readonly<Record<string, string>>, { env, port, sandboxPort, print, signal }: RunOptions) {
  const ports = { LOCKSTEP_HOST_PORT: String(port), LOCKSTEP_SANDBOX_PORT: String(sandboxPort) }
  // one of a run around this one is none of ours
  const { LOCKSTEP_VIEW_DEV: _outer, ...own } = env
  return { name: app.name, module, cwd: app.folder, mcpUrl: app.mcpUrl, env: { ...own, ...ports, ...more }, print, signal }
}

async function openHost(
  apps: readonly App[],
  start: StartHost,
  { cwd, port, sandboxPort }: RunOptions,
  restartServer: (app: string) => Promise<boolean>,
): Promise<RunningHost> {
  try {
    return await start({
      apps: apps.map(({ name, mcpUrl, golden }) => ({ name, mcpUrl, ...(golden === null ? {} : { golden }) })),
      port,
      sandboxPort,
      dataDir: path.join(cwd, '.lockstep', 'host'),
      restartServer,
    })
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error
    throw portBusy('port' in error ? Number(error.port) : port, 'the local ChatGPT', '--port or LOCKSTEP_HOST_PORT', error)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
