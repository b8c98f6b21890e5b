import { checkToolAuth } from '../auth/check-tool-auth.ts'
import { asReader } from '../documents/read-guard.ts'
import { TOOL_INPUT_MAX_ELEMENTS } from '../http/http-limits.ts'
import { canonicalHash } from './canonical-json.ts'
import { askByForm, askInTwoSteps, declined, formAnswer, plainQuestion, takesForms } from './confirm-answers.ts'
import type { Confirmable, ConfirmableCall } from './confirmations.ts'
import { insideMiddleware, type Ran } from './inside-middleware.ts'
import { inspectArguments } from './inspect-arguments.ts'
import { operationKey, type KeyedCall, type OperationKey } from './operation-key.ts'
import { callerOf } from './operation-record.ts'
import type { Effect, OperationCall, ToolResult } from './operations.ts'
import { takeReserved, takesConfirmation, takesOperationId, type ReservedInputs } from './reserved-inputs.ts'
import { runHandler, thrownResult } from './run-handler.ts'
import type { RunOptions } from './run-options.ts'
import { failure, invalidInput, timedOut, tooLate, unparsedInput } from './tool-failure.ts'
import type { Tool, ToolContext } from './tool.ts'
import { TIME_UP, timeLimitMs, withinTime } from './within-time.ts'

export type { RunOptions } from './run-options.ts'

/** A call whose arguments are good and whose caller may make it. */
interface Call {
  tool: Tool
  input: Record<string, unknown>
  /** Arguments as they came, without the framework's own. */
  raw: unknown
  reserved: ReservedInputs
  context: ToolContext
  /** Aborts when the tool's time is up, whatever the caller does. */
  time: AbortSignal
  options: RunOptions
}

/**
 * The whole of a tool call: sign-in, arguments, middleware, confirmation, once, handler, answer, all within the tool's time. Every failure is a
 * result with `isError`; only an app's own ProtocolError is thrown. `context.operation` is set here.
 */
export async function runTool(tool: Tool, rawInput: unknown, context: ToolContext, options: RunOptions): Promise<ToolResult> {
  const timeoutMs = timeLimitMs(tool.options)
  const limit = { timeoutMs, timers: options.timers, signal: context.signal }
  const result = await withinTime(limit, async (signal, time) => {
    const ownContext = { ...context, signal, operation: null }
    try {
      return await admit(tool, rawInput, ownContext, time, options)
    } catch (error) {
      // the question could not be put together, or the store could not take the call: nothing ran
      return thrownResult(tool, error, 'nothing', ownContext, options)
    }
  })
  return result === TIME_UP ? timedOut(tool, timeoutMs, options) : result
}

async function admit(tool: Tool, rawInput: unknown, context: ToolContext, time: AbortSignal, options: RunOptions): Promise<ToolResult> {
  // before anything that was sent is judged: nobody's input runs an app's refinements
  const denied = checkToolAuth(tool.options.auth, context.auth, options.auth)
  if (denied !== null) return denied
  const flaw = inspectArguments(rawInput, TOOL_INPUT_MAX_ELEMENTS)
  if (flaw?.code === 'too_large') {
    return failure('too_large', `Invalid arguments for ${tool.name}: they hold more than ${TOOL_INPUT_MAX_ELEMENTS} elements. Send fewer.`, {})
  }
  if (flaw?.code === 'forbidden_key') return invalidInput(tool, { path: '', message: `they may not hold a member named ${flaw.key}` })
  const taken = takeReserved(tool.options, rawInput)
  if ('path' in taken) return invalidInput(tool, taken)
  const { rest: raw, reserved } = taken
  const parsed = tool.options.input.safeParse(raw)
  if (!parsed.success) return unparsedInput(tool, parsed.error, rawInput)
  const call: Call = { tool, input: parsed.data, raw, reserved, context, time, options }
  const run = () => insideMiddleware(call, () => (takesConfirmation(tool.options) ? askFirst(call) : carryOut(call, null)))
  return tool.options.effect === 'read' ? asReader(run, tool.name) : run()
}

/** Runs what a person has agreed to, and asks about the rest. A repeat of what was agreed to and done gets its answer, not a new question. */
async function askFirst(call: Call): Promise<Ran> {
  const { tool, input, raw, reserved, context, options } = call
  const { confirm } = tool.options
  if (typeof confirm !== 'function') return carryOut(call, null)
  const form = formAnswer(context.mcp)
  const given = reserved.confirmation ?? (form === null || form === 'declined' ? null : form.token)
  const known = await meetRepeat(call, given)
  if (known !== null) return { result: known }
  if (form === 'declined') return { result: declined(tool.name) }
  const question = await confirm(input, context)
  const { operationId } = reserved
  const agreed: ConfirmableCall = { tool: tool.name, raw, context, operationId }
  // nothing to ask any more, as when a parallel call with the same confirmation was faster: still the very call that it was given for
  if (question === null) return carryOut(call, given !== null && options.confirmations.isOfCall(given, agreed) ? given : null)
  const about: Confirmable = { ...agreed, question }
  const check = given === null ? null : options.confirmations.check(given, about)
  if (check === 'valid') return carryOut(call, given)
  const told = { tool: tool.name, question: plainQuestion(question.question), ...options.confirmations.mint(about), fault: check }
  // a view asks in its own place
  return { result: operationId === undefined && takesForms(context.mcp) ? askByForm(told) : askInTwoSteps(told) }
}

async function meetRepeat(call: Call, confirmation: string | null): Promise<ToolResult | null> {
  const key = keyOf(call, confirmation)
  return key === null || key.origin === 'model' ? null : call.options.operations.meet(operationCall(call, key))
}

/** Runs the handler, once where the framework counts. */
async function carryOut(call: Call, confirmation: string | null): Promise<Ran> {
  const { tool, input, context, time, options } = call
  let effect: Effect | undefined
  const runWith = async (own: Partial<ToolContext>): Promise<Effect> => {
    effect = context.signal.aborted ? { kind: 'nothing', result: tooLate(tool) } : await runHandler(tool, input, { ...context, ...own }, options)
    return effect
  }
  if (!takesOperationId(tool.options)) return { result: (await runWith({})).result, effect }
  const key = keyOf(call, confirmation)
  if (key === null) return { result: await options.operations.each((operation) => runWith({ operation })), effect }
  // a repeat may wait for this run, or come for its answer: its own caller's line is no reason to tear it out of its work
  const result = await options.operations.once(operationCall(call, key), (operation) => runWith({ operation, signal: time }))
  return { result, effect }
}

function keyOf({ tool, raw, reserved, context, options }: Call, confirmation: string | null): OperationKey | null {
  if (!takesOperationId(tool.options)) return null
  const keyed: KeyedCall = {
    appName: options.appName,
    tool,
    raw,
    context,
    operationId: reserved.operationId,
    confirmation: confirmation ?? undefined,
  }
  return operationKey(keyed)
}

function operationCall({ tool, raw, context }: Call, key: OperationKey): OperationCall {
  return { key, tool, args: canonicalHash(raw), caller: callerOf(context), timeoutMs: timeLimitMs(tool.options) }
}
