import { readFile } from 'node:fs/promises'
import { buildViews, type BuildView } from './build-views.ts'
import { loadApps } from './config/load-apps.ts'
import { HELP } from './help.ts'
import type { Command } from './parse-command.ts'
import { EXIT_USER } from './report-error.ts'
import { runApps, type StartHost } from './run-apps.ts'

/** Where a command runs: its folder, its environment, where its lines go, and what stops it. */
export interface CommandContext {
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  print(line: string): void
  warn(line: string): void
  signal: AbortSignal
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
      await buildViews(await loadApps(context, []), { ...context, runtime: command.runtime, buildView: await loadBuildView() })
      return 0
    case 'run':
      await runApps(await loadApps(context, command.mcpUrls), { ...context, ...command, buildView: loadBuildView, startHost: loadStartHost })
      return 0
  }
}

async function version(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  return manifest.version
}

// Vite and the host load only for the commands that need them, so that `--help` is there at once.
const loadBuildView = async (): Promise<BuildView> => (await import('@lockstep/build')).buildView
const loadStartHost = async (): Promise<StartHost> => (await import('@lockstep/host')).startHost
