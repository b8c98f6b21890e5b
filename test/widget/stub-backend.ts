import type { ToolResult } from '@lockstep/react'
import type { Actor, DocumentValue, Mutation, Snapshot } from '@lockstep/sync'
import { decideMutation, epochOf, wantForMutation } from '@lockstep/sync/server'
import { syncInput } from '../../apps/cart/server/schemas.ts'
import { itemsToValue, valueToItems } from '../../apps/cart/shared/cart-items.ts'
import { cartSpec } from '../../apps/cart/shared/cart-spec.ts'
import { memoryDocuments } from '../support/memory-documents.ts'
import { capOf, priceOf, CART_ID, cartResult, cartValue, type ShopToday } from './shop-fixture.ts'

export interface ToolCall {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

/** A cart server behind the stub host: the real merge and the real schema, and faults at will. */
export interface StubBackend {
  /** Every call that arrived, in order. */
  readonly calls: ToolCall[]
  callsOf(name: string): ToolCall[]
  call(name: string, args: Record<string, unknown>): Promise<ToolResult>
  snapshot(documentId?: string): Snapshot
  /** A result as a tool gives it, with today's prices and stock. */
  result(more?: Readonly<Record<string, unknown>>): ToolResult
  /** Today's prices and stock, to be changed at will. */
  readonly today: ShopToday
  /** Somebody else changes the cart. */
  edit(by: Actor, change: (value: DocumentValue) => DocumentValue): void
  /** From now on calls of this tool wait until the returned function is called. */
  hold(name: string): () => void
  /** Calls of this tool are answered by `answer` instead; null ends it. */
  answerWith(name: string, answer: (() => ToolResult | Promise<ToolResult>) | null): void
}

const CONTEXT = { now: 1_000, idleTtlMs: 1_000_000 }

export function stubBackend(start: DocumentValue = cartValue({})): StubBackend {
  const store = memoryDocuments()
  const today: ShopToday = { prices: new Map(), stock: new Map() }
  const spec = cartSpec((id) => today.stock.get(id) ?? capOf(id))
  const calls: ToolCall[] = []
  const gates = new Map<string, Promise<void>>()
  const answers = new Map<string, () => ToolResult | Promise<ToolResult>>()
  let editCount = 0

  function snapshot(documentId = CART_ID): Snapshot {
    return store.commitNow({ documentId }, ({ document, epoch }) => ({
      writes: [],
      result: { documentId, epoch: epochOf(epoch, document), revision: document?.revision ?? 0, value: document?.value ?? cartValue({}) },
    }))
  }

  function commit(mutation: Mutation, actor: Actor) {
    return store.commitNow(wantForMutation(mutation), (loaded) => decideMutation(spec, loaded, mutation, { ...CONTEXT, actor }))
  }

  function edit(actor: Actor, change: (value: DocumentValue) => DocumentValue): void {
    const { epoch, revision, value } = snapshot()
    editCount += 1
    const mutationId = `other-${editCount}`
    const outcome = commit(
      {
        documentId: CART_ID,
        epoch,
        baseRevision: revision,
        value: change(value),
        mutationId,
        supersedes: [],
        clientId: actor,
        seq: editCount,
        onConflict: 'merge',
      },
      actor,
    )
    if (!outcome.ok) throw new Error(`expected the change by ${actor} to be taken, got ${outcome.failure.code}`)
  }

  function sync(args: Record<string, unknown>): ToolResult {
    const parsed = syncInput.safeParse(args)
    if (!parsed.success) return refusal('invalid_request', parsed.error.message)
    const { cartId, items, v: _version, ...envelope } = parsed.data
    const outcome = commit({ documentId: cartId, value: itemsToValue(items), ...envelope }, 'user')
    if (!outcome.ok) return refusal(outcome.failure.code, outcome.failure.message, outcome.failure.current)
    const { documentId, value, ...reply } = outcome.reply
    return {
      ...cartResult(outcome.reply, { suggestions: [] }, today),
      structuredContent: { cartId: documentId, items: valueToItems(value), ...reply },
    }
  }

  function checkout(args: Record<string, unknown>): ToolResult {
    const current = snapshot()
    const lines = Object.entries(current.value['lines'] ?? {})
    const subtotal = lines.reduce((sum, [id, quantity]) => sum + Number(quantity) * (today.prices.get(id) ?? priceOf(id)), 0)
    if (args['revision'] !== current.revision) return refusal('revision_mismatch', 'The cart has changed.', current)
    if (lines.some(([id, quantity]) => (today.stock.get(id) ?? capOf(id)) < Number(quantity))) return refusal('out_of_stock', 'Too few.', current)
    if (args['expectedSubtotal'] !== subtotal) return refusal('price_changed', `It is ${subtotal}.`, current)
    edit('system', () => cartValue({}))
    const done = result()
    const orderUrl = 'http://localhost:8000/orders/o_1'
    return { ...done, structuredContent: { cartId: CART_ID, orderId: 'o_1', orderUrl }, _meta: { ...done._meta, 'openai/closeWidget': true } }
  }

  function changesSince(args: Record<string, unknown>): ToolResult {
    const now = snapshot()
    const unchanged = args['since'] === now.revision
    const content = [{ type: 'text', text: unchanged ? 'Nothing changed.' : 'Changed.' }]
    return {
      content,
      structuredContent: { cartId: CART_ID, revision: now.revision, unchanged },
      ...(unchanged ? {} : { _meta: result({ changes: changesAfter(Number(args['since'])) })._meta }),
    }
  }

  function changesAfter(revision: number) {
    return store.commitNow({ documentId: CART_ID, logAfter: revision }, ({ log }) => ({
      writes: [],
      result: log.flatMap((entry) => entry.changes.map((change) => ({ ...change, revision: entry.revision, by: entry.actor }))),
    }))
  }

  function result(more: Readonly<Record<string, unknown>> = {}, documentId = CART_ID): ToolResult {
    return cartResult(snapshot(documentId), more, today)
  }

  if (Object.keys(start['lines'] ?? {}).length > 0) edit('model', () => start)
  return {
    calls,
    callsOf: (name) => calls.filter((call) => call.name === name),
    call: async (name, args) => {
      calls.push({ name, args })
      await gates.get(name)
      const answer = answers.get(name)
      if (answer) return answer()
      if (name === 'sync_cart') return sync(args)
      if (name === 'get_cart') return result({}, typeof args['cartId'] === 'string' ? args['cartId'] : CART_ID)
      if (name === 'cart_changes') return changesSince(args)
      if (name === 'checkout') return checkout(args)
      return refusal('not_found', `no tool ${name}`)
    },
    snapshot,
    result,
    today,
    edit,
    hold: (name) => {
      let release = () => {}
      gates.set(name, new Promise<void>((resolve) => (release = resolve)))
      return () => {
        gates.delete(name)
        release()
      }
    },
    answerWith: (name, answer) => void (answer === null ? answers.delete(name) : answers.set(name, answer)),
  }
}

export function refusal(code: string, message: string, current?: Snapshot): ToolResult {
  return {
    content: [{ type: 'text', text: message }],
    isError: true,
    _meta: { 'lockstep/error': { code, message, ...(current ? { current } : {}) } },
  }
}
