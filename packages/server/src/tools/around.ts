import { AppError } from '@lockstep/contract'
import { isInputRequiredResult } from '@modelcontextprotocol/server'
import type { Reply } from './reply.ts'
import type { ToolAnswer, ToolContext, ToolEffect, ToolOptions } from './tool.ts'

/** A call as middleware sees it: its caller has signed in where the tool wants that, and its input is parsed. `context.operation` is null. */
export interface ToolCall {
  readonly name: string
  readonly effect: ToolEffect
  readonly options: ToolOptions
  readonly input: Readonly<Record<string, unknown>>
  readonly context: ToolContext
}

/**
 * Runs around each call of each tool, outermost: before the person is asked (`confirm`) and before a repeat is known or anything is kept, so that
 * limits and access belong here. Call `next` once at most and answer what it gives, or something else, which is held to the tool's schema; throw
 * `toolError` to refuse. Around a tool of effect `read` it may not write either.
 *
 * `next` gives the answer as it is sent and kept, a repeat's too. It rejects with a ToolRefusal that has the code and words of the failure, a question
 * for the person among them (`confirmation_required`); `cause` is what the handler threw. What middleware throws or answers afterwards changes what
 * this caller is told, never what is kept: a repeat gets the first answer and comes through here again.
 */
export type Around = (call: ToolCall, next: () => Promise<ToolAnswer>) => ToolAnswer | Promise<ToolAnswer>

/** True for a reply, false for the protocol's wish for more input. */
export function isReply(answer: ToolAnswer): answer is Reply<unknown> {
  return !isInputRequiredResult(answer)
}

/** The handler inside all middleware, the first that was declared outermost. Runs it once at most: a second effect is nobody's retry. */
export async function runAround(around: readonly Around[], call: ToolCall, handler: () => ToolAnswer | Promise<ToolAnswer>): Promise<ToolAnswer> {
  const [first, ...rest] = around
  if (first === undefined) return handler()
  let hasRun = false
  return first(call, async () => {
    if (hasRun) {
      const message = `Tool '${call.name}': expected its middleware to call next once, got a second call. Keep the first answer.`
      throw new AppError('TOOL_NEXT_TWICE', message, { blame: 'user', data: { tool: call.name } })
    }
    hasRun = true
    return runAround(rest, call, handler)
  })
}
