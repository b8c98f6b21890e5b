import { emptyValue, schemaVersionOf, type DocumentSpec, type DocumentValue, type Entry, type FieldValue } from './document.ts'
import { merge, type MergeResult } from './merge.ts'
import type { EntryChange } from './protocol.ts'

/** What differs between two values, entry by entry. */
export function diffEntries(spec: DocumentSpec, from: DocumentValue, to: DocumentValue): EntryChange[] {
  const changes: EntryChange[] = []
  for (const field of Object.keys(spec.fields)) {
    const before = from[field] ?? {}
    const after = to[field] ?? {}
    for (const id in before) if (before[id] !== after[id]) changes.push({ field, id, from: before[id] ?? null, to: after[id] ?? null })
    for (const id in after) if (before[id] === undefined) changes.push({ field, id, from: null, to: after[id] ?? null })
  }
  return changes
}

/** The same edits on top of another value, as merge does it: limits cut, overlaps are reported. */
export function applyIntent(spec: DocumentSpec, intent: readonly EntryChange[], value: DocumentValue): MergeResult {
  if (intent.length === 0) return { value, conflicts: [] }
  return merge(spec, side(intent, 'from'), side(intent, 'to'), value)
}

/** Two intents in a row as one. Counts add up unclamped: what an entry was changed by is kept even where a limit cut it for showing. */
export function composeIntents(spec: DocumentSpec, first: readonly EntryChange[], then: readonly EntryChange[]): EntryChange[] {
  const composed = new Map<string, EntryChange>()
  for (const change of [...first, ...then]) {
    const key = `${change.field} ${change.id}`
    const before = composed.get(key)
    if (before === undefined) composed.set(key, change)
    else if (spec.fields[change.field]?.kind === 'counters')
      composed.set(key, { ...before, to: count(before.to) + count(change.to) - count(change.from) || null })
    // put in and taken out again: it is the taking out that must be said where the putting in had its effect
    else composed.set(key, change.to === before.from ? change : { ...before, to: change.to })
  }
  // a count that came out even stays: where one of the two had its effect, and a limit cut what is shown, the list alone says something else
  return [...composed.values()].filter(({ field, from, to }) => from !== to || spec.fields[field]?.kind === 'counters')
}

/** The counts of an intent that a value drawn on another does not say, because a limit, or nothing being left, cut them. */
export function unsaidCounts(spec: DocumentSpec, intent: readonly EntryChange[], on: DocumentValue, value: DocumentValue): EntryChange[] {
  return intent.filter(({ field, id, from, to }) => {
    const isCount = spec.fields[field]?.kind === 'counters'
    return isCount && count(value[field]?.[id]) - count(on[field]?.[id]) !== count(to) - count(from)
  })
}

/**
 * The list with the counts that it could not say put right, against what it was drawn on. Only counts, and only those that take away or stand in the list:
 * nothing gets in here that the list was not judged by.
 */
export function withUnsaidCounts(spec: DocumentSpec, list: DocumentValue, unsaid: readonly EntryChange[], drawnOn: DocumentValue): DocumentValue {
  const put = unsaid.flatMap(({ field, id, from, to }) => {
    const delta = count(to) - count(from)
    const listed = own(list[field], id)
    const isOpen = spec.fields[field]?.kind === 'counters' && Number.isSafeInteger(delta) && (delta <= 0 || listed !== null)
    return isOpen ? [{ field, id, from: listed, to: count(own(drawnOn[field], id)) + delta }] : []
  })
  return withIntents(spec, list, [put])
}

/** A value that holds the entries an intent touches, as they were before or after it. */
function side(intent: readonly EntryChange[], which: 'from' | 'to'): DocumentValue {
  const value: Record<string, Record<string, Entry>> = {}
  for (const change of intent) {
    const fields = (value[change.field] ??= {})
    const entry = change[which]
    if (entry !== null) fields[change.id] = entry
  }
  return value
}

/**
 * A value with the edits put in, without limits: what a client had before its eyes when it drew on them, which may be more than the document took.
 * Counts may go below zero here; the result is only ever a base to compare with.
 */
export function withIntents(spec: DocumentSpec, value: DocumentValue, intents: ReadonlyArray<readonly EntryChange[]>): DocumentValue {
  if (intents.every((intent) => intent.length === 0)) return value
  const fields: Record<string, Record<string, Entry>> = copy(spec, value)
  for (const { field, id, from, to } of intents.flat()) {
    const entries = fields[field]
    if (entries === undefined) continue
    const next = spec.fields[field]?.kind === 'counters' ? count(own(entries, id)) + count(to) - count(from) : (to ?? '')
    if (next === 0 || next === '') delete entries[id]
    else entries[id] = next
  }
  return fields
}

/** The value after the changes, exactly as they say. */
export function afterChanges(spec: DocumentSpec, value: DocumentValue, changes: readonly EntryChange[]): DocumentValue {
  const fields: Record<string, Record<string, Entry>> = copy(spec, value)
  for (const { field, id, to } of changes) {
    const entries = (fields[field] ??= {})
    if (to === null) delete entries[id]
    else entries[id] = to
  }
  return fields
}

/** Ids come from outside here: one that every object has by birth is no entry. */
function own(entries: FieldValue | undefined, id: string): Entry | null {
  return entries !== undefined && Object.hasOwn(entries, id) ? (entries[id] ?? null) : null
}

function count(entry: Entry | null | undefined): number {
  return Number(entry ?? 0)
}

function copy(spec: DocumentSpec, value: DocumentValue): Record<string, Record<string, Entry>> {
  return Object.fromEntries(
    Object.entries({ ...emptyValue(spec), ...value }).map(([field, entries]: [string, FieldValue]) => [field, { ...entries }]),
  )
}

/** An intent of an older schema in the words of this one. */
export function migrateIntent(spec: DocumentSpec, intent: readonly EntryChange[], fromVersion: number): readonly EntryChange[] {
  if (spec.migrate === undefined || fromVersion >= schemaVersionOf(spec)) return intent
  return diffEntries(spec, spec.migrate(side(intent, 'from'), fromVersion), spec.migrate(side(intent, 'to'), fromVersion))
}
