import { isSameFault, isTakenBack, readFault } from '../view-fault.ts'
import type { ActionContext } from './action-context.ts'

export interface LogActions {
  log(params: Record<string, unknown>): void
}

export function createLogActions(context: ActionContext): LogActions {
  return {
    log(params) {
      context.trace('view.log', { instanceId: context.instanceId, level: params['level'], data: params['data'] })
      const { fault } = context.current()
      const next = readFault(params, context.clock.now())
      const isKnown = next !== null && fault !== null && isSameFault(fault, next)
      if (isKnown) return
      if (next !== null) context.change({ fault: next })
      else if (fault !== null && isTakenBack(fault, params)) context.change({ fault: null })
    },
  }
}
