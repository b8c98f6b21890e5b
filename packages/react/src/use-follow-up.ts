import { useMemo, useSyncExternalStore } from 'react'
import { followUpsOf, type FollowUpQueue, type FollowUpState } from './follow-up-queue.ts'
import { useViewServices } from './view-context.ts'

export interface FollowUp extends FollowUpState, Pick<FollowUpQueue, 'send' | 'retry'> {}

/** Messages to the model in the person's name: queued while the model is known to be busy, sent after what is unsaved, in order. */
export function useFollowUp(): FollowUp {
  const { runtime, environment } = useViewServices()
  const queue = followUpsOf(runtime, environment)
  const state = useSyncExternalStore(queue.subscribe, queue.getState, queue.getState)
  return useMemo(() => ({ ...state, send: queue.send, retry: queue.retry }), [queue, state])
}
