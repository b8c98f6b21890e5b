import type { CallLayer } from './call-layer.ts'
import { lostReply, targetOf } from './call-layer.ts'
import { wait } from './wait.ts'

/**
 * Calls that arrive more often than they were made, and answers that never do (H14). A repeat is the same call (name, arguments and `_meta`) in a
 * JSON-RPC request of its own, as a client that retries sends it.
 */
export const callDelivery: CallLayer = (next, { faults, clock, mcpUrl }) => {
  return async (name, args, options) => {
    const target = targetOf(name, options)
    const send = () => next(name, args, options)

    if (faults.take('deliver-twice', target) !== null) {
      return Promise.any([send(), send()]).catch((error: unknown) => Promise.reject(firstOf(error)))
    }
    if (faults.take('lose-reply-and-retry', target) !== null) {
      // Whatever the first came to, a client that got no answer does not know it.
      await send().catch(() => undefined)
      return send()
    }
    if (faults.take('lose-reply', target) !== null) {
      await send().catch(() => undefined)
      throw lostReply(mcpUrl, 'Lose the reply')
    }
    const late = faults.take('late-duplicate', target)
    const answer = send()
    if (late !== null) {
      const { signal: _signal, ...alone } = options
      // Nobody waits for the straggler; what became of it is in the trace of the server and in what the next reader sees.
      const straggle = async (): Promise<void> => {
        await wait(clock, late.ms)
        await next(name, args, alone)
      }
      void answer.then(straggle, straggle).catch(() => undefined)
    }
    return answer
  }
}

function firstOf(error: unknown): Error {
  const [first]: unknown[] = error instanceof AggregateError ? error.errors : [error]
  return first instanceof Error ? first : new Error('Both calls failed.')
}
