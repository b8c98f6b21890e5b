import { DOCUMENT_META, reply } from '@lockstep/server'
import type { Change, Conflict, Snapshot } from '@lockstep/sync'
import { describeCart, describeChanges, describeOutcomes } from './cart-words.ts'
import { MODEL_CHANGES_MAX, MODEL_LINES_MAX } from './limits.ts'
import { priceLines, totalsOf, type PricedLine } from './price.ts'
import type { CartOutput, Outcome } from './schemas.ts'
import { widgetPayload, type SyncRoad } from './widget-payload.ts'

export interface CartReplyParts {
  outcomes?: readonly Outcome[]
  dropped?: readonly string[]
  changes?: readonly Change[]
  conflicts?: readonly Conflict[]
  /** The revision the caller had seen; the changes are told since then. */
  since?: number | undefined
  isRepeat?: boolean
  road: SyncRoad
}

/** One shape for every cart tool: little for the model, true totals in words, all for the widget. */
export function cartReply(snapshot: Snapshot, parts: CartReplyParts) {
  const lines = priceLines(snapshot.value)
  const totals = totalsOf(lines)
  const shown = lines.slice(0, MODEL_LINES_MAX)
  const changes = (parts.changes ?? []).slice(-MODEL_CHANGES_MAX)
  const model: CartOutput = {
    cartId: snapshot.documentId,
    revision: snapshot.revision,
    items: shown.map(modelLine),
    totals,
    ...(lines.length > shown.length ? { moreLines: lines.length - shown.length } : {}),
    ...(parts.outcomes?.length ? { outcomes: [...parts.outcomes] } : {}),
    ...(parts.dropped?.length ? { dropped: [...parts.dropped] } : {}),
    ...(changes.length > 0 ? { changesSinceBase: changes } : {}),
    ...(parts.isRepeat ? { deduplicated: true } : {}),
  }
  const repeat = parts.isRepeat
    ? `This repeats a call that was applied already, so nothing was changed. To do it again, call with baseRevision ${snapshot.revision}.`
    : ''
  const dropped = parts.dropped?.length ? `Left out, because the cart does not know them: ${parts.dropped.join(', ')}.` : ''
  const sentences = [repeat, describeOutcomes(parts.outcomes ?? []), describeChanges(changes, parts.since), describeCart(lines, totals), dropped]
  return reply({
    model,
    text: sentences.filter((sentence) => sentence !== '').join(' '),
    private: { [DOCUMENT_META]: { ...widgetPayload(snapshot, parts.changes, parts.conflicts), ...parts.road } },
  })
}

function modelLine(line: PricedLine): CartOutput['items'][number] {
  return {
    id: line.id,
    name: line.name,
    quantity: line.quantity,
    ...(line.unitPrice === null || line.lineTotal === null ? {} : { unitPrice: line.unitPrice, lineTotal: line.lineTotal }),
    ...(line.note === null ? {} : { note: line.note }),
  }
}
