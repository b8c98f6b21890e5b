import { AppError, sandboxOrigins } from '@lockstep/contract'
import type { App, Listening } from './app.ts'
import type { ListenOptions } from './http/listen.ts'

/** The seed's port. */
const DEFAULT_PORT = 8000
/** Milliseconds after which a process that was asked to end ends, whatever still hangs; platforms kill after 10 s. */
const END_TIMEOUT_MS = 8_000

export interface ServeOptions {
  /** Beside what the environment allows. */
  allowedOrigins?: readonly string[]
  allowedHosts?: readonly string[]
  /** What else is to be closed, after the last request and before the store. */
  onClose?: () => void | Promise<void>
  /** Default: the process's own. */
  env?: Readonly<Record<string, string | undefined>>
  /** Default: this process. */
  process?: ServingProcess
}

/** What of a process decides on its end. */
export interface ServingProcess {
  once(event: 'SIGTERM' | 'SIGINT' | 'disconnect', listener: () => void): unknown
  send?: ((message: unknown) => unknown) | undefined
  exit(code: number): void
}

/**
 * Opens an app as its surroundings ask, and ends the process cleanly when they say so: the last line of a server's module.
 *
 * PORT (default 8000); HOST, the address to listen on (default `localhost`; `0.0.0.0` in a container); PUBLIC_URL, where people reach it: its host
 * name is accepted, its origin allowed, and tokens have to be for it; ALLOWED_HOSTS and ALLOWED_ORIGINS, lists with commas. Under `lockstep dev` the local ChatGPT's frames are
 * allowed. SIGTERM, SIGINT or the parent's end: no new requests, those under way are answered, the store is closed, exit code 0.
 * @throws {AppError} as `App.listen`, and SERVE_ENV_INVALID (blame user)
 */
export async function serve(app: App, options: ServeOptions = {}): Promise<Listening> {
  const env = options.env ?? process.env
  const own: ServingProcess = options.process ?? process
  const listening = await app.listen(listenOptions(env, options))
  let isEnding = false
  const end = (): void => {
    if (isEnding) return
    isEnding = true
    setTimeout(() => own.exit(1), END_TIMEOUT_MS).unref()
    close(app, listening, options).then(
      () => own.exit(0),
      (error: unknown) => {
        app.logger.error({ err: error }, 'the app could not be closed cleanly')
        own.exit(1)
      },
    )
  }
  own.once('SIGTERM', end)
  own.once('SIGINT', end)
  if (own.send !== undefined) {
    // a parent that dies takes its server along
    own.once('disconnect', end)
    own.send({ type: 'ready', url: listening.url })
  } else {
    app.logger.info({ url: listening.url }, 'ready')
  }
  return listening
}

async function close(app: App, listening: Listening, { onClose }: ServeOptions): Promise<void> {
  await listening.close()
  await onClose?.()
  await app.store.close()
}

function listenOptions(env: Readonly<Record<string, string | undefined>>, { allowedOrigins = [], allowedHosts = [] }: ServeOptions): ListenOptions {
  const port = portOf(env['PORT'])
  const publicUrl = publicUrlOf(env['PUBLIC_URL'])
  const sandboxPort = env['LOCKSTEP_SANDBOX_PORT']
  const isLocalChat = sandboxPort !== undefined && env['NODE_ENV'] !== 'production'
  const frames = isLocalChat ? [sandboxOrigins(`http://localhost:${port}/mcp`, Number(sandboxPort)).inner] : []
  const host = env['HOST'] ?? ''
  return {
    port,
    ...(host === '' ? {} : { host, dangerouslyBindAll: true }),
    ...(publicUrl === null ? {} : { publicUrl: `${publicUrl.origin}${publicUrl.pathname.replace(/\/$/, '')}` }),
    allowedHosts: [...(publicUrl === null ? [] : [publicUrl.hostname]), ...listOf(env['ALLOWED_HOSTS']), ...allowedHosts],
    allowedOrigins: [...(publicUrl === null ? [] : [publicUrl.origin]), ...frames, ...listOf(env['ALLOWED_ORIGINS']), ...allowedOrigins],
  }
}

function portOf(text = ''): number {
  if (text === '') return DEFAULT_PORT
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw invalid('PORT', 'a port from 0 to 65535', text)
}

function publicUrlOf(text = ''): URL | null {
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  const isAddress = url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
  // `/mcp` is added to it: with it, every token would be for another address
  if (isAddress && !/\/mcp\/?$/.test(url.pathname)) return url
  throw invalid('PUBLIC_URL', 'the http(s) address under which people reach the app', text, ' Leave out /mcp, and whatever stands after a ? or #.')
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function invalid(name: string, expected: string, got: string, hint = ''): AppError {
  return new AppError('SERVE_ENV_INVALID', `Expected ${name} to be ${expected}, got "${got}".${hint} Correct the variable, or leave it out.`, {
    blame: 'user',
  })
}
