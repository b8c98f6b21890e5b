import { CLIENT_CAPABILITIES_META_KEY, PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server'
import type { RawRequest } from '../../packages/server/src/testing/raw-request.ts'

/** Draws from nothing but its own numbers: one seed, one attack. */
export type Random = () => number

type Draw<Value> = (random: Random) => Value

const pick =
  <Value>(...choices: readonly Value[]): Draw<Value> =>
  (random) => {
    const choice = choices[Math.floor(random() * choices.length)]
    if (choice === undefined) throw new Error('expected something to pick from')
    return choice
  }

const METHODS = [
  'tools/call',
  'tools/list',
  'resources/read',
  'resources/list',
  'resources/templates/list',
  'prompts/get',
  'prompts/list',
  'completion/complete',
  'initialize',
  'server/discover',
  'subscriptions/listen',
  'ping',
  'logging/setLevel',
  'notifications/cancelled',
  'notifications/initialized',
  'tasks/get',
  'rpc.discover',
  '__proto__',
  'constructor',
  '',
  'tools/call\u0000',
]

const NAMES = [
  'echo',
  'counted',
  'broken',
  'refused',
  'of_the_view',
  'topic',
  'nope',
  '',
  'toString',
  '__proto__',
  'echo ',
  '../echo',
  'é'.repeat(300),
]
const URIS = [
  'target://1/text',
  'target://broken',
  'target://%zz/text',
  'ui://x',
  'file:///etc/passwd',
  'target://../text',
  'x',
  '',
  'target://' + 'a/'.repeat(500),
]
const KEYS = ['text', 'n', 'more', 'name', 'arguments', '__proto__', 'constructor', '_meta', 'operationId', 'confirmation', '', 'a.b', '$ref']
const VERSIONS = ['2026-07-28', '2025-11-25', '2025-06-18', '2024-10-07', '1999-01-01', '', 'DROP TABLE', '2026-07-28, 2025-11-25']

const leaf: Draw<unknown> = (random) =>
  pick<Draw<unknown>>(
    pick<unknown>(null, true, false, 0, -0, 1, 1e21, 2 ** 53, -1, 0.1, 'x', '', '\ud800', '\u0000', '3', 'NaN', 'a'.repeat(5_000)),
    pick<unknown>(...NAMES, ...URIS),
  )(random)(random)

/** Any JSON, small as a rule. */
function value(random: Random, depth = 0): unknown {
  const kind = random()
  if (depth > 5 || kind < 0.5) return leaf(random)
  const length = Math.floor(random() * 4)
  if (kind < 0.7) return Array.from({ length }, () => value(random, depth + 1))
  return Object.fromEntries(Array.from({ length }, () => [pick(...KEYS)(random), value(random, depth + 1)]))
}

function meta(random: Random): unknown {
  if (random() < 0.2) return value(random)
  return {
    ...(random() < 0.8 ? { [PROTOCOL_VERSION_META_KEY]: random() < 0.8 ? '2026-07-28' : value(random) } : {}),
    ...(random() < 0.8 ? { [CLIENT_CAPABILITIES_META_KEY]: random() < 0.8 ? {} : value(random) } : {}),
    ...(random() < 0.3 ? { progressToken: leaf(random) } : {}),
    ...(random() < 0.3 ? { 'openai/subject': leaf(random), 'openai/locale': leaf(random) } : {}),
    ...(random() < 0.2 ? { 'io.modelcontextprotocol/logLevel': leaf(random) } : {}),
  }
}

function params(random: Random): unknown {
  if (random() < 0.1) return value(random)
  return {
    ...(random() < 0.8 ? { name: random() < 0.9 ? pick(...NAMES)(random) : value(random) } : {}),
    ...(random() < 0.5 ? { uri: random() < 0.9 ? pick(...URIS)(random) : value(random) } : {}),
    ...(random() < 0.7 ? { arguments: random() < 0.3 ? { text: 'hello' } : value(random) } : {}),
    ...(random() < 0.7 ? { _meta: meta(random) } : {}),
    ...(random() < 0.2 ? { ref: value(random), argument: value(random) } : {}),
    ...(random() < 0.2 ? { inputResponses: value(random), requestState: leaf(random) } : {}),
    ...(random() < 0.2 ? { protocolVersion: pick(...VERSIONS)(random), capabilities: value(random), clientInfo: value(random) } : {}),
    ...(random() < 0.1 ? { cursor: leaf(random) } : {}),
  }
}

function message(random: Random): unknown {
  if (random() < 0.05) return value(random)
  return {
    ...(random() < 0.95 ? { jsonrpc: random() < 0.95 ? '2.0' : leaf(random) } : {}),
    ...(random() < 0.85 ? { id: random() < 0.8 ? 1 : leaf(random) } : {}),
    ...(random() < 0.95 ? { method: random() < 0.95 ? pick(...METHODS)(random) : value(random) } : {}),
    ...(random() < 0.9 ? { params: params(random) } : {}),
    ...(random() < 0.05 ? { result: value(random) } : {}),
    ...(random() < 0.05 ? { error: value(random) } : {}),
  }
}

/** Text that is JSON as a rule, broken now and then. */
function body(random: Random): string {
  const many = random() < 0.08
  const text = JSON.stringify(many ? Array.from({ length: Math.floor(random() * 130) }, () => message(random)) : message(random)) ?? ''
  const kind = random()
  const at = Math.floor(random() * text.length)
  if (kind < 0.05) return text.slice(0, at)
  if (kind < 0.1) return `${text.slice(0, at)}${pick('"', '}', ',', '\\', '\u0000', '[', '0', 'e')(random)}${text.slice(at)}`
  if (kind < 0.12) return `\ufeff${text}`
  if (kind < 0.14) return `event: message\ndata: ${text}\n\n`
  return text
}

/** One attack: a request that an honest client sends never or hardly ever. */
export function attack(random: Random, port: number): RawRequest {
  const content = body(random)
  const path =
    random() < 0.85 ? '/mcp' : pick('/door', '/mcp/', '/mcp?x=%zz', '/broken', '/health', '/%2e%2e/etc/passwd', '//mcp', '/door/..')(random)
  const headers: Record<string, string> = {
    ...(random() < 0.97 ? { 'Content-Type': 'application/json' } : {}),
    ...(random() < 0.9 ? { Accept: pick('application/json, text/event-stream', '*/*', 'text/event-stream', 'application/json', 'x')(random) } : {}),
    ...(random() < 0.5 ? { 'MCP-Protocol-Version': pick(...VERSIONS)(random) } : {}),
    ...(random() < 0.5 ? { 'Mcp-Method': pick(...METHODS.map(headerText))(random) } : {}),
    ...(random() < 0.5 ? { 'Mcp-Name': pick(...NAMES.map(headerText), '=?base64?ZWNobw==?=', '=?base64?%?=')(random) } : {}),
    ...(random() < 0.05 ? { 'Mcp-Session-Id': pick('s_guess', '', 'x'.repeat(2_000))(random) } : {}),
    ...(random() < 0.05 ? { Authorization: pick('Bearer x', 'Basic', 'Bearer ')(random) } : {}),
    ...(random() < 0.05 ? { 'Last-Event-ID': '1' } : {}),
  }
  const method = random() < 0.95 ? 'POST' : pick('GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND')(random)
  // of these alone Node marks where chunks end; bytes without an end are tested with sockets
  const mayChunk = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const isWhole = random() < 0.95 || !mayChunk
  return { port, method, path, headers, body: isWhole ? content : [content.slice(0, 20), content.slice(20)].filter((chunk) => chunk !== '') }
}

/** Node refuses to send other characters; whoever writes bytes by hand is tested with sockets. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}
