import type { Actor, Change, Conflict } from '@lockstep/sync'
import { productOf, type Catalogue } from './catalogue.ts'
import type { SeenChange } from './read-snapshot.ts'

const ACTOR_NAMES = { model: 'ChatGPT', user: 'You', system: 'The shop' } as const
/** Changes named in one sentence. */
const NAMED_MAX = 3

/** One commit by somebody, as a sentence; null when there is nothing worth saying. */
export function changesText(changes: readonly SeenChange[], catalogue: Catalogue): string | null {
  const phrases = changes.map((change) => changePhrase(change, catalogue)).filter((phrase) => phrase !== null)
  const [first] = changes
  if (first === undefined || phrases.length === 0) return null
  // the shop takes lines out for one reason
  if (first.by === 'system' && first.to === null) return 'The order is placed: what was in it left the cart.'
  const more = first.isPart ? ['and more'] : phrases.length > NAMED_MAX ? [`and ${phrases.length - NAMED_MAX} more`] : []
  // names have commas of their own
  return `${ACTOR_NAMES[first.by]} ${[...phrases.slice(0, NAMED_MAX), ...more].join('; ')}.`
}

function changePhrase(change: Change, catalogue: Catalogue): string | null {
  const { name } = productOf(catalogue, change.id)
  if (change.field === 'notes') return change.to === null || change.to === '' ? null : `changed the note on ${name}`
  const from = Number(change.from ?? 0)
  const to = Number(change.to ?? 0)
  if (from === to) return null
  if (to === 0) return `removed ${name}`
  return from === 0 ? `added ${to} × ${name}` : `changed ${name} from ${from} to ${to}`
}

/** How an overlap was settled, as a sentence. `by` = who else had a hand in it; null = another view of the same person, or nobody knows. */
export function conflictText(conflict: Conflict, by: Actor | null, catalogue: Catalogue): string {
  const { name, cap } = productOf(catalogue, conflict.id)
  const result = Number(conflict.result ?? 0)
  const who = by === null ? null : ACTOR_NAMES[by]
  switch (conflict.kind) {
    case 'clamped':
      return result > 0 || cap === 0 ? capText(name, result) : `${name} was lowered in two places: removed.`
    case 'merged_quantity':
      return `${who === null ? `${name} was changed in two places` : `You and ${who} both changed ${name}`}: now ${result}.`
    case 'removed_but_others_added':
      return `${who === null ? `${result} × ${name} added` : `${who} added ${result} × ${name}`} in the meantime: kept.`
    case 'overwritten':
      return `The note on ${name} was replaced by a newer one.`
  }
}

/** What a person reads when the shop has less than they asked for. */
export function capText(name: string, cap: number): string {
  return cap === 0 ? `${name} is sold out: removed.` : `Only ${cap} left of ${name}: set to ${cap}.`
}
