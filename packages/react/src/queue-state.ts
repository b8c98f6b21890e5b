import { isRecord } from '@lockstep/contract'
import type { Draft, SyncQueue } from '@lockstep/sync'
import type { ViewRuntime } from '@lockstep/view'
import { keptEntries, writeEntry } from './kept-entries.ts'

/** Where unsent edits live in the private view state: document id -> queue. */
export const QUEUE_KEY = 'lockstep/queue'

/** The queue an earlier life of this view left for a document, or null; what is not a queue of ours counts as none. */
export function readQueue(runtime: ViewRuntime, documentId: string): SyncQueue | null {
  const kept = keptEntries(runtime, QUEUE_KEY)[documentId]
  if (!isRecord(kept) || kept['v'] !== 2 || kept['documentId'] !== documentId || !Array.isArray(kept['drafts'])) return null
  const drafts: unknown[] = kept['drafts']
  return drafts.length > 0 && drafts.every(isDraft) ? { v: 2, documentId, drafts } : null
}

/** Writes ahead: when this returns, the host has the queue. */
export function writeQueue(runtime: ViewRuntime, documentId: string, queue: SyncQueue | null): void {
  writeEntry(runtime, QUEUE_KEY, documentId, queue)
}

/** Only the shape the engine relies on; the server judges the rest. */
function isDraft(value: unknown): value is Draft {
  return (
    isRecord(value) &&
    [value['mutationId'], value['clientId']].every((id) => typeof id === 'string') &&
    [value['seq'], value['schemaVersion']].every((number) => typeof number === 'number') &&
    (value['base'] === null ||
      (isRecord(value['base']) && typeof value['base']['epoch'] === 'string' && typeof value['base']['revision'] === 'number')) &&
    [value['supersedes'], value['intent']].every(Array.isArray) &&
    (value['intent'] as unknown[]).every(isEntryChange)
  )
}

function isEntryChange(value: unknown): boolean {
  if (!isRecord(value) || typeof value['field'] !== 'string' || typeof value['id'] !== 'string') return false
  return [value['from'], value['to']].every((entry) => entry === null || typeof entry === 'number' || typeof entry === 'string')
}
