import { isRecord } from '@lockstep/contract'
import type { Mutation, SyncQueue } from '@lockstep/sync'
import type { ViewRuntime } from '@lockstep/view'

/** Where unsent edits live in the private view state: document id -> queue. */
export const QUEUE_KEY = 'lockstep/queue'

/** The queue an earlier life of this view left for a document, or null; what is not a queue of ours counts as none. */
export function readQueue(runtime: ViewRuntime, documentId: string): SyncQueue | null {
  const kept = queuesOf(runtime)[documentId]
  if (!isRecord(kept) || kept['v'] !== 1 || kept['documentId'] !== documentId) return null
  const unacked = kept['unacked']
  const inflight = parseMutation(kept['inflight'])
  const next = parseMutation(kept['next'])
  if (inflight === null && next === null) return null
  return { v: 1, documentId, inflight, next, unacked: Array.isArray(unacked) ? unacked.filter((id) => typeof id === 'string') : [] }
}

/** Writes ahead: when this returns, the host has the queue. */
export function writeQueue(runtime: ViewRuntime, documentId: string, queue: SyncQueue | null): void {
  const { [documentId]: _old, ...others } = queuesOf(runtime)
  const queues = queue === null ? others : { ...others, [documentId]: queue }
  const { [QUEUE_KEY]: _before, ...rest } = runtime.getSnapshot().viewState.private ?? {}
  runtime.setViewState({ private: Object.keys(queues).length === 0 ? rest : { ...rest, [QUEUE_KEY]: queues } })
}

function queuesOf(runtime: ViewRuntime): Record<string, unknown> {
  const queues = runtime.getSnapshot().viewState.private?.[QUEUE_KEY]
  return isRecord(queues) ? queues : {}
}

/** Only the shape the engine relies on; the server judges the rest. */
function parseMutation(value: unknown): Mutation | null {
  const isMutation =
    isRecord(value) &&
    typeof value['mutationId'] === 'string' &&
    typeof value['documentId'] === 'string' &&
    typeof value['clientId'] === 'string' &&
    isRecord(value['value']) &&
    Object.values(value['value']).every(isRecord) &&
    Array.isArray(value['supersedes'])
  return isMutation ? (value as unknown as Mutation) : null
}
