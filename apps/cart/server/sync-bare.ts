import type { RequestHints } from '@lockstep/server'
import type { Conflict, DocumentValue, Snapshot, SyncFailure } from '@lockstep/sync'
import { itemsToValue } from '../shared/cart-items.ts'
import { freeTextId } from '../shared/free-text-line.ts'
import type { CartService } from './cart-service.ts'
import { cleanText } from './clean-text.ts'
import { droppedFields } from './dropped-fields.ts'
import { isFreeTextId, isLineId } from './line-id.ts'
import { resolveLine } from './resolve-line.ts'
import type { CartLineInput } from './schemas.ts'

/** The seed's answer, with what was done to the list beside it. */
export interface BareAnswer {
  status: 'updated'
  cartId: string
  revision: number
  /** Lines whose earlier state this list overwrote, and limits that cut it. */
  conflicts: Conflict[]
  /** Members of the items the cart does not declare, left out. */
  dropped?: string[]
  /** Names given more than once, their quantities summed. */
  summed?: string[]
  /** Names the catalogue does not know (or not one product by), kept as lines without a price. */
  freeText?: string[]
}

export type BareOutcome = { ok: true; answer: BareAnswer; snapshot: Snapshot } | { ok: false; failure: SyncFailure }

export interface BareOptions {
  /** Null where the door carries none. */
  hints: RequestHints | null
  /** The one revision that may be overwritten; null = any. */
  ifMatch: number | null
  /** True refuses to overwrite a cart unseen. */
  isStrict: boolean
}

interface BareLine {
  id: string
  name: string
  quantity: number
  note: string | undefined
  isFreeText: boolean
}

/** Replaces the cart by the list, whatever is there; without a cart id it makes one. Creates an unknown or expired cart under its id. */
export async function replaceUnconditionally(
  service: CartService,
  input: { cartId?: string | undefined; items: readonly CartLineInput[] },
  { hints, ifMatch, isStrict }: BareOptions,
): Promise<BareOutcome> {
  const lines = input.items.map(toLine)
  const wrong = lines.findIndex(({ id }) => !isLineId(id))
  if (wrong >= 0) {
    return { ok: false, failure: { code: 'invalid_request', message: 'Expected the id of a product.', path: `items.${wrong}.id` } }
  }
  const wished = itemsToValue(lines)
  const cartId = input.cartId ?? service.newCartId()
  const gone = isStrict ? await goneRevision(service, cartId) : null
  let before: DocumentValue = {}
  const outcome = await service.carts.edit(cartId, {
    actor: 'user',
    mutationId: service.newMutationId(),
    change: (current, snapshot) => {
      const refused = refusalOf(snapshot, ifMatch, isStrict && snapshot.revision !== gone)
      if (refused !== null) return refused
      before = current
      return wished
    },
    also: () => (hints === null ? [] : service.bind(hints, cartId)),
  })
  if (!outcome.ok) return outcome
  const { status: _status, conflicts, changes: _changes, ...snapshot } = outcome.reply
  const answer: BareAnswer = {
    status: 'updated',
    cartId,
    revision: snapshot.revision,
    conflicts: [...overwritten(before, snapshot.value), ...conflicts],
    ...reports(lines, droppedFields(input.items)),
  }
  return { ok: true, answer, snapshot }
}

/** The revision at which there is nothing to overwrite: 0, or that of a cart past its time; null while there is something. */
async function goneRevision(service: CartService, cartId: string): Promise<number | null> {
  const { snapshot, isStored, isExpired } = await service.read(cartId)
  return isStored && !isExpired ? null : snapshot.revision
}

function refusalOf(current: Snapshot, ifMatch: number | null, needsBase: boolean): SyncFailure | null {
  if (ifMatch !== null && ifMatch !== current.revision) {
    return { code: 'revision_mismatch', message: `Expected revision ${current.revision}, got ${ifMatch}.`, path: 'If-Match', current }
  }
  if (ifMatch !== null || !needsBase) return null
  const message = 'This cart exists: send the list with baseRevision and mutationId, or with If-Match and the revision it was drawn on.'
  return { code: 'base_revision_required', message, path: 'baseRevision', current }
}

function toLine(item: CartLineInput): BareLine {
  const name = item.name ?? cleanText(item.id ?? '')
  const line = { name, quantity: item.quantity, note: item.note }
  if (item.id !== undefined) return { ...line, id: item.id, isFreeText: isFreeTextId(item.id) }
  const found = resolveLine({ name })
  return found.kind === 'one' ? { ...line, id: found.id, isFreeText: false } : { ...line, id: freeTextId(name), isFreeText: true }
}

function reports(lines: readonly BareLine[], dropped: string[]): Pick<BareAnswer, 'dropped' | 'summed' | 'freeText'> {
  const count = new Map<string, number>()
  for (const { id } of lines) count.set(id, (count.get(id) ?? 0) + 1)
  const namesOf = (isMeant: (line: BareLine) => boolean) => [...new Set(lines.filter(isMeant).map(({ name }) => name))]
  const summed = namesOf(({ id }) => (count.get(id) ?? 0) > 1)
  const freeText = namesOf(({ isFreeText }) => isFreeText)
  return {
    ...(dropped.length > 0 ? { dropped } : {}),
    ...(summed.length > 0 ? { summed } : {}),
    ...(freeText.length > 0 ? { freeText } : {}),
  }
}

/** Every entry that was there and is not any more as it was; the note of a line that went is told by its line. */
function overwritten(before: DocumentValue, after: DocumentValue): Conflict[] {
  const lost = (field: string): Conflict[] => {
    const now = after[field] ?? {}
    return Object.entries(before[field] ?? {})
      .filter(([id, theirs]) => now[id] !== theirs && (field === 'lines' || Object.hasOwn(after['lines'] ?? {}, id)))
      .map(([id, theirs]) => {
        const mine = now[id] ?? null
        return { field, id, kind: 'overwritten' as const, base: null, mine, theirs, result: mine }
      })
  }
  return [...lost('lines'), ...lost('notes')]
}
