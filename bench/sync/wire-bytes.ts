import type { DocumentValue, Mutation, Snapshot, SyncChannel } from '@lockstep/sync'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { backendChannel, toolChannel } from '../../apps/cart/views/cart-channel.ts'
import { startCart, type ToolAnswer } from '../../test/support/start-cart.ts'
import { documentId, editOf } from './cart-documents.ts'

/** @see MCP 2026-07-28, result metadata */
const SERVER_INFO = 'io.modelcontextprotocol/serverInfo'

/** Bytes of one exchange. */
export interface Exchange {
  /** The tool's arguments, or the body. */
  readonly up: number
  /** The tool's whole result, or the body. */
  readonly down: number
  /** What the app answers: the result's `structuredContent`, or the body. */
  readonly answer: number
}

/** By one door: one click's sync, and a poll that finds nothing new. */
export interface DoorBytes {
  readonly sync: Exchange
  readonly poll: Exchange
}

export interface WireBytes {
  readonly lines: number
  readonly tool: DoorBytes
  readonly http: DoorBytes
}

/** Measures on the real cart server, with the real channels of the widget, for carts of these sizes. */
export async function measureWireBytes(sizes: readonly number[]): Promise<WireBytes[]> {
  const cart = await startCart()
  try {
    let last: Exchange = { up: 0, down: 0, answer: 0 }
    const { call } = await cart.connect(null, { 'openai/widgetSessionId': 'bench' })
    const byTool = toolChannel(async (name, args) => {
      const result = await call(name, args)
      last = { up: bytesOf(args), down: bytesOf(ownPart(result)), answer: bytesOf(result.structuredContent) }
      return result
    }, ignore)
    const byHttp = backendChannel({
      backendUrl: cart.url,
      fetch: async (url, init) => {
        const response = await fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), Origin: cart.viewOrigin } })
        const down = Buffer.byteLength(await response.clone().text())
        last = { up: Buffer.byteLength(typeof init?.body === 'string' ? init.body : ''), down, answer: down }
        return response
      },
    })
    let carts = 0
    const measure = async (channel: SyncChannel, lines: number): Promise<DoorBytes> => {
      const after = await oneClick(channel, (carts += 1), lines)
      const sync = last
      if ((await channel.fetchSnapshot(after.documentId, after)) !== null) throw new Error('expected the poll to find nothing new')
      return { sync, poll: last }
    }
    const measured: WireBytes[] = []
    for (const lines of sizes) measured.push({ lines, tool: await measure(byTool, lines), http: await measure(byHttp, lines) })
    return measured
  } finally {
    await cart.close()
  }
}

/** A cart of so many lines, and then one more of its first line. */
async function oneClick(channel: SyncChannel, number: number, lines: number): Promise<Snapshot> {
  const send = (mutation: Mutation) => channel.send(mutation, { isLast: false })
  const value = { lines: Object.fromEntries(skuIds(lines).map((id) => [id, 1])), notes: {} }
  const created = await send(editOf(documentId(number), null, value, 2 * number))
  return send(editOf(documentId(number), created, twoOfTheFirst(created.value), 2 * number + 1))
}

function skuIds(count: number): string[] {
  const ids = SKUS.filter((sku) => Math.min(sku.stock, sku.maxPerOrder) >= 2).map((sku) => sku.id)
  if (ids.length < count) throw new Error(`expected ${count} products, the catalogue has ${ids.length} that can be bought twice`)
  return ids.slice(0, count)
}

function twoOfTheFirst(value: DocumentValue): DocumentValue {
  const lines = value['lines'] ?? {}
  return { ...value, lines: { ...lines, [skuIds(1)[0] ?? '']: 2 } }
}

/** The result without the server's name that the SDK stamps on every one. */
function ownPart({ _meta, ...result }: ToolAnswer): object {
  const { [SERVER_INFO]: _stamp, ...meta } = _meta ?? {}
  return Object.keys(meta).length === 0 ? result : { ...result, _meta: meta }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function ignore(): void {}
