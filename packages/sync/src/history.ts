import { emptyValue, type DocumentSpec, type DocumentValue } from './document.ts'
import { afterChanges } from './intent.ts'
import type { Loaded, LogEntry } from './store.ts'
import { upgradeValue } from './upgrade.ts'

/** Revisions between two snapshots in the log. */
const SNAPSHOT_EVERY = 64

/** Whether the log entry of a revision carries the whole value: the first does, and each after so many. */
export function hasSnapshot(revision: number): boolean {
  return revision % SNAPSHOT_EVERY === 1
}

/** The value a document had at a revision; null when it is no longer kept, or not yet made. Revision 0 is the empty document. */
export function valueAt(spec: DocumentSpec, loaded: Loaded, revision: number): DocumentValue | null {
  if (revision === 0) return emptyValue(spec)
  const { document, history } = loaded
  if (document?.revision === revision) return upgradeValue(spec, document.value, document.schemaVersion)
  const [first, ...later] = history
  if (first?.snapshot == null || history.at(-1)?.revision !== revision) return null
  const value = later.reduce((before, { changes }) => afterChanges(spec, before, changes), first.snapshot)
  return upgradeValue(spec, value, first.schemaVersion)
}

/** What of a whole log, oldest first, `Loaded.history` is: for stores that hold it in memory. */
export function historyIn(log: readonly LogEntry[], revision: number): LogEntry[] {
  const end = log.findIndex((entry) => entry.revision === revision)
  const start = log.findLastIndex((entry, index) => index <= end && entry.snapshot !== null)
  return start < 0 ? [] : log.slice(start, end + 1)
}
