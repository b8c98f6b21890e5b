import type { ServerContext } from '@modelcontextprotocol/server'
import { timed, type GuardedOptions } from './guarded.ts'
import { requestContext, type RequestContext } from './request-context.ts'

/** Runs a handler that has no time limit of its own. */
export function answering<Result>(
  options: GuardedOptions,
  context: ServerContext,
  answer: (context: RequestContext) => Result | Promise<Result>,
): Promise<Result> {
  return timed(options, context.mcpReq.signal, (signal) => answer({ ...requestContext(context, options.now()), signal }))
}

/** A name for the log: one that the app chose, or none. */
export function declaredIn(known: ReadonlyMap<string, unknown>, name: string): string | null {
  return known.has(name) ? name : null
}
