import { emptyValue, type DocumentSpec, type DocumentValue, type Entry, type FieldValue } from './document.ts'
import { maxOf, type CountersPolicy, type LastWriterPolicy } from './policies.ts'
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
    value[field] = policy.kind === 'counters' ? mergeCounters(field, policy, sides, conflicts) : mergeTexts(field, policy, sides, conflicts)
  }
  return { value: dropFollowers(spec, value), conflicts }
}

interface Sides {
  base: FieldValue
  mine: FieldValue
  current: FieldValue
}

function mergeCounters(field: string, policy: CountersPolicy, sides: Sides, conflicts: Conflict[]): FieldValue {
  return mergeEntries(sides, (id) => {
    const base = count(sides.base[id])
    const mine = count(sides.mine[id])
    const theirs = count(sides.current[id])
    if (mine === base) return theirs
    const wanted = theirs + (mine - base)
    // a limit that fell below what is there already must not turn an increase into a loss
    const limit = Math.max(maxOf(policy, id), Math.min(theirs, wanted))
    const result = Math.min(Math.max(wanted, 0), limit)
    const report = (kind: Conflict['kind']) => {
      conflicts.push({ field, id, kind, base: base || null, mine: mine || null, theirs: theirs || null, result: result || null })
    }
    if (wanted > limit || (wanted < 0 && mine > 0)) report('clamped')
    else if (theirs !== base && mine === 0 && result > 0) report('removed_but_others_added')
    else if (theirs !== base && result !== mine) report('merged_quantity')
    return result
  })
}

function mergeTexts(field: string, _policy: LastWriterPolicy, sides: Sides, conflicts: Conflict[]): FieldValue {
  return mergeEntries(sides, (id) => {
    const base = text(sides.base[id])
    const mine = text(sides.mine[id])
    const theirs = text(sides.current[id])
    if (mine === base) return theirs
    if (theirs !== base && theirs !== mine) {
      conflicts.push({ field, id, kind: 'overwritten', base: base || null, mine: mine || null, theirs: theirs || null, result: mine || null })
    }
    return mine
  })
}

/** Every entry of the three sides, decided one by one; in my order when nobody else changed the field, else theirs first and my new ones after. */
function mergeEntries(sides: Sides, decide: (id: string) => Entry): FieldValue {
  const first = sameField(sides.base, sides.current) ? sides.mine : sides.current
  const ids = new Set([...Object.keys(first), ...Object.keys(sides.mine), ...Object.keys(sides.current), ...Object.keys(sides.base)])
  const merged: Record<string, Entry> = {}
  for (const id of ids) {
    const entry = decide(id)
    if (entry !== 0 && entry !== '') merged[id] = entry
  }
  return merged
}

/** Removes texts whose counter is gone. */
function dropFollowers(spec: DocumentSpec, value: DocumentValue): DocumentValue {
  const kept: Record<string, FieldValue> = { ...emptyValue(spec), ...value }
  for (const [field, policy] of Object.entries(spec.fields)) {
    if (policy.kind !== 'last-writer' || policy.follows === undefined) continue
    const leader = kept[policy.follows] ?? {}
    kept[field] = Object.fromEntries(Object.entries(kept[field] ?? {}).filter(([id]) => leader[id] !== undefined))
  }
  return kept
}

function sameField(a: FieldValue, b: FieldValue): boolean {
  const ids = Object.keys(a)
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id])
}

function count(entry: Entry | undefined): number {
  return typeof entry === 'number' ? entry : 0
}

function text(entry: Entry | undefined): string {
  return typeof entry === 'string' ? entry : ''
}
