import { parseArgs } from 'node:util'
import { AppError, HOST_PORT, SANDBOX_PORT } from '@lockstep/contract'

const PORT_MAX = 65_535

export type ViewRuntime = 'preact' | 'react'

export type Command =
  | { kind: 'help'; isAsked: boolean }
  | { kind: 'version' }
  | { kind: 'build'; runtime: ViewRuntime }
  | { kind: 'start'; app: string | null }
  | { kind: 'dev'; mcpUrls: readonly string[]; port: number; sandboxPort: number; runtime: ViewRuntime; isHot: boolean }

const OPTIONS = {
  port: { type: 'string' },
  runtime: { type: 'string' },
  'no-hmr': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

type Environment = Readonly<Record<string, string | undefined>>

/**
 * What the command line asks for.
 * @throws {AppError} CLI_USAGE (blame user)
 */
export function parseCommand(args: readonly string[], env: Environment): Command {
  const { values, positionals } = parseOptions(args)
  const [name, ...rest] = positionals
  if (values.help) return { kind: 'help', isAsked: true }
  if (values.version) return { kind: 'version' }
  if (name === undefined) return { kind: 'help', isAsked: false }
  if (name !== 'dev' && name !== 'start' && name !== 'build') throw usage(`There is no command "${name}".`)
  const runtime = parseRuntime(values.runtime)
  if (name === 'start') return { kind: 'start', app: parseStart(values, rest) }
  if (name === 'build') {
    if (rest.length > 0) throw usage(`"lockstep build" takes no argument, it got "${rest.join(' ')}".`)
    return { kind: 'build', runtime }
  }
  return { kind: 'dev', mcpUrls: rest.map(parseMcpUrl), ...parsePorts(values.port, env), runtime, isHot: values['no-hmr'] !== true }
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    // parseArgs throws its own errors for unknown and half-written options; their first sentence is the useful one.
    throw usage(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error))
  }
}

function parseRuntime(value: string | undefined): ViewRuntime {
  if (value === undefined || value === 'preact' || value === 'react') return value ?? 'preact'
  throw usage(`--runtime is preact or react, it got "${value}".`)
}

/** In production the environment says the port, as every platform that runs containers does it. */
function parseStart(values: Readonly<Record<string, unknown>>, names: readonly string[]): string | null {
  const option = ['port', 'runtime', 'no-hmr'].find((name) => values[name] !== undefined)
  if (option !== undefined) throw usage(`"lockstep start" takes no --${option}: it serves what was built, at the port that PORT names.`)
  if (names.length > 1) throw usage(`"lockstep start" takes the name of one app, it got "${names.join(' ')}".`)
  return names[0] ?? null
}

function parseMcpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href
  throw usage(`"${text}" should be the http(s) address of an MCP server, such as http://localhost:8000/mcp.`)
}

/** The sandbox follows the port beside it, so that two hosts on one machine need only one option. */
function parsePorts(flag: string | undefined, env: Environment): { port: number; sandboxPort: number } {
  const chosen = flag === undefined ? parsePort('LOCKSTEP_HOST_PORT', env['LOCKSTEP_HOST_PORT']) : parsePort('--port', flag)
  const port = chosen ?? HOST_PORT
  const beside = port === 0 ? 0 : port + (SANDBOX_PORT - HOST_PORT)
  const sandboxPort = parsePort('LOCKSTEP_SANDBOX_PORT', env['LOCKSTEP_SANDBOX_PORT']) ?? beside
  if (sandboxPort > PORT_MAX)
    throw usage(`The sandbox takes the port after ${port}, which there is none. Choose a lower one, or LOCKSTEP_SANDBOX_PORT.`)
  return { port, sandboxPort }
}

/** A port named by an option or a variable; null when it is not set. 0 asks the system for a free one. */
export function parsePort(name: string, text: string | undefined): number | null {
  if (text === undefined || text === '') return null
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port <= PORT_MAX) return port
  throw usage(`${name} should be a port from 0 to ${PORT_MAX}, it is "${text}".`)
}

function usage(message: string): AppError {
  return new AppError('CLI_USAGE', `${message} See "lockstep --help".`, { blame: 'user' })
}
