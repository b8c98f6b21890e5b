import path from 'node:path'
import { AppError } from '@lockstep/contract'
import type { Golden } from '@lockstep/contract/golden'
import { buildViews, type BuildView } from './build-views.ts'
import type { App } from './config/app.ts'
import { portVariable } from './config/load-apps.ts'
import { anyFreePort, portBusy, requireFreePort } from './free-port.ts'
import type { ViewRuntime } from './parse-command.ts'
import { superviseServer } from './supervise-server.ts'

/** `startHost` of @lockstep/host, as far as it is used here. */
export type StartHost = (options: {
  apps: Array<{ name: string; mcpUrl: string; golden?: Golden }>
  port: number
  sandboxPort: number
  dataDir: string
}) => Promise<{ url: string; problem: string | null; close(): Promise<void> }>

export interface RunOptions {
  /** Where the host keeps the conversation, under `.lockstep/host`. */
  cwd: string
  /** 0 = any free one. */
  port: number
  sandboxPort: number
  runtime: ViewRuntime
  env: Readonly<Record<string, string | undefined>>
  print(line: string): void
  warn(line: string): void
  signal: AbortSignal
  /** Loaded when it is needed. */
  buildView(): Promise<BuildView>
  startHost(): Promise<StartHost>
}

/** Builds the views, starts the apps' servers and the local ChatGPT, prints its URL, and runs until the signal; then ends all of it, last started first. */
export async function runApps(apps: readonly App[], asked: RunOptions): Promise<void> {
  // The apps' servers must know the sandbox's port before it listens.
  const options = { ...asked, sandboxPort: asked.sandboxPort === 0 ? await anyFreePort() : asked.sandboxPort }
  const { print, signal } = options
  const running: Array<() => Promise<void>> = []
  try {
    await requireFreePorts(apps, options)
    if (apps.some((app) => app.views.length > 0)) await buildViews(apps, { ...options, buildView: await options.buildView() })
    for (const app of apps) {
      if (app.server === null || signal.aborted) continue
      const { stop } = await superviseServer(serverOptions(app, app.server, options), { ...options, nowMs: () => performance.now() })
      running.push(stop)
      print(`${app.name}: server ready`)
    }
    if (signal.aborted) return
    const host = await openHost(apps, options)
    running.push(() => host.close())
    if (host.problem !== null) options.warn(host.problem)
    print(`Lockstep is ready: ${host.url}`)
    await aborted(signal)
  } catch (error) {
    // Stopped while it started: that something did not come up is no news then.
    if (!signal.aborted) throw error
  } finally {
    for (const stop of running.toReversed()) await stop()
  }
}

async function requireFreePorts(apps: readonly App[], { port, sandboxPort }: RunOptions): Promise<void> {
  await requireFreePort(port, 'the local ChatGPT', '--port or LOCKSTEP_HOST_PORT')
  await requireFreePort(sandboxPort, 'its sandbox', '--port or LOCKSTEP_SANDBOX_PORT')
  for (const app of apps) {
    if (app.server !== null) await requireFreePort(Number(new URL(app.mcpUrl).port), `the server of ${app.name}`, portVariable(app.name))
  }
}

function serverOptions(app: App, module: string, { env, port, sandboxPort, print, signal }: RunOptions) {
  const ports = { LOCKSTEP_HOST_PORT: String(port), LOCKSTEP_SANDBOX_PORT: String(sandboxPort) }
  return { name: app.name, module, cwd: app.folder, mcpUrl: app.mcpUrl, env: { ...env, ...ports }, print, signal }
}

async function openHost(apps: readonly App[], { cwd, port, sandboxPort, startHost }: RunOptions) {
  const start = await startHost()
  try {
    return await start({
      apps: apps.map(({ name, mcpUrl, golden }) => ({ name, mcpUrl, ...(golden === null ? {} : { golden }) })),
      port,
      sandboxPort,
      dataDir: path.join(cwd, '.lockstep', 'host'),
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
