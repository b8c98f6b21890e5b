import type { DocumentSpec, DocumentValue, Entry, FieldValue } from './document.ts'
import { maxOf, type CountersPolicy, type Policy } from './policies.ts'
import type { Conflict } from './protocol.ts'

export interface MergeResult {
  readonly value: DocumentValue
  readonly conflicts: readonly Conflict[]
}

/**
 * Puts my changes (`mine` against `base`) on top of what is there now (`current`).
 * Pure. Guarantees: when `base` is `current` the result is `mine`, order included; an entry I did not touch stays as it is; concurrent counts
 * add up unless a limit cuts them; nothing is lost unreported.
 */
export function merge(spec: DocumentSpec, base: DocumentValue, mine: DocumentValue, current: DocumentValue): MergeResult {
  const conflicts: Conflict[] = []
  const value: Record<string, FieldValue> = {}
  for (const [field, policy] of Object.entries(spec.fields)) {
    const sides = { base: base[field] ?? {}, mine: mine[field] ?? {}, current: current[field] ?? {} }
    const report: Report = (id, kind, result) =>
      conflicts.push({
        field,
        id,
        kind,
        base: sides.base[id] || null,
        mine: sides.mine[id] || null,
        theirs: sides.current[id] || null,
        result: result || null,
      })
    value[field] = mergeEntries(sides, (id) => (policy.kind === 'counters' ? countOf(id, sides, report, policy) : textOf(id, sides, report, policy)))
  }
  return { value: dropFollowers(spec, value, { base, mine, current }, conflicts), conflicts }
}

interface Sides<Side = FieldValue> {
  base: Side
  mine: Side
  current: Side
}
type Report = (id: string, kind: Conflict['kind'], result: Entry) => void

function countOf(id: string, sides: Sides, report: Report, policy: CountersPolicy): Entry {
  const base = count(sides.base[id])
  const mine = count(sides.mine[id])
  const theirs = count(sides.current[id])
  if (mine === base) return theirs
  const wanted = theirs + (mine - base)
  // a limit that fell below what is there already must not turn an increase into a loss
  const limit = Math.max(maxOf(policy, id), Math.min(theirs, wanted))
  const result = Math.min(Math.max(wanted, 0), limit)
  if (wanted > limit || (wanted < 0 && mine > 0)) report(id, 'clamped', result)
  else if (theirs !== base && mine === 0 && result > 0) report(id, 'removed_but_others_added', result)
  else if (theirs !== base && result !== mine) report(id, 'merged_quantity', result)
  return result
}

function textOf(id: string, sides: Sides, report: Report, policy: Policy): Entry {
  const base = text(sides.base[id])
  const mine = text(sides.mine[id])
  const theirs = text(sides.current[id])
  if (mine === base) return theirs
  // an entry of a list that somebody removed does not come back because another moved it
  const result = policy.kind === 'list' && base !== '' && theirs === '' ? '' : mine
  if (theirs !== base && theirs !== mine) report(id, 'overwritten', result)
  return result
}

/** Every entry of the three sides, decided one by one; in my order when nobody else changed the field, else theirs first and my new ones after. */
function mergeEntries(sides: Sides, decide: (id: string) => Entry): FieldValue {
  const { base, mine, current } = sides
  // where nobody else changed anything, what I left out is what I removed
  const ids = sameField(base, current) ? Object.keys(mine) : new Set([current, mine, base].flatMap(Object.keys))
  const merged: Record<string, Entry> = {}
  for (const id of ids) {
    const entry = decide(id)
    if (entry !== 0 && entry !== '') merged[id] = entry
  }
  return merged
}

/** Removes texts whose leader is gone; one that I wrote meanwhile is reported, unless I removed the leader myself. */
function dropFollowers(spec: DocumentSpec, value: DocumentValue, sides: Sides<DocumentValue>, conflicts: Conflict[]): DocumentValue {
  const kept: Record<string, FieldValue> = { ...value }
  for (const [field, policy] of Object.entries(spec.fields)) {
    if (policy.kind !== 'last-writer' || policy.follows === undefined) continue
    const leaders = kept[policy.follows] ?? {}
    const entries = Object.entries(kept[field] ?? {})
    kept[field] = Object.fromEntries(entries.filter(([id]) => leaders[id] !== undefined))
    const mine = sides.mine[field] ?? {}
    const base = sides.base[field] ?? {}
    for (const [id] of entries) {
      if (leaders[id] !== undefined || mine[id] === undefined || mine[id] === base[id] || sides.mine[policy.follows]?.[id] === undefined) continue
      conflicts.push({ field, id, kind: 'overwritten', base: base[id] ?? null, mine: mine[id] ?? null, theirs: null, result: null })
    }
  }
  return kept
}

function sameField(a: FieldValue, b: FieldValue): boolean {
  if (a === b) return true
  const ids = Object.keys(a)
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id])
}

function count(entry: Entry | undefined): number {
  return typeof entry === 'number' ? entry : 0
}

function text(entry: Entry | undefined): string {
  return typeof entry === 'string' ? entry : ''
}
