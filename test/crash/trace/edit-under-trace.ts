import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readTrace, type TraceEvent } from './read-trace.ts'
import { startTraced, traceToFile, type TraceOptions } from './strace.ts'

/** Commits enough to fill the write-ahead log past the thousand pages at which SQLite carries it over into the file. */
const EDITS = 360
const WRITERS = 3

/** Runs the real server in a folder of its own, has it answer some edits, and tells what it did to its disk meanwhile. */
export async function editUnderTrace(folder: string, synchronous?: TraceOptions['synchronous']): Promise<TraceEvent[]> {
  const data = path.join(folder, 'data')
  const log = path.join(folder, 'trace.log')
  mkdirSync(data)
  const env = { CART_PORT: '0', CART_DATA_DIR: data }
  const server = await startTraced({ env, strace: traceToFile(log), ...(synchronous === undefined ? {} : { synchronous }) })
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(server.url, writer)))
  await server.stop()
  return readTrace(readFileSync(log, 'utf8'), data)
}

async function write(url: string, writer: number): Promise<void> {
  const cartId = `traced-${writer}`
  let base: { epoch: string | null; revision: number | null } = { epoch: null, revision: null }
  for (let seq = 1; seq <= EDITS / WRITERS; seq += 1) {
    const { epoch, revision } = base
    const envelope = { v: 1, epoch, baseRevision: revision, mutationId: `${cartId}-${seq}`, supersedes: [], clientId: cartId, seq }
    const body = JSON.stringify({ ...envelope, cartId, items: [{ id: 'lemons-single', quantity: 1 + (seq % 20) }] })
    const response = await fetch(`${url}/sync_cart`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: url }, body })
    if (!response.ok) throw new Error(`expected edit ${seq} to be saved, got ${response.status} ${await response.text()}`)
    base = (await response.json()) as { epoch: string; revision: number }
  }
}

/** The id of the mutation that the bytes acknowledge; null when they acknowledge none. */
export function acknowledgedBy(event: TraceEvent): string | null {
  return event.type === 'sent' ? (/"mutationId":"([^"]+)"/.exec(event.text)?.[1] ?? null) : null
}
