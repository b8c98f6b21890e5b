import type { SyncFailure } from '@lockstep/sync'
import { toolError, type ToolRefusal } from '../tools/tool-refusal.ts'

/** A document's refusal as the error a tool throws: its message for the model, its facts (where, the state to rebase on, when to come back) for the view. */
export function refusal({ code, message, path, current, retryAfterMs }: SyncFailure): ToolRefusal {
  return toolError(code, message, {
    ...(path === undefined ? {} : { path }),
    data: { ...(current === undefined ? {} : { current }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  })
}
