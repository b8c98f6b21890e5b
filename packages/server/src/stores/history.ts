import type { LogEntry } from '@lockstep/sync'

/** Revisions of a document that stay mergeable. @see sync-protocol 3.3 */
export const HISTORY_REVISIONS = 256
/** Milliseconds for which a revision stays mergeable however many came after it. @see sync-protocol 3.3 */
export const HISTORY_MS = 24 * 60 * 60_000

/** True while the entry is within either bound, seen from the newest one. */
export function isLogKept(entry: Pick<LogEntry, 'revision' | 'at'>, newest: Pick<LogEntry, 'revision' | 'at'>): boolean {
  return entry.revision > newest.revision - HISTORY_REVISIONS || entry.at > newest.at - HISTORY_MS
}
