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
 * empty document. The oldest are dropped past CHANGES_MAX.
 */
export function changesOfLog(spec: DocumentSpec, log: readonly LogEntry[], since: number): { changes: Change[]; truncated: boolean } {
  const all: Change[] = []
  let before = since === 0 ? emptyValue(spec) : null
  for (const entry of log) {
    if (before !== null) all.push(...diffValues(spec, before, entry.value, entry.revision, entry.actor))
    before = entry.value
  }
  const isCut = since !== 0 && log[0] !== undefined && log[0].revision > since
  return { changes: all.slice(-CHANGES_MAX), truncated: isCut || all.length > CHANGES_MAX }
}
