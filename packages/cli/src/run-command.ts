import { readFile } from 'node:fs/promises'
import { buildViews, type BuildView } from './build-views.ts'
import { loadApps } from './config/load-apps.ts'
import { HELP } from './help.ts'
import type { Command } from './parse-command.ts'
import { EXIT_USER } from './report-error.ts'
import { runApps, type StartHost } from './run-apps.ts'
import { runCall } from './run-call.ts'
import { runGolden } from './run-golden.ts'
import { startApp } from './start-app.ts'
import type { DevSignIn } from './sign-in-apps.ts'
import { asMissingAuth, type StartDevAuth } from './start-auth.ts'

/** Where a command runs: its folder, its environment, where its lines go, and what stops it. */
export interface CommandContext {
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  print(line: string): void
  warn(line: string): void
  /** Takes over what asks the process to end; not for `start`, whose server does that itself. */
  stopSignal(): AbortSignal
}

/** Runs one command to its end and gives its exit code. Throws AppError. */
export async function runCommand(command: Command, context: CommandContext): Promise<number> {
  switch (command.kind) {
    case 'help':
      ;(command.isAsked ? context.print : context.warn)(HELP)
      return command.isAsked ? 0 : EXIT_USER
    case 'version':
      context.print(await version())
      return 0
    case 'build':
      await buildViews(await loadApps({ ...context, needsGolden: false }, []), {
        ...context,
        runtime: command.runtime,
        signal: context.stopSignal(),
        buildView: await loadBuildView(),
      })
      return 0
    case 'start':
      await startApp(await loadApps({ ...context, needsGolden: false }, []), { name: command.app, env: process.env, load: (url) => import(url) })
      return 0
    case 'golden':
      return runGolden(await loadApps(context, command.mcpUrls), {
        ...context,
        ...command,
        endpoint: (await import('@lockstep/host')).modelEndpointFrom(context.env),
        signal: context.stopSignal(),
        buildView: loadBuildView,
        startDevAuth: loadStartDevAuth,
        loadDevSignIn,
        openCore: async () => (await import('@lockstep/host')).openCore,
      })
    case 'call':
      return runCall({
        ...context,
        ...command,
        signal: context.stopSignal(),
        openCore: async () => (await import('@lockstep/host')).openCore,
        openPictured: async () => {
          const { openPictured } = await import('./open-pictured.ts')
          return (options) => openPictured(options, context.env)
        },
      })
    case 'dev':
      await runApps(await loadApps(context, command.mcpUrls), {
        ...context,
        ...command,
        signal: context.stopSignal(),
        nowMs: () => performance.now(),
        buildView: loadBuildView,
        startViewServer: async () => (await import('@lockstep/build')).startViewServer,
        startDevAuth: loadStartDevAuth,
        startHost: () => loadStartHost(context.env),
      })
      return 0
  }
}

async function version(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  return manifest.version
}

// Vite and the host load only for the commands that need them, so that `--help` is there at once.
const loadBuildView = async (): Promise<BuildView> => (await import('@lockstep/build')).buildView
const loadStartDevAuth = async (): Promise<StartDevAuth> => (await import('@lockstep/dev-auth').catch(asMissingAuth)).startDevAuth
const loadDevSignIn = async (): Promise<DevSignIn> => {
  const { answerSignIn, DEV_USERS } = await import('@lockstep/dev-auth').catch(asMissingAuth)
  return { answer: (url, user) => answerSignIn(url, { user }), usualUser: DEV_USERS[0]?.id ?? '' }
}
const loadStartHost = async (env: CommandContext['env']): Promise<StartHost> => {
  const { modelEndpointFrom, startHost } = await import('@lockstep/host')
  const modelEndpoint = modelEndpointFrom(env)
  return (options) => startHost({ ...options, modelEndpoint })
}
