import { STATUS_TEXT_MAX_CHARS } from '@lockstep/contract'
import { z } from 'zod'
import { reservedInputs } from './reserved-inputs.ts'
import type { ToolOptions } from './tool.ts'

/** @see MCP specification 2026-07-28, tool names (checked 2026-11-21) */
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/
const EFFECTS: readonly unknown[] = ['read', 'write', 'destroy']

/** What is wrong with a declaration, and what to write instead; null when nothing is. */
export function declarationProblem(name: string, options: ToolOptions): string | null {
  return wordProblem(name, options) ?? schemaProblem(options) ?? effectProblem(options) ?? timeProblem(options) ?? entrypointProblem(options)
}

function wordProblem(name: string, options: ToolOptions): string | null {
  if (!TOOL_NAME.test(name)) return 'expected a name of 1 to 128 letters, digits, dots, dashes and underscores.'
  if (name in Object.prototype) return `'${name}' is a member of every object; choose another name.`
  if (options.title.trim() === '') return 'expected a title, got an empty one.'
  if (options.description.trim() === '') return 'expected a description that says when to use it, got an empty one.'
  if (options.visibility?.length === 0) return "expected visibility to name 'model', 'app' or both, got nobody."
  const stranger = options.visibility?.find((who) => who !== 'model' && who !== 'app')
  if (stranger !== undefined) return `expected visibility to name 'model', 'app' or both, got '${String(stranger)}'.`
  const tooLong = options.status?.find((text) => text.length > STATUS_TEXT_MAX_CHARS)
  if (tooLong === undefined) return null
  return `expected status texts of at most ${STATUS_TEXT_MAX_CHARS} characters, got ${tooLong.length}: '${tooLong}'. Shorten it.`
}

function schemaProblem({ input, output, ...options }: ToolOptions): string | null {
  if (!(input instanceof z.ZodObject) || !(input.def.catchall instanceof z.ZodNever)) {
    return 'expected input to be z.strictObject, so that unknown members are refused.'
  }
  if (!(output instanceof z.ZodObject) || passesUndeclared(output))
    return 'expected output to be z.strictObject, so that what it declares is all it sends.'
  const hostile = Object.keys(input.shape).find((member) => member in Object.prototype)
  if (hostile !== undefined) return `its input '${hostile}' is a member of every object; choose another name.`
  const taken = Object.keys(reservedInputs(options)).find((member) => Object.hasOwn(input.shape, member))
  if (taken === undefined) return null
  return `its input '${taken}' is the framework's own on such a tool; choose another name${taken === 'operationId' ? ", or once: 'own' where the tool itself meets repeats" : ''}.`
}

function passesUndeclared(schema: z.ZodObject): boolean {
  const { catchall } = schema.def
  return catchall !== undefined && !(catchall instanceof z.ZodNever)
}

function effectProblem({ effect, idempotent, confirm, visibility, once }: ToolOptions): string | null {
  if (!EFFECTS.includes(effect)) return `expected effect 'read', 'write' or 'destroy', got '${effect}'.`
  if (effect === 'read' && idempotent === false) return "expected a tool of effect 'read' to be idempotent."
  if (effect === 'read' && once !== undefined) return "expected 'once' on tools that write; leave it out."
  if (effect === 'read' && confirm !== undefined) return "expected 'confirm' on tools that write; leave it out."
  if (effect !== 'destroy' || confirm !== undefined || visibility?.includes('model') === false) return null
  return "expected 'confirm', since the model may call it and it destroys: a function that gives the question for the person, or 'host' where the host's own question is enough."
}

function timeProblem({ timeoutMs, once }: ToolOptions): string | null {
  if (timeoutMs !== undefined && !(timeoutMs > 0)) return `expected timeoutMs above 0, got ${timeoutMs}.`
  const windows = typeof once === 'object' ? Object.entries(once) : []
  const wrong = windows.find(([, ms]) => ms !== undefined && !(Number.isFinite(ms) && ms >= 0))
  return wrong === undefined ? null : `expected once.${wrong[0]} to be milliseconds from 0, got ${wrong[1]}.`
}

const FILE_GIVEN = { file: { name: 'part.stl', resourceUri: 'file:///part.stl' } }

/** A host opens an entrypoint with the input that the extension fixes, and always shows it. @see chatgpt-contract 1.10 */
function entrypointProblem({ entrypoints = [], view, input }: ToolOptions): string | null {
  if (entrypoints.length > 0 && view === undefined) return 'expected a view, since an entrypoint opens one.'
  for (const entrypoint of entrypoints) {
    const isFile = entrypoint.type === 'file'
    const given = isFile ? FILE_GIVEN : {}
    if (!input.safeParse(given).success)
      return `expected its input to take ${JSON.stringify(given)}, as the entrypoint '${entrypoint.type}' calls it.`
    const wrong = isFile ? entrypoint.extensions.find((extension) => !/^\.[A-Za-z0-9.]+$/.test(extension)) : undefined
    if (wrong !== undefined) return `expected file extensions such as '.stl', got '${wrong}'.`
    if (isFile && entrypoint.extensions.length === 0) return "expected file extensions such as '.stl', got none."
  }
  return null
}
