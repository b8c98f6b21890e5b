import { emptyValue, type DocumentSpec, type DocumentValue } from './document.ts'
import { CHANGES_MAX, type Actor, type Change } from './protocol.ts'
import type { LogEntry } from './store.ts'

/** What differs between two values, entry by entry, as one actor's doing. */
export function diffValues(spec: DocumentSpec, from: DocumentValue, to: DocumentValue, revision: number, by: Actor): Change[] {
  const changes: Change[] = []
  for (const field of Object.keys(spec.fields)) {
    const before = from[field] ?? {}
    const after = to[field] ?? {}
    for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (before[id] !== after[id]) changes.push({ revision, by, field, id, from: before[id] ?? null, to: after[id] ?? null })
    }
  }
  return changes
}

/**
 * The changes a run of log entries made since a revision, oldest first; the entry of that revision is only the base, and revision 0 is the
 * empty document. Entries may be missing in between. The oldest are dropped past CHANGES_MAX.
 */
export function changesOfLog(spec: DocumentSpec, log: readonly LogEntry[], since: number): { changes: Change[]; truncated: boolean } {
  const all: Change[] = []
  let before: { revision: number; value: DocumentValue } = { revision: 0, value: emptyValue(spec) }
  let isCut = false
  for (const entry of log) {
    // across a gap nobody knows who did what
    if (entry.revision === before.revision + 1 && before.revision >= since) {
      all.push(...diffValues(spec, before.value, entry.value, entry.revision, entry.actor))
    } else if (entry.revision !== since) isCut = true
    before = entry
  }
  return { changes: all.slice(-CHANGES_MAX), truncated: isCut || all.length > CHANGES_MAX }
}
