import { ERROR_META, isRecord, REPLAYED_META, RESULT_META } from '@lockstep/contract'
import { isInputRequiredResult, type CallToolResult } from '@modelcontextprotocol/server'
import { runAround } from './around.ts'
import { WARNINGS_META } from './budget.ts'
import type { Effect, ToolResult } from './operations.ts'
import type { Reply } from './reply.ts'
import { resultOfReply } from './reply-result.ts'
import { badAnswer, thrownResult, withinBudget } from './run-handler.ts'
import type { RunOptions } from './run-options.ts'
import type { Known } from './tool-failure.ts'
import { ToolRefusal } from './tool-refusal.ts'
import type { Tool, ToolAnswer, ToolContext } from './tool.ts'

/** What a call came to: its result, and how its handler ended where this call ran it. */
export interface Ran {
  readonly result: ToolResult
  readonly effect?: Effect | undefined
}

export interface MiddlewareCall {
  readonly tool: Tool
  readonly input: Record<string, unknown>
  readonly context: ToolContext
  readonly options: RunOptions
}

/** A call that did not succeed, as middleware meets it: a refusal with the code and words of the answer, which carries the whole of that along. */
class FailedCall extends ToolRefusal {
  readonly result: CallToolResult

  constructor(result: CallToolResult, cause: unknown) {
    const told = result._meta?.[ERROR_META]
    const { code, message, path, ...data } = isRecord(told) ? told : {}
    super(typeof code === 'string' ? code : 'failed', typeof message === 'string' ? message : '', {
      ...(typeof path === 'string' ? { path } : {}),
      data,
    })
    this.name = 'FailedCall'
    this.cause = cause
    this.result = result
  }
}

/**
 * Carries a call out inside the app's middleware, which is around the confirmation and the count of repeats too: what it refuses is neither asked nor
 * kept, and what it does afterwards frees no id. An answer that it changes is held to the tool's schema again.
 */
export async function insideMiddleware({ tool, input, context, options }: MiddlewareCall, carryOut: () => Promise<Ran>): Promise<ToolResult> {
  if (tool.around.length === 0) return (await carryOut()).result
  let known: Known = 'nothing'
  let settled: { answer: Reply<unknown>; result: CallToolResult } | null = null
  const next = async (): Promise<ToolAnswer> => {
    known = 'unknown'
    const { result, effect } = await carryOut().catch((error: unknown) => {
      // the store could not take it, or the handler had a word of the protocol's: nothing was changed
      known = 'nothing'
      throw error
    })
    known = knownOf(result, effect)
    if (isInputRequiredResult(result)) return result
    if (result.isError === true) throw new FailedCall(result, effect !== undefined && 'cause' in effect ? effect.cause : undefined)
    settled = { result, answer: replyOf(result) }
    return settled.answer
  }
  const call = { name: tool.name, effect: tool.options.effect, options: tool.options, input, context }
  let answer: ToolAnswer
  try {
    answer = await runAround(tool.around, call, next)
  } catch (error) {
    return error instanceof FailedCall ? error.result : thrownResult(tool, error, known, context, options)
  }
  return isInputRequiredResult(answer) ? answer : sent(tool, answer, settled, options)
}

function knownOf(result: ToolResult, effect: Effect | undefined): Known {
  if (isInputRequiredResult(result)) return 'nothing'
  if (result.isError !== true) return 'done'
  return effect?.kind === 'unknown' ? 'unknown' : 'nothing'
}

function sent(
  tool: Tool,
  answer: Reply<unknown>,
  settled: { answer: Reply<unknown>; result: CallToolResult } | null,
  options: RunOptions,
): ToolResult {
  if (settled?.answer === answer) return settled.result
  try {
    const { result } = withinBudget(tool, resultOfReply(tool, answer), options)
    const isRepeat = settled?.result._meta?.[REPLAYED_META] === true
    return isRepeat ? { ...result, _meta: { ...result._meta, [REPLAYED_META]: true } } : result
  } catch (error) {
    return badAnswer(tool, error, options)
  }
}

/** A result as the reply that makes it, without what the framework wrote into its `_meta`. */
function replyOf({ structuredContent, content, _meta }: CallToolResult): Reply<unknown> {
  const { [REPLAYED_META]: _isRepeat, [WARNINGS_META]: _warnings, [RESULT_META.closeWidget]: isClosing, ...own } = _meta ?? {}
  const [first, ...more] = content
  const words = first?.type === 'text' ? { text: first.text, content: more } : { text: '', content }
  return { model: structuredContent, ...words, private: own, ...(isClosing === true ? { close: true } : {}) }
}
