import { sandboxOriginPattern } from '@lockstep/contract'
import type { App } from './config/app.ts'
import type { ViewRuntime } from './parse-command.ts'

/** `startViewServer` of @lockstep/build, as far as it is used here. */
export type StartViewServer = (options: {
  views: Readonly<Record<string, string>>
  root: string
  allowedOrigins: ReadonlyArray<string | RegExp>
  taken: readonly number[]
  runtime: ViewRuntime
  print(line: string): void
  warn(line: string): void
}) => Promise<{ origin: string; close(): Promise<void> }>

export interface ServeViewsOptions {
  /** Of the local ChatGPT, which opens later. */
  port: number
  sandboxPort: number
  runtime: ViewRuntime
  startViewServer(): Promise<StartViewServer>
  print(line: string): void
  warn(line: string): void
}

export interface ServedViews {
  /** What the server of an app is told: where its views are. */
  env(app: App): Record<string, string>
  close(): Promise<void>
}

/** Starts a dev server for the views of each app that has some: its own, since two apps may both have a view called "list". */
export async function serveViews(
  apps: readonly App[],
  { port, sandboxPort, runtime, startViewServer, print, warn }: ServeViewsOptions,
): Promise<ServedViews> {
  const withViews = apps.filter((app) => app.views.length > 0)
  const taken = [port, sandboxPort, ...apps.map((app) => Number(new URL(app.mcpUrl).port))]
  const servers = new Map<App, { origin: string; close(): Promise<void> }>()
  const close = async (): Promise<void> => void (await Promise.all([...servers.values()].map((server) => server.close())))
  try {
    for (const app of withViews) {
      const start = await startViewServer()
      const views = Object.fromEntries(app.views.map(({ name, entry }) => [name, entry]))
      // which domains the views declare, only the app's server knows
      const allowedOrigins = [sandboxOriginPattern(app.mcpUrl, sandboxPort)]
      const named = (line: string): string => `${app.name}: ${line}`
      const lines = { print: (line: string) => print(named(line)), warn: (line: string) => warn(named(line)) }
      servers.set(app, await start({ views, root: app.folder, allowedOrigins, taken, runtime, ...lines }))
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    env(app) {
      const server = servers.get(app)
      return server === undefined ? {} : { LOCKSTEP_VIEW_DEV: server.origin }
    },
    close,
  }
}
