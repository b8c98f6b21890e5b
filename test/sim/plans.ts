import type { DocumentValue, Entry, FieldValue } from '@lockstep/sync'
import type { Dice } from './dice.ts'
import { presentDigits, unitOf } from './digit-code.ts'
import { countOf } from './entries.ts'
import { entryKey, type Ledger, type TextWrite } from './ledger.ts'

/**
 * How a run counts. `coded`: each edit adds a power of its own, and no two ever take the same, so the fate of each is exact. `plain`: steps of
 * one, as people click, with sums that never touch zero. `limits`: anything goes on small counts with a low cap; limits must be told.
 */
export type Mode = 'coded' | 'plain' | 'limits'

export const LINES = ['eggs', 'milk', 'bread', 'rice'] as const
/** Largest count of a line in `limits`; nothing ever reaches that of the other modes. */
export const LOW_CAP = 6

/** What somebody is about to do to what they see. */
export interface Plan {
  readonly what: string
  readonly counts: Readonly<Record<string, number>>
  readonly texts: readonly TextWrite[]
  readonly change: (value: DocumentValue) => DocumentValue
}

export interface Planner {
  /** null when there is nothing of the kind to do now. */
  add: () => Plan | null
  takeSome: (shown: DocumentValue) => Plan | null
  removeLine: (shown: DocumentValue) => Plan | null
  clear: (shown: DocumentValue) => Plan | null
  note: (shown: DocumentValue, author: string) => Plan | null
  addTask: (author: string) => Plan
  moveTask: (shown: DocumentValue, author: string) => Plan | null
  removeTask: (shown: DocumentValue) => Plan | null
  /** Whether so much may go out of the line without meeting anybody else's removal. */
  mayTake: (line: string, count: number) => boolean
  claim: (counts: Readonly<Record<string, number>>) => void
}

export interface PlannerOptions {
  mode: Mode
  dice: Dice
  ledger: Ledger
  putIn: (line: string) => number
}

export function createPlanner({ mode, dice, ledger, putIn }: PlannerOptions): Planner {
  let texts = 0
  const freshText = (author: string) => `${author}-${(texts += 1)}`

  function mayTake(line: string, count: number): boolean {
    if (mode === 'limits') return true
    return mode === 'plain' ? ledger.canLower(line, count, putIn(line)) : ledger.isFree(line, count)
  }

  function claim(counts: Readonly<Record<string, number>>): void {
    for (const [line, count] of Object.entries(counts)) {
      if (count >= 0) continue
      ledger.removed.add(entryKey('notes', line))
      if (mode === 'plain') ledger.lower(line, -count)
      if (mode === 'coded') ledger.take(line, -count)
    }
  }

  function increase(): { line: string; count: number } | null {
    const line = dice.pick(LINES)
    if (mode !== 'coded') return { line, count: dice.chance(0.8) ? 1 : 2 + dice.below(3) }
    const digit = ledger.freshDigit(line)
    return digit === null ? null : { line, count: unitOf(digit) }
  }

  function some(line: string, shown: number): number {
    if (mode !== 'coded') return Math.min(shown, 1 + (dice.chance(0.2) ? 1 : 0))
    const present = presentDigits(shown)
    const digits = present.filter(({ digit, times }) => times === 1 && !ledger.isTaken(line, digit))
    // a view that has not heard of the server yet may show less than there is
    if (present.some(({ times }) => times < 0)) return 0
    return digits.length === 0 ? 0 : unitOf(dice.pick(digits).digit)
  }

  function gone(shown: DocumentValue, lines: readonly string[], what: string): Plan | null {
    const taken = lines.filter((line) => countOf(shown, line) > 0)
    if (taken.length === 0 || taken.some((line) => !mayTake(line, countOf(shown, line)))) return null
    const counts = Object.fromEntries(taken.map((line) => [line, -countOf(shown, line)]))
    return { what, counts, texts: [], change: (value) => taken.reduce((left, line) => stepped(left, line, -countOf(shown, line)), value) }
  }

  return {
    mayTake,
    claim,
    add: () => {
      const more = increase()
      if (more === null) return null
      const { line, count } = more
      return { what: `adds ${line}`, counts: { [line]: count }, texts: [], change: (value) => stepped(value, line, count) }
    },
    takeSome: (shown) => {
      const line = dice.pick(LINES)
      const count = some(line, countOf(shown, line))
      if (count <= 0 || !mayTake(line, count)) return null
      return { what: `takes from ${line}`, counts: { [line]: -count }, texts: [], change: (value) => stepped(value, line, -count) }
    },
    removeLine: (shown) => gone(shown, [dice.pick(LINES)], 'removes a line'),
    clear: (shown) => gone(shown, LINES, 'clears'),
    note: (shown, author) => {
      const id = dice.pick(LINES)
      if (countOf(shown, id) === 0) return null
      const text = freshText(author)
      return { what: `notes ${id}`, counts: {}, texts: [{ field: 'notes', id, text }], change: (value) => written(value, 'notes', id, text) }
    },
    addTask: (author) => {
      const [id, text] = [freshText(`t-${author}`), freshText(author)]
      return { what: `lists ${id}`, counts: {}, texts: [{ field: 'tasks', id, text }], change: (value) => written(value, 'tasks', id, text) }
    },
    moveTask: (shown, author) => {
      const ids = Object.keys(shown['tasks'] ?? {})
      if (ids.length === 0) return null
      const [id, text] = [dice.pick(ids), freshText(author)]
      return { what: `moves ${id}`, counts: {}, texts: [{ field: 'tasks', id, text }], change: (value) => written(value, 'tasks', id, text) }
    },
    removeTask: (shown) => {
      const ids = Object.keys(shown['tasks'] ?? {})
      if (ids.length === 0) return null
      const id = dice.pick(ids)
      return { what: `unlists ${id}`, counts: {}, texts: [{ field: 'tasks', id, text: '' }], change: (value) => written(value, 'tasks', id, '') }
    },
  }
}

/** A line with so much more or less; at zero it goes, and its note with it. */
export function stepped(value: DocumentValue, line: string, step: number): DocumentValue {
  const count = Math.max(0, countOf(value, line) + step)
  const lines = { ...value['lines'], [line]: count }
  return count > 0 ? { ...value, lines } : { ...value, lines: without(lines, line), notes: without(value['notes'], line) }
}

export function written(value: DocumentValue, field: string, id: string, text: string): DocumentValue {
  return { ...value, [field]: text === '' ? without(value[field], id) : { ...value[field], [id]: text } }
}

function without(field: FieldValue | undefined, id: string): Record<string, Entry> {
  return Object.fromEntries(Object.entries(field ?? {}).filter(([one]) => one !== id))
}
