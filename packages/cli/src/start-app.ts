import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError } from '@lockstep/contract'
import type { App } from './config/app.ts'

export interface StartOptions {
  /** The app's name, for a folder with several; null = the only one. */
  name: string | null
  /** The process's own: the app's server reads it. */
  env: Record<string, string | undefined>
  /** Runs the server's module; replaced in tests. */
  load(url: string): Promise<unknown>
}

/**
 * Production: runs one app's server in this process, as its module opens it. Nothing is built, and no local ChatGPT is opened.
 * @throws {AppError} CLI_START_WHICH, CLI_NO_SERVER, CLI_NOT_BUILT, CLI_SERVER_FAILED (blame user)
 */
export async function startApp(apps: readonly App[], { name, env, load }: StartOptions): Promise<void> {
  const app = chosen(apps, name)
  if (app.server === null) {
    throw refusal('CLI_NO_SERVER', `Expected ${app.name} to name its server module in lockstep.config.ts, as \`server\`, and found none.`)
  }
  if (!existsSync(app.server)) {
    throw refusal(
      'CLI_NO_SERVER',
      `Expected the server module of ${app.name} at ${app.server}, which does not exist. Correct \`server\` in lockstep.config.ts.`,
    )
  }
  const missing = app.views.filter((view) => !existsSync(view.outFile)).map((view) => path.relative(app.folder, view.outFile))
  if (missing.length > 0)
    throw refusal('CLI_NOT_BUILT', `Expected the views of ${app.name} to be built, and ${missing.join(', ')} is missing. Run: lockstep build`)
  env['NODE_ENV'] ??= 'production'
  env['PORT'] ??= new URL(app.mcpUrl).port
  // of a `lockstep dev` around this one
  delete env['LOCKSTEP_VIEW_DEV']
  process.chdir(app.folder)
  // as if it had been run itself: an app finds its folder by the module that runs
  process.argv[1] = app.server
  await load(pathToFileURL(app.server).href).catch((error: unknown) => {
    if (error instanceof AppError) throw error
    const how = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new AppError('CLI_SERVER_FAILED', `Expected the server of ${app.name} (${app.server}) to start, but it threw: ${how}`, {
      blame: 'user',
      cause: error,
    })
  })
}

function chosen(apps: readonly App[], name: string | null): App {
  const [only] = name === null ? apps : apps.filter((app) => app.name.toLowerCase() === name.toLowerCase())
  const names = apps.map((app) => app.name.toLowerCase()).join(', ')
  if (only !== undefined && (name !== null || apps.length === 1)) return only
  throw refusal(
    'CLI_START_WHICH',
    `Expected the name of the one app to start, got ${name === null ? 'none' : `"${name}"`}. Here are: ${names}. Run: lockstep start <name>`,
  )
}

function refusal(code: string, message: string): AppError {
  return new AppError(code, message, { blame: 'user' })
}
