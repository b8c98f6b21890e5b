import type { ToolResult } from '../tools/operations.ts'

/** How a call ended before the SDK was asked to write its answer. */
export type ReadyAnswer = { readonly result: ToolResult } | { readonly error: unknown }

const ready = new WeakMap<Request, ReadyAnswer>()

/** Leaves the outcome of a call with its request: the SDK's handler then takes it instead of running the tool again. */
export function leaveReady(request: Request, answer: ReadyAnswer): void {
  ready.set(request, answer)
}

/** The outcome that was left, once. */
export function takeReady(request: Request | undefined): ReadyAnswer | null {
  const answer = request === undefined ? undefined : ready.get(request)
  if (request === undefined || answer === undefined) return null
  ready.delete(request)
  return answer
}
