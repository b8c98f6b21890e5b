import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AppError, isRecord } from '@lockstep/contract'

/** Run from source, an app's server takes the siblings from source, too; an installed package has only its dist. */
const IS_SOURCE = import.meta.url.endsWith('.ts')
const POLL_MS = 50
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 5_000
/** How long the last lines of an ended server are waited for; a process it left behind may hold its output open for ever. */
const LAST_LINES_MS = 500

export interface AppServerOptions {
  name: string
  /** Absolute path of the module that starts the server when run. */
  module: string
  cwd: string
  /** Where it should answer. */
  mcpUrl: string
  env: Readonly<Record<string, string | undefined>>
  /** Gets every line the server writes. */
  print(line: string): void
  signal: AbortSignal
  /** Gets the absolute path of every source file the server loads, those outside node_modules. */
  onModule?(file: string): void
}

export interface AppServer {
  /** Settles when the process has ended, for whatever reason, with a few words on how. */
  ended: Promise<string>
  /** Asks the server to end, and ends it after 5 s. */
  stop(): Promise<void>
}

/**
 * Runs an app's server as a process of its own. Resolves once it says `{ type: 'ready' }` over its channel or its port answers.
 * @throws {AppError} CLI_SERVER_FAILED (blame user) when it ends or stays silent before that
 */
export async function startAppServer(options: AppServerOptions): Promise<AppServer> {
  const child = spawnServer(options)
  const ended = endOf(child)
  const stop = () => stopChild(child, ended)
  const failure = await firstFailure(child, ended, options)
  if (failure === null) return { ended, stop }
  await stop()
  throw new AppError(
    'CLI_SERVER_FAILED',
    `The server of ${options.name} (${options.module}) should answer at ${options.mcpUrl}, but it ${failure}. Its own lines above may say why.`,
    {
      blame: 'user',
    },
  )
}

function spawnServer({ name, module, cwd, mcpUrl, env, print, onModule }: AppServerOptions): ChildProcess {
  const preloads = ['exit-with-parent', ...(onModule === undefined ? [] : ['report-modules'])].map((file) => `--import=${besideThis(file)}`)
  const child = spawn(process.execPath, [...(IS_SOURCE ? ['--conditions=@lockstep/source'] : []), ...preloads, module], {
    cwd,
    env: { ...env, PORT: new URL(mcpUrl).port },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C reaches only us, and we end the servers in order.
    detached: process.platform !== 'win32',
  })
  child.on('message', (message: unknown) => {
    if (isRecord(message) && message['type'] === 'module' && typeof message['url'] === 'string') onModule?.(fileURLToPath(message['url']))
  })
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => print(`[${name}] ${line}`))
  }
  return child
}

/** A preload lies beside this file, as source or built. */
function besideThis(name: string): string {
  return new URL(`./${name}${IS_SOURCE ? '.ts' : '.js'}`, import.meta.url).href
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => {
      const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
      const timer = setTimeout(() => resolve(how), LAST_LINES_MS)
      child.once('close', () => {
        clearTimeout(timer)
        resolve(how)
      })
    })
  })
}

/** Null once the server is ready, else what went wrong. */
async function firstFailure(child: ChildProcess, ended: Promise<string>, { mcpUrl, signal }: AppServerOptions): Promise<string | null> {
  const done = new AbortController()
  const until = AbortSignal.any([signal, done.signal])
  const saidSo = new Promise<null>((resolve) => {
    child.on('message', (message: unknown) => {
      if (isRecord(message) && message['type'] === 'ready') resolve(null)
    })
  })
  const timedOut = new Promise<string>((resolve) => {
    const timer = setTimeout(() => resolve(`did not answer within ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS)
    until.addEventListener('abort', () => clearTimeout(timer))
  })
  const stopped = new Promise<string>((resolve) => {
    const say = (): void => resolve('was stopped while starting')
    if (signal.aborted) say()
    else signal.addEventListener('abort', say, { once: true })
  })
  try {
    return await Promise.race([saidSo, portAnswers(mcpUrl, until), ended, timedOut, stopped])
  } finally {
    done.abort()
  }
}

async function portAnswers(mcpUrl: string, until: AbortSignal): Promise<null> {
  const { hostname, port, protocol } = new URL(mcpUrl)
  const address = { host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) }
  while (!until.aborted) {
    if (await canConnect(address)) return null
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  // Nobody waits for the answer any more.
  return new Promise<null>(() => undefined)
}

function canConnect(address: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const isRunning = child.exitCode === null && child.signalCode === null && child.pid !== undefined
  if (!isRunning) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await ended
  clearTimeout(timer)
}
