import type { Change } from '@lockstep/sync'
import { freeTextName } from '../shared/free-text-line.ts'
import { skuById } from './catalogue/index.ts'
import type { LineNews } from './line-news.ts'
import { counted, money, type PricedLine, type Totals } from './price.ts'
import type { Outcome } from './answer-schemas.ts'

/** Lines named in a sentence; the rest is counted. */
const NAMED_MAX = 12
/** Lines of which prices or stock are told one by one. */
const NEWS_NAMED_MAX = 4
/** Characters of a note in a sentence. */
const NOTE_NAMED_CHARS = 40

/** The cart in a sentence or two, with its true totals. */
export function describeCart(lines: readonly PricedLine[], totals: Totals): string {
  if (lines.length === 0) return 'The cart is empty.'
  const list = listed(lines.map((line) => `${line.quantity} × ${line.name}${line.note ? ` (${clip(line.note)})` : ''}`))
  const size = `${counted(totals.units, 'item')}, subtotal ${money(totals.subtotal)}`
  return `The cart has ${list}. That is ${size}${describeUnpriced(totals.unpricedLines ?? 0)}. Taxes and delivery are worked out at checkout.`
}

function describeUnpriced(lines: number): string {
  if (lines === 0) return ''
  return lines === 1 ? ', without one line that has no price yet' : `, without ${lines} lines that have no price yet`
}

/** What became of each thing asked for; those that went alike share a sentence. */
export function describeOutcomes(outcomes: readonly Outcome[]): string {
  const named = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).map(({ name, asked }) => name ?? clip(asked))
  const [added, removed] = [named('added'), named('removed')]
  const others = outcomes.filter(({ result }) => result !== 'added' && result !== 'removed')
  const sentences = [
    added.length > 0 ? `Added ${listed(added)}.` : '',
    removed.length > 0 ? `Removed ${listed(removed)}.` : '',
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

/** Who changed what since the caller last looked; empty when nobody did. `isCut` = there was more before. */
export function describeChanges(changes: readonly Change[], since: number | undefined, isCut = false): string {
  if (since === undefined || (changes.length === 0 && !isCut)) return ''
  const parts = changes.map(describeChange)
  return `Since revision ${since}: ${[...(isCut ? ['earlier changes that are not listed'] : []), ...parts].join('; ')}.`
}

function describeChange({ field, by, id, from, to }: Change): string {
  const who = WHO[by]
  const name = skuById(id)?.name ?? freeTextName(id) ?? id
  if (field === 'notes') return to === null ? `${who} removed the note on ${name}` : `${who} changed the note on ${name} to “${clip(String(to))}”`
  // the shop empties a cart for one reason
  if (by === 'system' && to === null) return `an order took ${from} × ${name}`
  if (from === null) return `${who} added ${to} × ${name}`
  return to === null ? `${who} removed ${name}` : `${who} set ${name} from ${from} to ${to}`
}

/** What the shop changed about lines that are in the cart: prices, and stock that no longer covers them. */
export function describeNews(news: readonly LineNews[]): string {
  const prices = news.flatMap(({ line, priceBefore }) =>
    priceBefore === null || line.unitPrice === null ? [] : [`${line.name} from ${money(priceBefore)} to ${money(line.unitPrice)}`],
  )
  const short = news.flatMap(({ line, left }) =>
    left === null ? [] : [left === 0 ? `${line.name} is sold out` : `only ${left} of ${line.name} left, the cart has ${line.quantity}`],
  )
  const sentences = [
    prices.length > 0 ? `Prices changed since these were added: ${listed(prices, NEWS_NAMED_MAX)}.` : '',
    short.length > 0 ? `Out of stock: ${listed(short, NEWS_NAMED_MAX)}. An order is refused until that is lowered or removed.` : '',
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

/** With semicolons, because names have commas of their own. */
function listed(parts: readonly string[], namedMax = NAMED_MAX): string {
  const more = parts.length - namedMax
  return more > 0 ? `${parts.slice(0, namedMax).join('; ')}; and ${more} more` : parts.join('; ')
}

function clip(text: string): string {
  return text.length <= NOTE_NAMED_CHARS ? text : `${text.slice(0, NOTE_NAMED_CHARS).trimEnd()}…`
}
