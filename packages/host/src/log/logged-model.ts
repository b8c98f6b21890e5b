import type { HostClock } from '../core/clock.ts'
import type { Model } from '../model/model.ts'
import type { MessageLog } from './message-log.ts'

/** Wraps a model so that each question and each answer is written into the log, as a pair. */
export function createModelLogger(log: MessageLog, clock: HostClock): (model: Model) => Model {
  let count = 0
  const record = (route: 'host-to-model' | 'model-to-host', message: Record<string, unknown>): void =>
    log.record({ at: clock.now(), route, app: null, instanceId: null, message: { jsonrpc: '2.0', ...message } })
  return (model) => ({
    get info() {
      return model.info
    },
    async respond(context, signal) {
      count += 1
      const id = count
      record('host-to-model', { id, method: 'model/respond', params: { ...context } })
      try {
        const step = await model.respond(context, signal)
        record('model-to-host', { id, result: { ...step } })
        return step
      } catch (error) {
        record('model-to-host', { id, error: { code: -32603, message: error instanceof Error ? error.message : String(error) } })
        throw error
      }
    },
  })
}
