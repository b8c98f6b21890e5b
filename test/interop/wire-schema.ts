import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isRecord } from '@lockstep/contract'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv'
import type { Message } from './pipe.ts'

type Schema = Record<string, unknown>

const { $defs } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@modelcontextprotocol/ext-apps/schema.json'), 'utf8')) as {
  $defs: Record<string, Schema>
}
/** The text of the specification 2026-01-26 gives `ui/resource-teardown` a `reason`; its schema forgot it (ext-apps 2.0.4). */
const TEARDOWN_PARAMS: Schema = { type: 'object', properties: { reason: { type: 'string' } }, additionalProperties: false }
const validator = new AjvJsonSchemaValidator()

/** `ui/…` method to the names of its definitions in the schema. */
const BY_METHOD = new Map<string, string>(
  Object.entries($defs).flatMap(([name, schema]) => {
    const properties = isRecord(schema['properties']) ? schema['properties'] : {}
    const method = isRecord(properties['method']) ? properties['method']['const'] : undefined
    return typeof method === 'string' ? [[method, name] as const] : []
  }),
)

/**
 * What is wrong with the messages of one side by `schema.json` of `@modelcontextprotocol/ext-apps`, a line each: its requests and notifications
 * under `ui/`, and its answers to such requests of the other side. Messages of base MCP have no schema there and are passed over.
 */
export function schemaFaults(sent: readonly Message[], received: readonly Message[]): string[] {
  return sent.flatMap((message) => {
    const name = definitionOf(message, received)
    const schema = name === null ? undefined : $defs[name]
    if (name === null || schema === undefined) return []
    // the envelope is not part of the definitions, which allow no other key
    const { jsonrpc: _jsonrpc, id: _id, ...rest } = message
    const judged = 'method' in message ? rest : message['result']
    const { errorMessage } = validator.getValidator(usable(name, schema))(judged)
    return errorMessage === undefined ? [] : [`${name}: ${errorMessage} in ${JSON.stringify(judged)}`]
  })
}

/** The published definition with what no message can meet put right. */
function usable(name: string, schema: Schema): Schema {
  const opened = openIntersections(schema) as Schema
  if (name !== 'McpUiResourceTeardownRequest') return opened
  return { ...opened, properties: { ...Object(opened['properties']), params: TEARDOWN_PARAMS } }
}

/** Members of an `allOf` that are closed each on its own exclude each other's keys (`containerDimensions`, ext-apps 2.0.4): they are opened. */
function openIntersections(value: unknown, isPart = false): unknown {
  if (Array.isArray(value)) return value.map((item) => openIntersections(item, isPart))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(([key, held]) => !(isPart && key === 'additionalProperties' && held === false))
  return Object.fromEntries(entries.map(([key, held]) => [key, openIntersections(held, key === 'allOf' || (isPart && key === 'anyOf'))]))
}

/** How many messages of one side the schema has something to say about. */
export function judgedCount(sent: readonly Message[], received: readonly Message[]): number {
  return sent.filter((message) => definitionOf(message, received) !== null).length
}

function definitionOf(message: Message, received: readonly Message[]): string | null {
  const { method } = message
  if (typeof method === 'string') return BY_METHOD.get(method) ?? null
  if (!('result' in message)) return null
  const asked = received.find((other) => other['id'] === message['id'] && typeof other['method'] === 'string')?.['method']
  const request = typeof asked === 'string' ? BY_METHOD.get(asked) : undefined
  const name = request?.replace(/Request$/, 'Result')
  return name !== undefined && name in $defs ? name : null
}
