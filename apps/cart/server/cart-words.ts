import type { Change } from '@lockstep/sync'
import { freeTextName } from '../shared/free-text-line.ts'
import { skuById } from './catalogue/index.ts'
import { counted, money, type PricedLine, type Totals } from './price.ts'
import type { Outcome } from './schemas.ts'

/** Lines named in a sentence; the rest is counted. */
const NAMED_MAX = 12

/** The cart in a sentence or two, with its true totals. */
export function describeCart(lines: readonly PricedLine[], totals: Totals): string {
  if (lines.length === 0) return 'The cart is empty.'
  const named = lines.slice(0, NAMED_MAX).map((line) => `${line.quantity} × ${line.name}${line.note ? ` (${line.note})` : ''}`)
  const more = lines.length - named.length
  // names have commas of their own
  const list = more > 0 ? `${named.join('; ')}; and ${counted(more, 'more line')}` : named.join('; ')
  const size = `${counted(totals.units, 'item')}, subtotal ${money(totals.subtotal)}`
  return `The cart has ${list}. That is ${size}${describeUnpriced(totals.unpricedLines ?? 0)}. Taxes and delivery are worked out at checkout.`
}

function describeUnpriced(lines: number): string {
  if (lines === 0) return ''
  return lines === 1 ? ', without one line that has no price yet' : `, without ${lines} lines that have no price yet`
}

/** What became of each thing asked for; those that went alike share a sentence. */
export function describeOutcomes(outcomes: readonly Outcome[]): string {
  const named = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).map(({ name, asked }) => name ?? asked)
  const [added, removed] = [named('added'), named('removed')]
  const others = outcomes.filter(({ result }) => result !== 'added' && result !== 'removed')
  const sentences = [
    added.length > 0 ? `Added ${added.join('; ')}.` : '',
    removed.length > 0 ? `Removed ${removed.join('; ')}.` : '',
    ...others.map(describeOutcome),
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

function describeOutcome(outcome: Outcome): string {
  const name = outcome.name ?? outcome.asked
  switch (outcome.result) {
    case 'added':
      return `Added ${name}.`
    case 'limited':
      return outcome.quantity ? `${name}: limited to ${outcome.quantity}.` : `${name} is sold out.`
    case 'ambiguous':
      return `Which ${outcome.asked}? ${describeChoices(outcome.choices ?? [])}`
    case 'unknown':
      return `The shop has no “${outcome.asked}”.${outcome.choices?.length ? ` Close to it: ${describeChoices(outcome.choices)}` : ''}`
    case 'removed':
      return `Removed ${name}.`
    case 'set':
      return `${name}: now ${outcome.quantity ?? 0}.`
    case 'not_in_cart':
      return `“${outcome.asked}” is not in the cart.`
  }
}

export function describeChoices(choices: ReadonlyArray<{ name: string; price: number }>): string {
  return `${choices.map((choice) => `${choice.name} (${money(choice.price)})`).join('; ')}.`
}

const WHO = { user: 'the user', model: 'the assistant', system: 'the shop' } as const

/** Who changed what since the caller last looked; empty when nobody did. */
export function describeChanges(changes: readonly Change[], since: number | undefined): string {
  const told = changes.filter((change) => change.field === 'lines')
  if (told.length === 0 || since === undefined) return ''
  const parts = told.map((change) => {
    const name = skuById(change.id)?.name ?? freeTextName(change.id) ?? change.id
    if (change.from === null) return `${WHO[change.by]} added ${change.to} × ${name}`
    return change.to === null ? `${WHO[change.by]} removed ${name}` : `${WHO[change.by]} set ${name} from ${change.from} to ${change.to}`
  })
  return `Since revision ${since}: ${parts.join('; ')}.`
}
