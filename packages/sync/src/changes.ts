import type { DocumentSpec, DocumentValue } from './document.ts'
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

/** The changes a run of log entries made, oldest first; the first entry is only the base. The oldest are dropped past CHANGES_MAX. */
export function changesOfLog(spec: DocumentSpec, log: readonly LogEntry[]): { changes: Change[]; truncated: boolean } {
  const all: Change[] = []
  for (let index = 1; index < log.length; index += 1) {
    const before = log[index - 1]
    const after = log[index]
    if (before && after) all.push(...diffValues(spec, before.value, after.value, after.revision, after.actor))
  }
  return { changes: all.slice(-CHANGES_MAX), truncated: all.length > CHANGES_MAX }
}
