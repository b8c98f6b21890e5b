import { lostReply, targetOf, type CallLayer } from './call-layer.ts'

/** What happens to the two ends while a call is under way: the server is started again, or the view that called is loaded anew. */
export const callInterruptions: CallLayer = (next, { faults, mcpUrl, restartServer, remountView }) => {
  return async (name, args, options) => {
    const target = targetOf(name, options)
    if (faults.take('restart-server', target) !== null) {
      const answer = next(name, args, options)
      answer.catch(() => undefined)
      await restartServer()
      throw lostReply(mcpUrl, 'Restart during a call')
    }
    const answer = next(name, args, options)
    if (options.instanceId !== undefined && faults.take('remount', target) !== null) {
      // The call has left; the document that waits for its answer goes.
      remountView(options.instanceId)
    }
    return answer
  }
}
