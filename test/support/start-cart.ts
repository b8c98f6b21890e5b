import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { systemIds } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import pino from 'pino'
import { freePort } from './free-port.ts'
import { createCartApp, type CartAppOptions } from '../../apps/cart/server/cart-app.ts'
import type { DocumentStore } from '@lockstep/sync'

export interface ToolAnswer {
  content: Array<{ type: string; text: string }>
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

export interface TestCart {
  url: string
  mcpUrl: string
  /** The Origin its widget has in a local host. */
  viewOrigin: string
  store: DocumentStore
  /** Moves its clock on. */
  pass: (ms: number) => void
  /** A client of one conversation; `session: null` sends no hint. */
  connect: (session?: string | null, more?: Record<string, unknown>) => Promise<CartClient>
  post: (body: unknown, headers?: Record<string, string>) => Promise<Response>
  close: () => Promise<void>
}

export interface CartClient {
  client: Client
  call: (name: string, args?: Record<string, unknown>) => Promise<ToolAnswer>
}

export interface StartCartOptions extends Partial<Omit<CartAppOptions, 'store' | 'widgetHtml' | 'clock' | 'ids'>> {
  store?: DocumentStore
  widgetHtml?: string
  port?: number
  allowedHosts?: readonly string[]
}

const EMPTY_PAGE = '<!doctype html><html lang="en"><head><title>Cart</title></head><body></body></html>'

/** The real cart server on a free port, over real HTTP, on a store of its own; the widget is a stand-in unless given. */
export async function startCart(options: StartCartOptions = {}): Promise<TestCart> {
  const { store: givenStore, widgetHtml = EMPTY_PAGE, port: wantedPort, allowedHosts = [], ...rest } = options
  let offset = 0
  const clock = { now: () => Date.now() + offset }
  const store = givenStore ?? memory({ clock })
  const viewOrigin = 'http://cart-test-sandbox.localhost:4701'
  const port = wantedPort ?? (await freePort())
  const app = createCartApp({
    store,
    widgetHtml: () => widgetHtml,
    secret: 'a secret of the tests',
    publicUrl: `http://localhost:${port}`,
    clock,
    ids: systemIds,
    logger: pino({ level: 'silent' }),
    // tests ask for more than any client may; those of the limits set them
    rates: 'off',
    ...rest,
  })
  const server = await app.listen({ port, allowedOrigins: [viewOrigin], allowedHosts })
  const clients: Client[] = []

  async function connect(session: string | null = 'conversation-1', more: Record<string, unknown> = {}): Promise<CartClient> {
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
    await client.connect(new StreamableHTTPClientTransport(new URL(server.mcpUrl)))
    clients.push(client)
    const meta = session === null ? more : { 'openai/session': session, ...more }
    const call = async (name: string, args: Record<string, unknown> = {}) =>
      (await client.callTool({ name, arguments: args, _meta: meta })) as unknown as ToolAnswer
    return { client, call }
  }

  return {
    url: server.url,
    mcpUrl: server.mcpUrl,
    viewOrigin,
    store,
    pass: (ms) => {
      offset += ms
    },
    connect,
    post: (body, headers = {}) =>
      fetch(`${server.url}/sync_cart`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    close: async () => {
      await Promise.all(clients.map((client) => client.close()))
      await server.close()
    },
  }
}

/** A folder of its own for one test's files. */
export function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lockstep-test-'))
}

/** The cart's lines as `{ name: quantity }`, of a tool's answer. */
export function linesOf(answer: ToolAnswer): Record<string, number> {
  const items = (answer.structuredContent?.['items'] ?? []) as Array<{ name: string; quantity: number }>
  return Object.fromEntries(items.map((item) => [item.name, item.quantity]))
}
