import { AppError, isRecord } from '@lockstep/contract'
import { readServerUrl } from './server-url.ts'

/** Characters of the arguments in a link; browsers cut an address not far above. */
const INPUT_MAX_CHARS = 64_000
const TOOL_NAME_MAX_CHARS = 128

/** The parts of `/?server=<mcp-url>&tool=<name>&input=<base64url JSON>`, as they stand there; no input = no arguments. */
export interface DeepLinkParts {
  server: string
  tool: string
  input: string | null
}

export interface DeepLink {
  mcpUrl: string
  tool: string
  arguments: Record<string, unknown>
}

/** @throws {AppError} HOST_BAD_URL, HOST_BAD_LINK; the message is for the person who followed it */
export function readDeepLink({ server, tool, input }: DeepLinkParts): DeepLink {
  const mcpUrl = readServerUrl(server)
  if (tool.trim() === '' || tool.length > TOOL_NAME_MAX_CHARS) throw badLink(`Expected the name of a tool as "tool", got ${tool.length} characters.`)
  return { mcpUrl, tool, arguments: input === null || input === '' ? {} : readInput(input) }
}

function readInput(input: string): Record<string, unknown> {
  if (input.length > INPUT_MAX_CHARS) throw badLink(`Expected at most ${INPUT_MAX_CHARS} characters as "input", got ${input.length}.`)
  // Buffer skips what is no base64url, and would read another value than the one that was written.
  if (!/^[\w-]+={0,2}$/.test(input)) throw badLink('Expected base64url as "input", got other characters.')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(input, 'base64url')))
  } catch {
    throw badLink('Expected base64url of JSON as "input", got something else.')
  }
  if (!isRecord(value)) throw badLink('Expected a JSON object with the arguments as "input", got another value.')
  return value
}

function badLink(message: string): AppError {
  return new AppError('HOST_BAD_LINK', `This link cannot be followed. ${message} Nothing was run.`, { blame: 'user' })
}
