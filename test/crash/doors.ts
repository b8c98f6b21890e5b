import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { request } from './writers/http-writer.ts'

/** A versioned write, as both doors take it. */
export interface Save {
  cartId: string
  mutationId: string
  seq: number
  epoch: string | null
  baseRevision: number | null
  items: ReadonlyArray<{ id: string; quantity: number }>
}

export type Answer =
  | { kind: 'saved'; epoch: string; revision: number; status: string }
  /** `code` as the protocol names it; `httpStatus` at the door that has one. */
  | { kind: 'refused'; code: string; httpStatus: number | null }
  | { kind: 'silence' }

/** Milliseconds an answer may take; the server waits some 5 s for a lock of another process. */
const PATIENCE_MS = 20_000

/** One road to the server. */
export type Door = (save: Save) => Promise<Answer>

/** `POST /sync_cart`. */
export function httpDoor(url: string): Door {
  return async (save) => {
    const headers = { 'Content-Type': 'application/json', Origin: url, 'Idempotency-Key': save.mutationId }
    const reply = await request(`${url}/sync_cart`, { method: 'POST', headers, body: JSON.stringify(bodyOf(save)) }, PATIENCE_MS)
    if (reply === null) return { kind: 'silence' }
    const body = JSON.parse(reply.text) as Record<string, unknown>
    if (reply.status === 200) return savedIn(body)
    return { kind: 'refused', code: codeIn(body['error']), httpStatus: reply.status }
  }
}

/** The tool `sync_cart`. */
export async function toolDoor(url: string): Promise<{ door: Door; client: Client }> {
  const client = new Client({ name: 'crash', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)))
  const door: Door = async (save) => {
    const result = await client.callTool({ name: 'sync_cart', arguments: bodyOf(save) }, { timeout: PATIENCE_MS }).catch(() => null)
    if (result === null) return { kind: 'silence' }
    if (result.isError === true) return { kind: 'refused', code: codeIn(result._meta?.['lockstep/error']), httpStatus: null }
    return savedIn(result.structuredContent as Record<string, unknown>)
  }
  return { door, client }
}

function bodyOf({ cartId, mutationId, seq, epoch, baseRevision, items }: Save): Record<string, unknown> {
  return { v: 1, cartId, epoch, baseRevision, items, mutationId, supersedes: [], clientId: 'view', seq }
}

function savedIn(body: Record<string, unknown>): Answer {
  return { kind: 'saved', epoch: String(body['epoch']), revision: Number(body['revision']), status: String(body['status']) }
}

function codeIn(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'none'
}
