import { AppError, ERROR_META } from '@lockstep/contract'
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import { isStoreUnavailable } from '../stores/is-store-unavailable.ts'
import type { OverBudget } from './budget.ts'
import { firstIssue, type ReplyFault } from './reply-fault.ts'
import type { RunOptions } from './run-options.ts'
import { type ToolRefusal } from './tool-refusal.ts'
import type { Tool } from './tool.ts'

/** A call that failed: words for the model, code and facts for the view. */
export function failure(code: string, message: string, facts: Readonly<Record<string, unknown>>): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: message }], _meta: { [ERROR_META]: { ...facts, code, message } } }
}

export function invalidInput(tool: Tool, { path, message }: { path: string; message: string }): CallToolResult {
  const at = path === '' ? '' : ` at ${path}`
  return failure('invalid_request', `Invalid arguments for ${tool.name}${at}: ${message}`, path === '' ? {} : { path })
}

/** An input that breaks the tool's schema, in the tool's own words where it has some. */
export function unparsedInput(tool: Tool, error: z.ZodError, raw: unknown): CallToolResult {
  const { fault } = tool.options
  return fault === undefined ? invalidInput(tool, firstIssue(error)) : refused(fault(error, raw))
}

export function refused(error: ToolRefusal): CallToolResult {
  return failure(error.code, error.message, { ...error.data, ...(error.path === null ? {} : { path: error.path }) })
}

/** An answer that breaks its own schema is our bug: told in full to a developer, by id only to anybody else. `hasRun` = its effect stays. */
export function invalidOutput(tool: Tool, { path, reason }: ReplyFault, hasRun: boolean, options: RunOptions): CallToolResult {
  const errorId = options.newErrorId()
  options.logger.error({ tool: tool.name, path, reason, errorId }, 'tool output does not match its schema')
  if (!options.isDevelopment) return failure('internal_error', hasRun ? afterRun(tool, errorId) : beforeRun(errorId), { errorId })
  return failure('invalid_output', `Tool ${tool.name} answered something its output schema does not allow at '${path}': ${reason}`, { path, errorId })
}

/** What is known of a call's effect: there is none, there may be one, or there is. */
export type Known = 'nothing' | 'unknown' | 'done'

/** What is thrown and is no refusal: logged in full, answered by id. Nobody is told to send again what may have been carried out. */
export function unexpected(tool: Tool, error: unknown, known: Known, options: RunOptions): CallToolResult {
  const errorId = options.newErrorId()
  options.logger.error({ tool: tool.name, errorId, err: error }, 'tool failed unexpectedly')
  if (options.isDevelopment && error instanceof AppError && error.code === 'TOOL_READ_WRITES')
    return failure('read_writes', error.message, { errorId })
  if (known === 'done') return failure('internal_error', afterRun(tool, errorId), { errorId })
  const isUnknown = known === 'unknown' && tool.options.effect !== 'read'
  const facts = { errorId, ...(isUnknown ? { isOutcomeUnknown: true } : {}) }
  const next = isUnknown ? LOOK_FIRST : 'Send the same call again.'
  if (isStoreUnavailable(error)) return failure('unavailable', `The server cannot save at the moment. ${next} Error id: ${errorId}.`, facts)
  return failure('internal_error', isUnknown ? `Something went wrong on the server. ${next} Error id: ${errorId}.` : beforeRun(errorId), facts)
}

/** In development an answer that is too costly may be a failure. */
export function overBudgetFailure(tool: Tool, over: OverBudget): CallToolResult {
  const worst = over.fields.map(({ path, tokens }) => `${path} (${tokens})`).join(', ')
  return failure('over_budget', `The answer of ${tool.name} costs some ${over.tokens} tokens, more than ${over.limitTokens}. Most of it: ${worst}.`, {
    ...over,
  })
}

export function timedOut(tool: Tool, timeoutMs: number, options: RunOptions): CallToolResult {
  options.logger.warn({ tool: tool.name, timeoutMs }, 'tool did not answer in time')
  const next = tool.options.effect === 'read' ? 'Ask for less, or try again later.' : STILL_AT_IT
  return failure('timed_out', `Tool ${tool.name} did not answer within ${timeoutMs / 1_000} s. ${next}`, { timeoutMs })
}

/** What was not even begun: its caller has gone, or was told that the time is up. */
export function tooLate(tool: Tool): CallToolResult {
  return failure('cancelled', `The call of ${tool.name} was given up before it began; nothing was changed.`, {})
}

const STILL_AT_IT = 'It may still be carried out: look at the current state before you send it again.'
const LOOK_FIRST = 'It may have been carried out: look at the current state before you send it again.'

function beforeRun(errorId: string): string {
  return `Something went wrong on the server; nothing is known to have changed. Try again, or report error id ${errorId}.`
}

function afterRun({ options: { effect } }: Tool, errorId: string): string {
  if (effect === 'read') return beforeRun(errorId)
  return `It was carried out, but the answer cannot be told. Look at the current state before you send it again, or report error id ${errorId}.`
}
