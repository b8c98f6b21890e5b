import { invertChanges, type Change, type Conflict, type DocumentSpec, type DocumentValue } from '@lockstep/sync'
import { adjustQuantity, linesOf, quantityOf, setQuantity } from './cart-edits.ts'
import type { CartChange } from './cart-interaction.ts'
import { productOf, type Catalogue } from './catalogue.ts'
import { changesText, conflictText } from './change-text.ts'
import type { MoneyFormat } from './money.ts'
import type { SeenChange } from './read-snapshot.ts'

/** A sentence about what others did, and what a person can do about it. */
export interface News {
  /** The same for the same news. */
  readonly key: string
  readonly text: string
  /** Null where there is nothing to do but take note. */
  readonly action: NewsAction | null
}

export interface NewsAction {
  readonly label: string
  readonly change: CartChange
}

/** What the shop no longer has enough of. Nothing is lowered for a person: an order is refused until they did. */
export function stockNews(value: DocumentValue, catalogue: Catalogue): News[] {
  return Object.keys(linesOf(value)).flatMap((id) => {
    const { name, cap } = productOf(catalogue, id)
    const quantity = quantityOf(value, id)
    if (quantity <= cap) return []
    const text = cap === 0 ? `${name} is sold out.` : `Only ${cap} left of ${name}: you have ${quantity}.`
    return [{ key: `stock ${id}`, text, action: { label: cap === 0 ? 'Remove' : `Set to ${cap}`, change: (before) => setQuantity(before, id, cap) } }]
  })
}

/** Lines named one by one whose price changed; more are counted, and each line says what it was. */
const PRICES_NAMED_MAX = 2

/** Prices of lines that the shop changed since they were added. */
export function priceNews(value: DocumentValue, catalogue: Catalogue, money: MoneyFormat): News[] {
  const news = Object.keys(linesOf(value)).flatMap((id): News[] => {
    const { name, price, was } = productOf(catalogue, id)
    if (price === null || was === null) return []
    return [{ key: `price ${id} ${price}`, text: `The shop changed the price of ${name} from ${money(was)} to ${money(price)}.`, action: null }]
  })
  if (news.length <= PRICES_NAMED_MAX) return news
  return [{ key: news.map(({ key }) => key).join(), text: `The shop changed ${news.length} prices since you added these.`, action: null }]
}

/** What others changed, a sentence for each of their commits; what the model did can be taken back. */
export function changeNews(changes: readonly SeenChange[], conflicts: readonly Conflict[], catalogue: Catalogue, spec: DocumentSpec): News[] {
  const commits = new Map<string, SeenChange[]>()
  for (const change of changes) {
    const key = commitKey(change.revision)
    const commit = commits.get(key) ?? []
    commits.set(key, commit)
    // an answer to a message that was sent again tells again what is known; and an overlap has a sentence of its own
    const isTold = commit.some((other) => isSameEntry(other, change))
    const isKept = conflicts.some((conflict) => conflict.kind === 'removed_but_others_added' && isSameEntry(conflict, change))
    if (!isTold && !isKept) commit.push(change)
  }
  return [...commits].flatMap(([key, commit]) => {
    const text = changesText(commit, catalogue)
    const canUndo = commit.every(({ by, isPart }) => by === 'model' && isPart === undefined)
    const undo = { label: 'Undo', change: (value: DocumentValue) => invertChanges(spec, value, commit) }
    return text === null ? [] : [{ key, text, action: canUndo ? undo : null }]
  })
}

/** How overlaps were settled. */
export function conflictNews(conflicts: readonly Conflict[], changes: readonly Change[], catalogue: Catalogue): News[] {
  return conflicts.map((conflict, index) => {
    const by = changes.findLast((change) => isSameEntry(change, conflict))?.by ?? null
    const remove = { label: 'Remove', change: (value: DocumentValue) => adjustQuantity(value, conflict.id, -Number(conflict.result)) }
    const action = conflict.kind === 'removed_but_others_added' ? remove : null
    return { key: `conflict ${index}`, text: conflictText(conflict, by, catalogue), action }
  })
}

export function commitKey(revision: number): string {
  return `commit ${revision}`
}

/** Whether a key means the same tomorrow: commits and prices do, overlaps are counted from the last time they were put away. */
export function isLasting(key: string): boolean {
  return /^(commit|price) /.test(key)
}

function isSameEntry(a: { field: string; id: string }, b: { field: string; id: string }): boolean {
  return a.field === b.field && a.id === b.id
}
