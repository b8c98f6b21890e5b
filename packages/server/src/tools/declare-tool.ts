import { AppError, STATUS_TEXT_MAX_CHARS } from '@lockstep/contract'
import { z } from 'zod'
import type { Tool, ToolHandler, ToolOptions } from './tool.ts'

/** @see MCP specification 2026-07-28, tool names (checked 2026-11-21) */
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/

/**
 * Checks a declaration and makes its JSON Schemas once for the life of the process.
 * @throws {AppError} TOOL_INVALID (blame user).
 */
export function declareTool<Input extends z.ZodObject, Output extends z.ZodObject, Private extends z.ZodObject>(
  name: string,
  declared: ToolOptions<Input, Output, Private>,
  handler: ToolHandler<Input, Output, Private>,
): Tool {
  // only the border knows the types, and it parses with the very schemas of these options
  const options = declared as unknown as ToolOptions
  const problem = problemOf(name, options)
  if (problem !== null) throw new AppError('TOOL_INVALID', `Tool '${name}': ${problem}`, { blame: 'user', data: { tool: name } })
  return {
    name,
    options,
    inputJson: jsonSchemaOf(name, options.input, 'input'),
    outputJson: jsonSchemaOf(name, options.output, 'output'),
    // The border parses with `options.input` just before this call; the type is known there and lost on the way.
    run: async (input, context) => handler(input as z.output<Input>, context),
  }
}

function problemOf(name: string, options: ToolOptions): string | null {
  if (!TOOL_NAME.test(name)) return 'expected a name of 1 to 128 letters, digits, dots, dashes and underscores.'
  if (options.title.trim() === '') return 'expected a title, got an empty one.'
  if (options.description.trim() === '') return 'expected a description that says when to use it, got an empty one.'
  if (options.visibility?.length === 0) return "expected visibility to name 'model', 'app' or both, got nobody."
  if (options.effect === 'read' && options.idempotent === false) return "expected a tool of effect 'read' to be idempotent."
  const tooLong = options.status?.find((text) => text.length > STATUS_TEXT_MAX_CHARS)
  if (tooLong !== undefined)
    return `expected status texts of at most ${STATUS_TEXT_MAX_CHARS} characters, got ${tooLong.length}: '${tooLong}'. Shorten it.`
  if (!(options.input.def.catchall instanceof z.ZodNever)) return 'expected input to be z.strictObject, so that unknown members are refused.'
  if (passesUndeclared(options.output)) return 'expected output to be z.strictObject, so that what it declares is all it sends.'
  return null
}

function passesUndeclared(schema: z.ZodObject): boolean {
  const { catchall } = schema.def
  return catchall !== undefined && !(catchall instanceof z.ZodNever)
}

function jsonSchemaOf(name: string, schema: z.ZodObject, io: 'input' | 'output'): Record<string, unknown> {
  try {
    return z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => dropSafeBounds(jsonSchema) })
  } catch (cause) {
    throw new AppError('TOOL_INVALID', `Tool '${name}': its ${io} cannot be written as JSON Schema. Use a simpler schema.`, { blame: 'user', cause })
  }
}

/** Every integer is a safe one; saying so at each costs the model a third of the list's tokens and tells it nothing. */
function dropSafeBounds(json: { minimum?: number; maximum?: number }): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum
}
