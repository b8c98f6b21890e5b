import { parseArgs } from 'node:util'
import { AppError, HOST_PORT, isRecord, SANDBOX_PORT } from '@lockstep/contract'

const PORT_MAX = 65_535

export type ViewRuntime = 'preact' | 'react'

/** What judges golden prompts: the script, or the language model that the environment names. */
export type GoldenModel = 'scripted' | 'openai'

export interface CallCommand {
  kind: 'call'
  mcpUrl: string
  tool: string
  arguments: Record<string, unknown>
  /** Where the picture of its view goes; null = none is taken. */
  screenshotFile: string | null
  isJson: boolean
  /** The person agrees to a call that may destroy something. */
  isApproved: boolean
}

export type Command =
  | { kind: 'help'; isAsked: boolean }
  | { kind: 'version' }
  | { kind: 'build'; runtime: ViewRuntime }
  | { kind: 'start'; app: string | null }
  | {
      kind: 'golden'
      mcpUrls: readonly string[]
      goldenFile: string | null
      model: GoldenModel
      /** Who signs in at the development authorization server; null = nobody was named. */
      user: string | null
      isJson: boolean
      runtime: ViewRuntime
    }
  | CallCommand
  | { kind: 'dev'; mcpUrls: readonly string[]; port: number; sandboxPort: number; runtime: ViewRuntime; isHot: boolean }

const OPTIONS = {
  port: { type: 'string' },
  runtime: { type: 'string' },
  'no-hmr': { type: 'boolean' },
  model: { type: 'string' },
  golden: { type: 'string' },
  user: { type: 'string' },
  screenshot: { type: 'string' },
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
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
  if (!isCommandName(name)) throw usage(`There is no command "${name}".`)
  refuseForeignOptions(name, values)
  const runtime = parseRuntime(values.runtime)
  if (name === 'start') return { kind: 'start', app: parseStart(rest) }
  if (name === 'build') {
    if (rest.length > 0) throw usage(`"lockstep build" takes no argument, it got "${rest.join(' ')}".`)
    return { kind: 'build', runtime }
  }
  if (name === 'golden') return parseGolden(values, rest, runtime)
  if (name === 'call') return parseCall(values, rest)
  return { kind: 'dev', mcpUrls: rest.map(parseMcpUrl), ...parsePorts(values.port, env), runtime, isHot: values['no-hmr'] !== true }
}

type Options = ReturnType<typeof parseOptions>['values']

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

/** The options of each command; what it does not take is refused, so that nobody believes it had a say. */
const TAKES = {
  dev: ['port', 'runtime', 'no-hmr'],
  build: ['runtime'],
  start: [],
  golden: ['model', 'golden', 'user', 'json', 'runtime'],
  call: ['screenshot', 'json', 'yes'],
} as const satisfies Record<string, ReadonlyArray<keyof typeof OPTIONS>>

type CommandName = keyof typeof TAKES

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(TAKES, name)
}

function refuseForeignOptions(name: CommandName, values: Readonly<Record<string, unknown>>): void {
  const taken: readonly string[] = TAKES[name]
  const option = Object.keys(values).find((key) => values[key] !== undefined && !taken.includes(key))
  if (option === undefined) return
  const why = name === 'start' ? ': it serves what was built, at the port that PORT names.' : '.'
  throw usage(`"lockstep ${name}" takes no --${option}${why}`)
}

function parseGolden(values: Options, mcpUrls: readonly string[], runtime: ViewRuntime): Command {
  const { model = 'scripted', golden: goldenFile = null, user = null, json: isJson = false } = values
  if (model !== 'scripted' && model !== 'openai') throw usage(`--model is scripted or openai, it got "${model}".`)
  if (goldenFile !== null && mcpUrls.length !== 1) throw usage('--golden names the prompts of one MCP address, so give that address, too.')
  if (goldenFile === null && mcpUrls.length > 0) throw usage('A server at an address has no configuration: name its prompts with --golden <file>.')
  return { kind: 'golden', mcpUrls: mcpUrls.map(parseMcpUrl), goldenFile, model, user, isJson, runtime }
}

function parseCall(values: Options, [url, tool, text = '{}', ...more]: readonly string[]): CallCommand {
  if (url === undefined || tool === undefined || more.length > 0) throw usage(`"lockstep call" takes an address, a tool and its arguments as JSON.`)
  const { screenshot: screenshotFile = null, json: isJson = false, yes: isApproved = false } = values
  return { kind: 'call', mcpUrl: parseMcpUrl(url), tool, arguments: parseArguments(text), screenshotFile, isJson, isApproved }
}

function parseArguments(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // said below, as any text that is no object
  }
  if (isRecord(value)) return value
  throw usage(`The arguments should be a JSON object such as '{"query":"milk"}', they are ${text.slice(0, 80)}.`)
}

/** In production the environment says the port, as every platform that runs containers does it. */
function parseStart(names: readonly string[]): string | null {
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
