import { isInputRequiredResult, ProtocolError, type CallToolResult } from '@modelcontextprotocol/server'
import { authChallengeResult } from '../auth/challenge.ts'
import { isOutcomeUnknown } from '../stores/is-outcome-unknown.ts'
import { overBudget, WARNINGS_META } from './budget.ts'
import { AuthNeeded } from './need-auth.ts'
import type { Effect } from './operations.ts'
import { ReplyFault } from './reply-fault.ts'
import { resultOfReply } from './reply-result.ts'
import type { RunOptions } from './run-options.ts'
import { invalidOutput, overBudgetFailure, refused, unexpected, type Known } from './tool-failure.ts'
import { ToolRefusal } from './tool-refusal.ts'
import type { Tool, ToolAnswer, ToolContext } from './tool.ts'

/** Runs a tool's handler and says how that ended. Rejects only with a ProtocolError, which is the handler's own word to the client. */
export async function runHandler(tool: Tool, input: unknown, context: ToolContext, options: RunOptions): Promise<Effect> {
  let answer: ToolAnswer
  try {
    answer = await tool.run(input, context)
  } catch (error) {
    return thrown(tool, error, context, options)
  }
  if (isInputRequiredResult(answer)) return { kind: 'nothing', result: answer }
  try {
    return withinBudget(tool, resultOfReply(tool, answer), options)
  } catch (error) {
    // the handler is through: what it did stays, and only its answer is no good
    return { kind: 'unknown', result: badAnswer(tool, error, options), cause: error }
  }
}

/** What is told of an answer that cannot be sent, once its effect is there. */
export function badAnswer(tool: Tool, error: unknown, options: RunOptions): CallToolResult {
  return error instanceof ReplyFault ? invalidOutput(tool, error, true, options) : unexpected(tool, error, 'done', options)
}

/** A throw says that nothing was changed, unless the handler was torn out of its work or the store itself does not know. */
function thrown(tool: Tool, error: unknown, context: ToolContext, options: RunOptions): Effect {
  const isMeant = error instanceof ToolRefusal || error instanceof ReplyFault
  const isUnknown = !isMeant && (context.signal.aborted || isOutcomeUnknown(error))
  // nobody gets a ProtocolError of a run that was torn out of its work either: it would say that nothing happened
  if (isUnknown) return { kind: 'unknown', result: unexpected(tool, error, 'unknown', options), cause: error }
  return { kind: 'nothing', result: thrownResult(tool, error, 'nothing', context, options), cause: error }
}

/** What the caller is told of an error. @throws {ProtocolError} it is the tool's own word to the client, and goes past the result */
export function thrownResult(tool: Tool, error: unknown, known: Known, context: ToolContext, options: RunOptions): CallToolResult {
  if (error instanceof AuthNeeded) return challenged(error, context, options)
  if (error instanceof ToolRefusal) return refused(error)
  if (error instanceof ProtocolError) throw error
  // of `operation.finish`, inside the transaction that it stopped
  if (error instanceof ReplyFault) return invalidOutput(tool, error, known !== 'nothing', options)
  return unexpected(tool, error, known, options)
}

function challenged({ message, scopes }: AuthNeeded, { auth }: ToolContext, options: RunOptions): CallToolResult {
  const reason = auth === null ? 'signed_out' : 'insufficient_scope'
  // what was agreed to stays in the list: a client that asks for exactly these must not lose the rest
  return authChallengeResult(options.auth, { reason, description: message, scopes: [...new Set([...(auth?.scopes ?? []), ...scopes])] })
}

/** An answer, with what a developer should mend about its cost. @throws {ReplyFault} when it is no JSON. */
export function withinBudget(tool: Tool, result: CallToolResult, options: RunOptions): Effect {
  const over = overBudget(result.structuredContent, result.content, options.budget)
  if (over === null) return { kind: 'answer', result }
  options.logger.warn({ tool: tool.name, ...over }, 'tool answer is large for a model; send less or summarise')
  if (!options.isDevelopment) return { kind: 'answer', result }
  if (options.budget.mode === 'error') return { kind: 'unknown', result: overBudgetFailure(tool, over) }
  return { kind: 'answer', result: { ...result, _meta: { ...result._meta, [WARNINGS_META]: [{ code: 'over_budget', ...over }] } } }
}
