import { AppError } from '@lockstep/contract'
import type { App } from './config/app.ts'

/** `startDevAuth` of @lockstep/dev-auth, as far as it is used here. */
export type StartDevAuth = (options: { log(line: string): void; port?: number }) => Promise<{ issuer: string; close(): Promise<void> }>

/**
 * Most apps have no sign-in, so its server is installed by those that do.
 * @throws {AppError} CLI_AUTH_MISSING (blame user); any other error as it came
 */
export function asMissingAuth(error: unknown): never {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes('@lockstep/dev-auth')
  if (!isMissing) throw error
  const message =
    'Expected the package @lockstep/dev-auth, for devAuth in lockstep.config.ts or for --user, and found none. Run: npm install -D @lockstep/dev-auth'
  throw new AppError('CLI_AUTH_MISSING', message, { blame: 'user', cause: error })
}

export interface RunningAuth {
  /** What the apps' servers are told. */
  env: Record<string, string>
  close(): Promise<void>
}

export interface AuthOptions {
  startDevAuth(): Promise<StartDevAuth>
  print(line: string): void
  /** True: where another one has the usual port, it takes any that is free; for servers that live as long as one task. Default false. */
  passesBusyPort?: boolean
}

/** Starts the development authorization server when an app asks for it; one serves all of them. @throws {AppError} CLI_AUTH_TWICE, DEV_AUTH_… (blame user) */
export async function startAuth(apps: readonly App[], { startDevAuth, print, passesBusyPort = false }: AuthOptions): Promise<RunningAuth> {
  const asking = apps.filter((app) => app.devAuth !== null)
  const withOptions = asking.filter((app) => Object.keys(app.devAuth ?? {}).length > 0)
  if (asking.length === 0) return { env: {}, close: async () => undefined }
  if (withOptions.length > 1) {
    const names = withOptions.map(({ name }) => name).join(' and ')
    const message = `Expected options of the development authorization server in one lockstep.config.ts, got them from ${names}. Leave one, write devAuth: true in the others.`
    throw new AppError('CLI_AUTH_TWICE', message, { blame: 'user' })
  }
  const start = await startDevAuth()
  const options = { ...withOptions[0]?.devAuth, log: print }
  const { issuer, close } = await start(options)
    .catch((error: unknown) => {
      if (passesBusyPort && !('port' in options) && isPortInUse(error)) return start({ ...options, port: 0 })
      throw error
    })
    .catch(asAppError)
  return { env: { LOCKSTEP_DEV_AUTH: issuer }, close }
}

function isPortInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'DEV_AUTH_PORT_IN_USE'
}

/** That package knows no AppError: its own errors have the same shape. */
function asAppError(error: unknown): never {
  const { code, blame } = Object(error) as { code?: unknown; blame?: unknown }
  if (!(error instanceof Error) || typeof code !== 'string' || blame !== 'user') throw error
  throw new AppError(code, error.message, { blame, cause: error })
}
