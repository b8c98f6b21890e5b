import { HOST_TO_VIEW, VIEW_TO_HOST } from '@lockstep/contract'
import type { ViewPicture } from '../core/view-session.ts'
import type { FaultBoard } from './fault-board.ts'

/**
 * What a view is sent after it kept state or told the model something, while `reference-churn` is on (H27): all it knows already, as new objects.
 * Null when there is nothing of the kind.
 */
export function churnAfter(method: string, picture: () => ViewPicture, faults: FaultBoard): Record<string, unknown> | null {
  if (method === 'openai/setWidgetState' && faults.take('reference-churn') !== null)
    return { method: 'openai/set_globals', params: { globals: {}, churn: true } }
  if (method === VIEW_TO_HOST.updateModelContext && faults.take('reference-churn') !== null)
    return { method: HOST_TO_VIEW.hostContextChanged, params: picture().hostContext }
  return null
}
