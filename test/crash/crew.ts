import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { backendChannel, toolChannel, type CallTool } from '../../apps/cart/views/cart-channel.ts'
import { checkBounds, checkExact } from './check-carts.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createHttpWriter, request } from './writers/http-writer.ts'
import { createModelWriter } from './writers/model-writer.ts'
import { createSdkWriter } from './writers/sdk-writer.ts'
import { SHARED_LINES, type Figures, type Writer } from './writers/writer.ts'

export interface CrewOptions {
  /** Of the servers, without a trailing slash; the same through all restarts. Each writer keeps to one. */
  urls: readonly string[]
  carts: number
  random: () => number
}

/** Of all writers together; `edits` are those that were acknowledged. */
export type CrewFigures = Figures & { edits: number }

/** All who write during a run: to every cart two views by hand, the real client through each door, and a model. */
export interface Crew {
  /** Resolves when all were told to stop and everything is acknowledged. @throws what the first of them threw. */
  run(): Promise<void>
  stop(): void
  /** For a run that has failed, or is over: nothing more is sent. */
  abandon(): void
  /** What is missing or too much in the carts as they are now. */
  checkBounds(): Promise<string[]>
  /** As `checkBounds`, after `run`. */
  checkExact(): Promise<string[]>
  figures(): CrewFigures
}

/** Needs a server that answers: it makes the carts. */
export async function gatherCrew({ urls, carts, random }: CrewOptions): Promise<Crew> {
  const ledgers = new Map<string, Ledger>()
  const writers: Writer[] = []
  const clients: Client[] = []
  let given = 0
  const nextUrl = (): string => {
    const url = urls[(given += 1) % urls.length]
    if (url === undefined) throw new Error('expected the address of a server')
    return url
  }
  for (let index = 0; index < carts; index += 1) {
    const cartId = `crash-${index}`
    const ledger = createLedger()
    ledgers.set(cartId, ledger)
    await createCart(nextUrl(), cartId, ledger)
    const view = await connect(nextUrl())
    const model = await connect(nextUrl())
    clients.push(view, model)
    const backendUrl = nextUrl()
    const backend = backendChannel({ backendUrl, fetch: (input, init) => fetch(input, withOrigin(backendUrl, init)) })
    writers.push(
      createHttpWriter({ url: nextUrl(), cartId, clientId: `a${index}`, ledger, random }),
      createHttpWriter({ url: nextUrl(), cartId, clientId: `b${index}`, ledger, random }),
      createSdkWriter({ cartId, name: `d${index}`, ledger, channel: backend, random }),
      createSdkWriter({ cartId, name: `t${index}`, ledger, channel: toolChannel(callTool(view, `view-${index}`), () => {}), random }),
      createModelWriter({ client: model, cartId, session: `model-${index}`, ledger, random }),
    )
  }
  const each = async (check: (cartId: string, ledger: Ledger) => Promise<string[]>) =>
    (await Promise.all([...ledgers].map(([cartId, ledger]) => check(cartId, ledger)))).flat()
  return {
    run: async () => {
      await Promise.all(writers.map((writer) => writer.run()))
      await Promise.all(clients.map((client) => client.close()))
    },
    stop: () => {
      for (const writer of writers) writer.stop()
    },
    abandon: () => {
      for (const writer of writers) writer.abandon()
    },
    checkBounds: () => each((cartId, ledger) => checkBounds(nextUrl(), cartId, ledger)),
    checkExact: () => each((cartId, ledger) => checkExact(nextUrl(), cartId, ledger)),
    figures: () => {
      const sum = (of: (figures: Figures) => number) => writers.reduce((total, writer) => total + of(writer.figures()), 0)
      const edits = [...ledgers.values()].reduce((total, ledger) => total + ledger.edits().acknowledged, 0)
      const mostFailures = Math.max(...writers.map((writer) => writer.figures().mostFailures))
      return { edits, requests: sum((f) => f.requests), retries: sum((f) => f.retries), replayed: sum((f) => f.replayed), mostFailures }
    },
  }
}

/** Milliseconds one call of a tool may take. */
const CALL_MS = 10_000

export async function connect(url: string): Promise<Client> {
  const client = new Client({ name: 'crash', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)))
  return client
}

/** A view's road to the tools, as the host gives it. */
export function callTool(client: Client, widgetSessionId: string): CallTool {
  return async (name, args) => {
    const call = { name, arguments: args, _meta: { 'openai/widgetSessionId': widgetSessionId } }
    return (await client.callTool(call, { timeout: CALL_MS })) as Awaited<ReturnType<CallTool>>
  }
}

export async function createCart(url: string, cartId: string, ledger: Ledger): Promise<void> {
  const deltas = { [SHARED_LINES[0]]: 1 }
  const acknowledge = ledger.begin(deltas)
  const envelope = { v: 1, epoch: null, baseRevision: null, mutationId: `${cartId}-first`, supersedes: [], clientId: 'first', seq: 1 }
  const body = JSON.stringify({ ...envelope, cartId, items: [{ id: SHARED_LINES[0], quantity: 1 }] })
  const reply = await request(`${url}/sync_cart`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', Origin: url } })
  if (reply?.status !== 200) throw new Error(`expected cart ${cartId} to be made, got ${reply?.text ?? 'no answer'}`)
  acknowledge(JSON.parse(reply.text) as { revision: number; epoch: string })
}

export function withOrigin(origin: string, init: RequestInit | undefined): RequestInit {
  return { ...init, headers: { ...(init?.headers as Record<string, string> | undefined), Origin: origin }, signal: AbortSignal.timeout(CALL_MS) }
}
