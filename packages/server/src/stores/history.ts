import type { LogEntry } from '@lockstep/sync'

/** Revisions of a document that stay mergeable, at least. @see sync-protocol 3.3 */
export const HISTORY_REVISIONS = 256
/** Milliseconds for which a revision stays mergeable however many came after it. @see sync-protocol 3.3 */
export const HISTORY_MS = 24 * 60 * 60_000

/**
 * The log without what is past both bounds, seen from its newest entry. It ends at a snapshot, so that each revision that is kept can be rebuilt,
 * and only an entry with one ends anything: up to the distance of two snapshots more is kept.
 */
export function keptLog(log: readonly LogEntry[], newest: LogEntry): LogEntry[] {
  if (newest.snapshot === null) return [...log]
  const first = log.findLast(
    ({ snapshot, revision, at }) => snapshot !== null && revision <= newest.revision - HISTORY_REVISIONS && at <= newest.at - HISTORY_MS,
  )
  return first === undefined ? [...log] : log.filter(({ revision }) => revision >= first.revision)
}
