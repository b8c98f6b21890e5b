import type { Change, Conflict, Snapshot } from '@lockstep/sync'
import { describeCart, describeChanges, describeNews, describeOutcomes } from './cart-words.ts'
import { fitting } from './fitting.ts'
import { lineNews, type LineNews } from './line-news.ts'
import * as limits from './limits.ts'
import { netChanges } from './net-changes.ts'
import type { Prices } from './price-memory.ts'
import { priceLines, totalsOf, type PricedLine } from './price.ts'
import type { CartAnswer, ModelLine, Outcome } from './answer-schemas.ts'
import type { Shop } from './shop.ts'
import { widgetPayload, type SyncRoad } from './widget-payload.ts'

/** A cart and what there is to tell of it. */
export interface ToldCart {
  snapshot: Snapshot
  /** What the lines cost when they were added. */
  prices: Prices
  /** The revision the model last saw, where that is known. */
  since: number | undefined
  /** By anybody since then, without this call's own. */
  changes: readonly Change[]
  /** Whether there were earlier ones. */
  isCut: boolean
  /** What this call changed. */
  own?: readonly Change[]
  conflicts?: readonly Conflict[]
  isRepeat?: boolean
  /** False = the same call again would be applied again. */
  isProtected?: boolean
}

export interface CartReplyParts {
  outcomes?: readonly Outcome[]
  dropped?: readonly string[]
}

/** One shape for every cart tool: little for the model, true totals in words. */
export function tellModel(told: ToldCart, shop: Shop, parts: CartReplyParts = {}): { model: CartAnswer; text: string } {
  const { snapshot } = told
  const lines = priceLines(snapshot.value, shop)
  const news = lineNews(lines, told.prices, shop)
  const totals = totalsOf(lines)
  const outcomes = shownOutcomes(parts.outcomes ?? [])
  const moreOutcomes = (parts.outcomes ?? []).length - outcomes.length
  const dropped = parts.dropped ?? []
  const { since, isCut, list } = shownChanges(told)
  const model: CartAnswer = {
    cartId: snapshot.documentId,
    revision: snapshot.revision,
    ...modelLines(lines, news),
    totals,
    ...(outcomes.length > 0 ? { outcomes } : {}),
    ...(moreOutcomes > 0 ? { moreOutcomes } : {}),
    ...(dropped.length > 0 ? { dropped: dropped.slice(0, limits.DROPPED_NAMED_MAX) } : {}),
    ...(since === undefined ? {} : { since, changesSinceBase: list }),
    ...(isCut ? { moreChanges: true } : {}),
    ...(told.isRepeat ? { deduplicated: true } : {}),
    ...(told.isProtected === false ? { repeatsProtected: false } : {}),
  }
  const sentences = [
    told.isRepeat
      ? `This repeats a call that was applied already, so nothing was changed. To do it again, call with baseRevision ${snapshot.revision}.`
      : '',
    describeOutcomes(outcomes),
    moreOutcomes > 0 ? `And ${moreOutcomes} more that are not listed.` : '',
    describeChanges(list, since, isCut),
    describeCart(lines, totals),
    describeNews(news),
    dropped.length > 0 ? `Left out, because the cart does not know them: ${dropped.slice(0, limits.DROPPED_NAMED_MAX).join(', ')}.` : '',
    `This is revision ${snapshot.revision}.`,
    told.isProtected === false ? `Repeats of this call are not protected: pass baseRevision ${snapshot.revision} next time.` : '',
  ]
  return { model, text: sentences.filter((sentence) => sentence !== '').join(' ') }
}

/** All that the widget needs to draw the cart, and who changed what. */
export function tellWidget({ snapshot, prices, changes, own = [], conflicts = [] }: ToldCart, shop: Shop, road: SyncRoad) {
  return { ...widgetPayload(snapshot, shop, prices), changes: [...changes, ...own], conflicts, ...road }
}

/** Lines as the model is shown them, as many as fit. */
function modelLines(lines: readonly PricedLine[], news: readonly LineNews[] = []): { items: ModelLine[]; moreLines?: number } {
  const newsOf = new Map(news.map((one) => [one.line.id, one]))
  const items = fitting(
    lines.map((line) => modelLine(line, newsOf.get(line.id))),
    limits.MODEL_LINES_MAX_CHARS,
    limits.MODEL_LINES_MAX,
  )
  return { items, ...(lines.length > items.length ? { moreLines: lines.length - items.length } : {}) }
}

function modelLine(line: PricedLine, news: LineNews | undefined): ModelLine {
  const { id, name, quantity, unitPrice, lineTotal, note } = line
  return {
    id,
    name,
    quantity,
    ...(unitPrice === null || lineTotal === null ? {} : { unitPrice, lineTotal }),
    ...(news === undefined || news.priceBefore === null ? {} : { unitPriceBefore: news.priceBefore }),
    ...(news === undefined || news.left === null ? {} : { available: news.left }),
    ...(note === null ? {} : { note }),
  }
}

/** Characters of what was asked for that an answer repeats. */
const ASKED_MAX_CHARS = 80

/** In the order of the call. What needs an answer is told first where not all can be. */
function shownOutcomes(outcomes: readonly Outcome[]): Outcome[] {
  const isDone = ({ result }: Outcome) => result === 'added' || result === 'removed' || result === 'set'
  const all = outcomes.map((outcome) => ({ ...outcome, asked: outcome.asked.slice(0, ASKED_MAX_CHARS) }))
  const urgentFirst = [...all.filter((outcome) => !isDone(outcome)), ...all.filter(isDone)]
  const shown = new Set(fitting(urgentFirst, limits.MODEL_OUTCOMES_MAX_CHARS))
  return all.filter((outcome) => shown.has(outcome))
}

/** The newest changes, as many as fit. */
function shownChanges({ since, changes, isCut }: ToldCart): { since: number | undefined; isCut: boolean; list: Change[] } {
  const all = netChanges(changes)
  const list = fitting(all.toReversed(), limits.MODEL_CHANGES_MAX_CHARS, limits.MODEL_CHANGES_MAX).toReversed()
  return { since, isCut: since !== undefined && (isCut || list.length < all.length), list }
}
