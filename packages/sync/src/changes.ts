import { CHANGES_MAX, type Change } from './protocol.ts'
import type { LogEntry } from './store.ts'

/** Newest log entries a reply has to load, however old its base: each made one change at least. */
export const CHANGES_LOG_ENTRIES = CHANGES_MAX + 1

/** The changes that log entries after a revision made, oldest first. The oldest are dropped past CHANGES_MAX, or when their entries are not given. */
export function changesOfLog(log: readonly LogEntry[], since: number): { changes: Change[]; truncated: boolean } {
  const all = log.flatMap(({ revision, actor, changes }) => changes.map((change): Change => ({ ...change, revision, by: actor })))
  const isCut = since > 0 && log.length > 0 && log[0]?.revision !== since + 1
  return { changes: all.slice(-CHANGES_MAX), truncated: isCut || all.length > CHANGES_MAX }
}
