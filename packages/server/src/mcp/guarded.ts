import { ERROR_META, isRecord } from '@lockstep/contract'
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import type { Timers } from '../system.ts'
import { ToolRefusal } from '../tools/tool-refusal.ts'
import { TIME_UP, TOOL_TIMEOUT_MS, withinTime } from '../tools/within-time.ts'

export interface GuardedOptions {
  logger: Logger
  timers: Timers
  newErrorId(): string
  /** Milliseconds, of the app's clock. */
  now(): number
}

/**
 * Answers one request of the protocol: what it throws by mistake is told by id only, and one line of the log says how it went. The line
 * names the method and, as `target`, the declared thing that was asked for; never arguments, answers or a name that the caller made up.
 */
export async function guarded<Result>(
  options: GuardedOptions,
  method: string,
  target: string | null,
  answer: () => Result | Promise<Result>,
): Promise<Result> {
  const start = options.now()
  const line = (outcome: string, facts: Readonly<Record<string, unknown>>): void => {
    const about = target === null ? { method } : { method, target }
    const level = outcome === 'ok' ? 'debug' : 'info'
    options.logger[level]({ ...about, ms: options.now() - start, outcome, ...facts }, 'mcp request')
  }
  try {
    const result = await answer()
    const refusal = refusalOf(result)
    if (refusal === null) line('ok', {})
    else line(String(refusal['code']), typeof refusal['errorId'] === 'string' ? { errorId: refusal['errorId'] } : {})
    return result
  } catch (error) {
    const told = tellable(error, options)
    line(told.outcome, told.errorId === null ? {} : { errorId: told.errorId })
    throw told.error
  }
}

/**
 * Runs what has no limit of its own within the time that a tool has; the signal aborts when it is up.
 * @throws {ProtocolError} with `data.code` `timed_out`.
 */
export async function timed<Result>(
  { timers }: Pick<GuardedOptions, 'timers'>,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Result | Promise<Result>,
): Promise<Result> {
  const result = await withinTime({ timeoutMs: TOOL_TIMEOUT_MS, timers, signal }, async (limited) => run(limited))
  if (result !== TIME_UP) return result
  throw new ProtocolError(ProtocolErrorCode.InternalError, `This took longer than ${TOOL_TIMEOUT_MS / 1_000} s. Ask again later.`, {
    code: 'timed_out',
  })
}

/** The reason in a tool's result, when it is one of failure. */
function refusalOf(result: unknown): Record<string, unknown> | null {
  if (!isRecord(result) || result['isError'] !== true || !isRecord(result['_meta'])) return null
  const reason = result['_meta'][ERROR_META]
  return isRecord(reason) ? reason : { code: 'error' }
}

/** An error as it may be told: a refusal in its own words, anything else by an id under which the log has it. */
export function tellable(error: unknown, options: GuardedOptions): { error: ProtocolError; outcome: string; errorId: string | null } {
  if (error instanceof ProtocolError) return { error, outcome: `rpc ${error.code}`, errorId: null }
  if (error instanceof ToolRefusal) {
    const facts = { ...error.data, code: error.code, ...(error.path === null ? {} : { path: error.path }) }
    return { error: new ProtocolError(ProtocolErrorCode.InvalidParams, error.message, facts), outcome: error.code, errorId: null }
  }
  const errorId = options.newErrorId()
  options.logger.error({ err: error, errorId }, 'mcp request failed unexpectedly')
  const message = `Something went wrong on the server. Error id: ${errorId}`
  return {
    error: new ProtocolError(ProtocolErrorCode.InternalError, message, { code: 'internal_error', errorId }),
    outcome: 'internal_error',
    errorId,
  }
}
