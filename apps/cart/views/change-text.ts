import type { Change, Conflict } from '@lockstep/sync'
import { productOf, type Catalogue } from './catalogue.ts'

const ACTOR_NAMES = { model: 'ChatGPT', user: 'You', system: 'The shop' } as const

/** A change by somebody else, as a sentence; null when there is nothing worth saying. */
export function changeText(change: Change, catalogue: Catalogue): string | null {
  const who = ACTOR_NAMES[change.by]
  const { name } = productOf(catalogue, change.id)
  if (change.field === 'notes') return change.to === null || change.to === '' ? null : `${who} changed the note on ${name}.`
  const from = Number(change.from ?? 0)
  const to = Number(change.to ?? 0)
  if (from === to) return null
  if (to === 0) return `${who} removed ${name}.`
  if (from === 0) return `${who} added ${to} × ${name}.`
  return `${who} changed ${name} from ${from} to ${to}.`
}

/** How an overlap was settled, as a sentence. */
export function conflictText(conflict: Conflict, catalogue: Catalogue): string {
  const { name } = productOf(catalogue, conflict.id)
  const result = Number(conflict.result ?? 0)
  switch (conflict.kind) {
    case 'clamped':
      return capText(name, result)
    case 'merged_quantity':
      return `${name} was changed in two places: now ${result}.`
    case 'removed_but_others_added':
      return `${result} × ${name} added in the meantime: kept.`
    case 'overwritten':
      return `The note on ${name} was replaced by a newer one.`
  }
}

/** What a person reads when the shop has less than they asked for. */
export function capText(name: string, cap: number): string {
  return cap === 0 ? `${name} is sold out: removed.` : `Only ${cap} left of ${name}: set to ${cap}.`
}

/** All news in the order they came, each sentence once, the newest `limit`. */
export function newsTexts(changes: readonly Change[], conflicts: readonly Conflict[], catalogue: Catalogue, limit: number): string[] {
  const told = changes.map((change) => changeText(change, catalogue)).filter((sentence) => sentence !== null)
  return [...new Set([...told, ...conflicts.map((conflict) => conflictText(conflict, catalogue))])].slice(-limit)
}
