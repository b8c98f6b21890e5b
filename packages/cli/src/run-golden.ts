import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@lockstep/contract'
import { goldenSchema, type Golden } from '@lockstep/contract/golden'
import type { AppState, CoreOptions, GoldenReport, ModelEndpoint } from '@lockstep/host'
import type { App } from './config/app.ts'
import { goldenLines } from './golden-lines.ts'
import type { GoldenModel } from './parse-command.ts'
import { EXIT_USER } from './report-error.ts'
import type { DevSignIn, SignInCore } from './sign-in-apps.ts'
import { startServers, type ServersOptions } from './start-servers.ts'
import { untilStopped } from './until-stopped.ts'

/** Exit code of a run in which a prompt did not do what it should. */
export const EXIT_FAILED = 1

type AppStatus = Pick<AppState, 'name' | 'status' | 'problem'> & { signIn: { status: string } }

/** `openCore` of @lockstep/host, as far as it is used here. */
export type OpenCore = (options: CoreOptions) => Pick<SignInCore, 'servers'> & {
  connect(): Promise<void>
  getState(): { apps: readonly AppStatus[] }
  changeSettings(change: { model: GoldenModel }): void
  readonly golden: { run(): Promise<GoldenReport>; stop(): void }
  close(): Promise<void>
}

export interface GoldenOptions extends ServersOptions {
  cwd: string
  /** Prompts of the one app when it is named by its address. */
  goldenFile: string | null
  model: GoldenModel
  /** Of the language model; null = the environment names none. */
  endpoint: ModelEndpoint | null
  /** Who signs in where an app asks for it; null = the first user of its `devAuth`. */
  user: string | null
  isJson: boolean
  loadDevSignIn(): Promise<DevSignIn>
  openCore(): Promise<OpenCore>
  warn(line: string): void
}

/**
 * Tries all golden prompts of the apps and prints which tool was picked. 0 = all passed, 1 = some did not, 2 = the model failed half-way.
 * @throws {AppError} CLI_STOPPED, CLI_NO_MODEL, CLI_NOT_CONNECTED, CLI_CONFIG_INVALID, HOST_NO_GOLDEN (blame user); those of signInApps
 */
export async function runGolden(apps: readonly App[], options: GoldenOptions): Promise<number> {
  const { isJson, model, endpoint, warn, signal } = options
  if (model === 'openai' && endpoint === null) {
    throw new AppError(
      'CLI_NO_MODEL',
      'Expected a language model, the environment names none. Set LOCKSTEP_MODEL, and LOCKSTEP_MODEL_URL for its address.',
      {
        blame: 'user',
      },
    )
  }
  const prompts = options.goldenFile === null ? null : await readGolden(path.resolve(options.cwd, options.goldenFile))
  // With --json the one thing on standard output is the report.
  const print = isJson ? warn : options.print
  const stop = await startServers(apps, { ...options, print })
  try {
    const open = await options.openCore()
    const core = open({ apps: apps.map(({ name, mcpUrl, golden }) => hostApp(name, mcpUrl, prompts ?? golden)), modelEndpoint: endpoint })
    const stopRun = (): void => core.golden.stop()
    signal.addEventListener('abort', stopRun)
    try {
      core.changeSettings({ model })
      await untilStopped(core.connect(), signal)
      if (core.getState().apps.some(({ signIn }) => signIn.status === 'needed')) {
        const { signInApps } = await import('./sign-in-apps.ts')
        await untilStopped(signInApps(apps, core, { ...options, print }), signal)
      }
      requireConnected(core.getState().apps)
      const report = await core.golden.run()
      for (const line of isJson ? [JSON.stringify(report, null, 2)] : goldenLines(report)) options.print(line)
      if (report.problem !== null) return EXIT_USER
      return report.failed === 0 ? 0 : EXIT_FAILED
    } finally {
      signal.removeEventListener('abort', stopRun)
      await core.close()
    }
  } finally {
    await stop()
  }
}

function hostApp(name: string, mcpUrl: string, golden: Golden | null): CoreOptions['apps'][number] {
  return { name, mcpUrl, ...(golden === null ? {} : { golden }) }
}

function requireConnected(apps: readonly AppStatus[]): void {
  const away = apps.filter(({ status }) => status !== 'connected')
  if (away.length === 0) return
  const reasons = away.map(({ name, problem }) => `${name}: ${problem ?? 'no answer'}`).join('\n  ')
  throw new AppError('CLI_NOT_CONNECTED', `Expected every app's server to answer, but not all did:\n  ${reasons}`, { blame: 'user' })
}

async function readGolden(file: string): Promise<Golden> {
  try {
    return goldenSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('CLI_CONFIG_INVALID', `Expected golden prompts in ${file}, but: ${reason}`, { blame: 'user', cause: error })
  }
}
