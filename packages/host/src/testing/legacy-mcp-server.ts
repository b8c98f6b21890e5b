import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isRecord } from '@lockstep/contract'

export interface LegacyServer {
  mcpUrl: string
  /** Methods of the messages that were taken, oldest first. */
  taken: string[]
  /** `params` of the newest `initialize`. */
  initialized(): Record<string, unknown>
  /** Forgets all sessions and streams, as a restart does. */
  forget(): void
  /** From now on: runs calls, and cuts the line before the answer. */
  cutAnswers(): void
  close(): Promise<void>
}

/**
 * Servers as there were before 2026, written out by hand: `http+sse` of 2024-11-05 (a stream that names where to post), or `session`, Streamable HTTP of
 * 2025 with a session that must be named. One tool, `count`, tells how often it ran.
 */
export async function startLegacyServer(kind: 'http+sse' | 'session'): Promise<LegacyServer> {
  const streams = new Map<string, ServerResponse>()
  const sessions = new Set<string>()
  const taken: string[] = []
  let initialized: Record<string, unknown> = {}
  let count = 0
  let isCutting = false
  const server = createServer((request, response) => void (kind === 'session' ? session(request, response) : stream(request, response)))

  function answerTo(message: Record<string, unknown>): Record<string, unknown> | null {
    const { id, method, params } = message
    taken.push(String(method))
    if (id === undefined) return null
    const ok = (result: Record<string, unknown>): Record<string, unknown> => ({ jsonrpc: '2.0', id, result })
    if (method === 'initialize') {
      initialized = isRecord(params) ? params : {}
      const protocolVersion = kind === 'session' ? initialized['protocolVersion'] : '2024-11-05'
      return ok({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'legacy', version: '0.1.0' } })
    }
    if (method === 'tools/list') return ok({ tools: [{ name: 'count', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }] })
    if (method === 'tools/call') return ok({ content: [{ type: 'text', text: String((count += 1)) }] })
    return { jsonrpc: '2.0', id, error: { code: -32601, message: `No ${String(method)} here.` } }
  }

  async function session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return void response.writeHead(405).end()
    const message = await bodyOf(request)
    if (message['method'] === 'initialize') {
      const id = randomUUID()
      sessions.add(id)
      response.setHeader('mcp-session-id', id)
    } else if (!sessions.has(String(request.headers['mcp-session-id']))) {
      const status = request.headers['mcp-session-id'] === undefined ? 400 : 404
      return void response.writeHead(status, JSON_TYPE).end('{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}')
    }
    const answer = answerTo(message)
    if (isCutting && message['method'] === 'tools/call') return void request.socket.destroy()
    if (answer === null) response.writeHead(202).end()
    else response.writeHead(200, JSON_TYPE).end(JSON.stringify(answer))
  }

  async function stream(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (request.method === 'GET' && url.pathname === '/sse') {
      const id = randomUUID()
      streams.set(id, response)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      return void response.write(`event: endpoint\ndata: /messages?sessionId=${id}\n\n`)
    }
    const to = streams.get(url.searchParams.get('sessionId') ?? '')
    if (request.method !== 'POST' || url.pathname !== '/messages' || to === undefined) return void response.writeHead(404).end()
    const answer = answerTo(await bodyOf(request))
    response.writeHead(202).end('Accepted')
    if (answer !== null) to.write(`event: message\ndata: ${JSON.stringify(answer)}\n\n`)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    mcpUrl: `http://127.0.0.1:${port}/${kind === 'session' ? 'mcp' : 'sse'}`,
    taken,
    initialized: () => initialized,
    forget() {
      sessions.clear()
      for (const open of streams.values()) open.destroy()
      streams.clear()
    },
    cutAnswers() {
      isCutting = true
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  return isRecord(body) ? body : {}
}
