import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server'

/** A tool of a server under test, in wire form. */
export interface TestTool {
  name: string
  title?: string
  description?: string
  inputSchema?: Record<string, unknown>
  annotations?: Record<string, boolean>
  meta?: Record<string, unknown>
  run(args: Record<string, unknown>, meta: Record<string, unknown>, call: TestCall): TestResult | Promise<TestResult>
}

/** One call while it runs. */
export interface TestCall {
  signal: AbortSignal
  /** Tells whoever asked for news. */
  progress(news: { progress: number; total?: number; message?: string }): Promise<void>
}

export interface TestResult {
  content?: Array<{ type: 'text'; text: string }>
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

export interface TestResource {
  uri: string
  mimeType?: string
  text: string
  meta?: Record<string, unknown>
  /** `_meta` of its entry in resources/list. */
  listedMeta?: Record<string, unknown>
}

export interface TestApp {
  tools: TestTool[]
  resources?: TestResource[]
}

export interface TestServer {
  mcpUrl: string
  port: number
  /** Methods of the requests that came, oldest first. */
  requests: string[]
  /** Has other tools and resources from now on, and says so to those who listen. */
  change(app: TestApp): void
  close(): Promise<void>
}

const ANYTHING = { type: 'object' }

/** A real MCP server over HTTP on a free port of the loopback, stateless, made anew per request as the SDK wants it. */
export async function startTestServer(app: TestApp, port = 0): Promise<TestServer> {
  let served = app
  const handler = createMcpHandler(() => build(served))
  const requests: string[] = []
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
    const body = Buffer.concat(chunks).toString('utf8')
    const method = /"method":"([^"]+)"/.exec(body)?.[1]
    if (method !== undefined) requests.push(method)
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const init = { method: request.method ?? 'GET', headers, signal: gone.signal, ...(body === '' ? {} : { body }) }
    const reply = await handler.fetch(new Request(`http://127.0.0.1${request.url ?? '/'}`, init))
    response.writeHead(reply.status, Object.fromEntries(reply.headers))
    // A stream of news has no end, so nothing may wait for it.
    for await (const chunk of reply.body ?? []) response.write(chunk)
    response.end()
  }

  function change(next: TestApp): void {
    served = next
    handler.notify.toolsChanged()
    handler.notify.resourcesChanged()
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  return { mcpUrl: `http://127.0.0.1:${bound}/mcp`, port: bound, requests, change, close: () => close(server) }
}

function build(app: TestApp): McpServer {
  const server = new McpServer({ name: 'test-app', version: '1.2.3' })
  for (const tool of app.tools) {
    const { title, description, annotations, meta } = tool
    const config = {
      inputSchema: fromJsonSchema<Record<string, unknown>>(tool.inputSchema ?? ANYTHING),
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(meta === undefined ? {} : { _meta: meta }),
    }
    server.registerTool(tool.name, config, async (args, context) => {
      const meta = { ...context.mcpReq._meta }
      const progress: TestCall['progress'] = async (news) => {
        const { progressToken } = meta
        if (progressToken !== undefined) await context.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...news } })
      }
      const result = await tool.run(args, meta, { signal: context.mcpReq.signal, progress })
      return { content: [], ...result }
    })
  }
  for (const { uri, mimeType, text, meta, listedMeta } of app.resources ?? []) {
    server.registerResource(uri, uri, listedMeta === undefined ? {} : { _meta: listedMeta }, () => ({
      contents: [{ uri, text, ...(mimeType === undefined ? {} : { mimeType }), ...(meta === undefined ? {} : { _meta: meta }) }],
    }))
  }
  return server
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
