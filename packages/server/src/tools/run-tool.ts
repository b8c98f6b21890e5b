import { RESULT_META, STRUCTURED_CONTENT_WARN_TOKENS } from '@lockstep/contract'
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { TOOL_INPUT_MAX_ELEMENTS } from '../http/http-limits.ts'
import { isStoreUnavailable } from '../stores/is-store-unavailable.ts'
import { hasMoreElements } from './has-more-elements.ts'
import { ERROR_META, ToolRefusal } from './tool-refusal.ts'
import type { Tool, ToolContext } from './tool.ts'

/** Bytes of typical JSON that make one token, as measured 2026-11-21: 2.6 to 3.2. Bytes never undercount by more than that. */
const BYTES_PER_TOKEN = 3
/** Bytes of model-visible answer past which the log warns. */
export const MODEL_BYTES_WARN = STRUCTURED_CONTENT_WARN_TOKENS * BYTES_PER_TOKEN

export interface RunOptions {
  /** In development a wrong output names its path in the answer; in production it is only logged. */
  isDevelopment: boolean
  newErrorId(): string
  logger: Logger
}

/** Parses, calls, parses again: the whole of a tool call. Never throws: every failure is a result with `isError`. */
export async function runTool(tool: Tool, rawInput: unknown, context: ToolContext, options: RunOptions): Promise<CallToolResult> {
  if (hasMoreElements(rawInput, TOOL_INPUT_MAX_ELEMENTS)) {
    return failure('too_large', `Invalid arguments for ${tool.name}: they hold more than ${TOOL_INPUT_MAX_ELEMENTS} elements. Send fewer.`, {})
  }
  const input = tool.options.input.safeParse(rawInput ?? {})
  if (!input.success) {
    const { fault } = tool.options
    return fault === undefined ? invalidInput(tool.name, input.error) : refused(fault(input.error, rawInput))
  }
  try {
    const answer = await tool.run(input.data, context)
    const output = tool.options.output.safeParse(answer.model)
    if (!output.success) return invalidOutput(tool.name, output.error, options)
    const text = answer.text.trim() === '' ? JSON.stringify(output.data) : answer.text
    warnWhenLarge(tool.name, output.data, text, options.logger)
    const meta = { ...answer.private, ...(answer.close === true ? { [RESULT_META.closeWidget]: true } : {}) }
    return {
      content: [{ type: 'text', text }],
      structuredContent: output.data,
      ...(Object.keys(meta).length === 0 ? {} : { _meta: meta }),
    }
  } catch (error) {
    return error instanceof ToolRefusal ? refused(error) : unexpected(tool.name, error, options)
  }
}

function invalidInput(name: string, error: z.ZodError): CallToolResult {
  const { path, message } = firstIssue(error)
  const at = path === '' ? '' : ` at ${path}`
  return failure('invalid_request', `Invalid arguments for ${name}${at}: ${message}`, path === '' ? {} : { path })
}

/** An answer that breaks its own schema is our bug: told in full to a developer, by id only to anybody else. */
function invalidOutput(name: string, error: z.ZodError, options: RunOptions): CallToolResult {
  const { path, message } = firstIssue(error)
  const errorId = options.newErrorId()
  options.logger.error({ tool: name, path, reason: message, errorId }, 'tool output does not match its schema')
  if (!options.isDevelopment) return failure('internal_error', generic(errorId), { errorId })
  return failure('invalid_output', `Tool ${name} answered something its output schema does not allow at '${path}': ${message}`, { path, errorId })
}

function refused(error: ToolRefusal): CallToolResult {
  return failure(error.code, error.message, { ...error.data, ...(error.path === null ? {} : { path: error.path }) })
}

function unexpected(name: string, error: unknown, options: RunOptions): CallToolResult {
  const errorId = options.newErrorId()
  options.logger.error({ tool: name, errorId, err: error }, 'tool failed unexpectedly')
  if (isStoreUnavailable(error)) {
    return failure('unavailable', `The server cannot save at the moment. Send the same call again. Error id: ${errorId}.`, {
      errorId,
    })
  }
  return failure('internal_error', generic(errorId), { errorId })
}

function generic(errorId: string): string {
  return `Something went wrong on the server; nothing is known to have changed. Try again, or report error id ${errorId}.`
}

function failure(code: string, message: string, facts: Readonly<Record<string, unknown>>): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: message }], _meta: { [ERROR_META]: { ...facts, code, message } } }
}

function firstIssue(error: z.ZodError): { path: string; message: string } {
  const issue = error.issues[0]
  return { path: issue?.path.map(String).join('.') ?? '', message: issue?.message ?? 'does not match the schema' }
}

function warnWhenLarge(tool: string, model: unknown, text: string, logger: Logger): void {
  const bytes = Buffer.byteLength(JSON.stringify(model)) + Buffer.byteLength(text)
  if (bytes > MODEL_BYTES_WARN) logger.warn({ tool, bytes, limitBytes: MODEL_BYTES_WARN }, 'tool answer is large for a model; send less or summarise')
}
