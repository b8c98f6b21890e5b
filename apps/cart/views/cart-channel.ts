import { ERROR_META, SYNC_PROTOCOL_VERSION, SyncRefusal, type Mutation, type SyncChannel, type SyncReply } from '@lockstep/sync'
import type { ToolResult } from '@lockstep/react'
import { valueToItems, type CartItem } from '../shared/cart-items.ts'
import { withAccess, type BackendAccess } from './backend-access.ts'
import { readCartResult } from './cart-data.ts'
import { readSnapshot, type SeenSnapshot } from './read-snapshot.ts'
import { readFailure, readHttpAnswer, readPlainReply, readReply } from './sync-answer.ts'
import { authorization, syncToBackend, type SyncToBackendOptions } from './sync-to-backend.ts'
import { record } from './unknown-json.ts'

export type CallTool = (name: string, args: Record<string, unknown>) => Promise<ToolResult>

/**
 * The road by the app's own tools: `sync_cart` writes, `get_cart` reads, `cart_changes` polls. `onResult` sees each result that came, because an answer may
 * bring products the view has not met.
 */
export function toolChannel(callTool: CallTool, onResult: (result: ToolResult) => void): SyncChannel {
  const call = async (name: string, args: Record<string, unknown>): Promise<ToolResult> => {
    const result = await callTool(name, args)
    if (result.isError !== true) onResult(result)
    return result
  }
  return {
    send: async (mutation) => {
      const result = await call('sync_cart', { ...envelope(mutation), cartId: mutation.documentId, items: itemsOf(mutation) })
      return acknowledged(mutation, result.isError === true ? { error: record(result._meta)[ERROR_META] } : result.structuredContent)
    },
    fetchSnapshot: async (cartId, held) => {
      if (held === undefined) return seen(readCartResult(await call('get_cart', { cartId })).snapshot)
      const result = await call('cart_changes', { cartId, epoch: held.epoch, since: held.revision })
      return record(result.structuredContent)['unchanged'] === true ? null : seen(readCartResult(result).snapshot)
    },
  }
}

export interface BackendChannelOptions extends Pick<SyncToBackendOptions, 'fetch'> {
  backendUrl: string
  /** Where leave to write comes from; absent where the server asks for none. */
  access?: BackendAccess
}

/** The seed's road: `POST /sync_cart` with the versioned body, `GET /carts/:id`. `onItems` sees each list that was read, because it names products. */
export function backendChannel({ access, ...options }: BackendChannelOptions, onItems: (items: unknown) => void = () => {}): SyncChannel {
  const { backendUrl, fetch: send = fetch } = options
  return {
    send: async (mutation, { isLast }) => {
      const whole = { ...options, envelope: envelope(mutation), keepalive: isLast }
      const response = await withAccess(access, (token) => syncToBackend(mutation.documentId, itemsOf(mutation), { ...whole, token }))
      return acknowledged(mutation, await readHttpAnswer(response))
    },
    fetchSnapshot: async (cartId, held) => {
      const since = held === undefined ? '' : `?since=${held.revision}&epoch=${encodeURIComponent(held.epoch)}`
      const url = `${backendUrl}/carts/${encodeURIComponent(cartId)}${since}`
      const response = await withAccess(access, (token) => send(url, { headers: authorization(token) }))
      const body: unknown = await response.json()
      if (record(body)['unchanged'] === true) return null
      onItems(record(body)['items'])
      return seen(readSnapshot(body))
    },
  }
}

/** The fields of a versioned write beside cartId and items; the same on both roads. */
function envelope({ documentId: _id, value: _value, ...fields }: Mutation): Record<string, unknown> {
  return { v: SYNC_PROTOCOL_VERSION, ...fields }
}

function itemsOf(mutation: Mutation): CartItem[] {
  return valueToItems(mutation.value)
}

function acknowledged(mutation: Mutation, body: unknown): SyncReply {
  const reply = readReply(body, mutation.mutationId) ?? readPlainReply(body, mutation)
  if (reply !== null) return reply
  const failure = readFailure(record(body)['error'])
  if (failure !== null) throw new SyncRefusal(failure)
  throw new Error('expected an acknowledgement or a refusal of the cart, got neither; it is sent again')
}

function seen(snapshot: SeenSnapshot | null): SeenSnapshot {
  if (snapshot === null) throw new Error('expected the cart, got something else; it is asked for again later')
  return snapshot
}
