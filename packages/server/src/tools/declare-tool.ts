import { AppError } from '@lockstep/contract'
import { z } from 'zod'
import type { Around } from './around.ts'
import { declarationProblem } from './declaration-problem.ts'
import { fileProblem } from './file-input.ts'
import { reservedInputs } from './reserved-inputs.ts'
import type { Tool, ToolHandler, ToolOptions } from './tool.ts'

/**
 * Checks a declaration and makes its JSON Schemas once for the life of the process. `around` may grow later: middleware of an app is for all its tools.
 * @throws {AppError} TOOL_INVALID (blame user).
 */
export function declareTool<Input extends z.ZodObject, Output extends z.ZodObject, Private extends z.ZodObject>(
  name: string,
  declared: ToolOptions<Input, Output, Private>,
  handler: ToolHandler<Input, Output, Private>,
  around: readonly Around[] = [],
): Tool {
  // only the border knows the types, and it parses with the very schemas of these options
  const options = declared as unknown as ToolOptions
  const problem = declarationProblem(name, options)
  if (problem !== null) throw invalid(name, problem)
  const inputJson = jsonSchemaOf(name, options.input, 'input')
  const wrongFile = fileProblem(inputJson, options.files ?? [])
  if (wrongFile !== null) throw invalid(name, wrongFile)
  return {
    name,
    options,
    inputJson: withReserved(inputJson, reservedInputs(options)),
    outputJson: jsonSchemaOf(name, options.output, 'output'),
    around,
    // The border parses with `options.input` before this call; the type is known there and lost on the way.
    run: async (input, context) => handler(input as z.output<Input>, context),
  }
}

/** The framework's own inputs stand last, and none of them is required. */
function withReserved(inputJson: Record<string, unknown>, reserved: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (Object.keys(reserved).length === 0) return inputJson
  return { ...inputJson, properties: { ...(inputJson['properties'] as Record<string, unknown>), ...reserved } }
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

function invalid(tool: string, problem: string): AppError {
  return new AppError('TOOL_INVALID', `Tool '${tool}': ${problem}`, { blame: 'user', data: { tool } })
}
