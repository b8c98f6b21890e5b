import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server'
import { onTestFinished } from 'vitest'

export interface LockedServer {
  mcpUrl: string
  /** From now on, tokens that were given out before are not taken. */
  revoke(): void
  /** From now on, every token lacks this scope. */
  demand(scope: string): void
}

/** An MCP server that answers 401 to everybody without a token. What the token says is not looked at: that is the server's part, tested elsewhere. */
export async function startLockedServer(issuer: string): Promise<LockedServer> {
  const handler = createMcpHandler(() => {
    const mcp = new McpServer({ name: 'locked', version: '1.0.0' })
    mcp.registerTool('greet', { inputSchema: fromJsonSchema({ type: 'object' }), annotations: { readOnlyHint: true } }, () => ({
      content: [{ type: 'text', text: 'Hello' }],
    }))
    return mcp
  })
  const seen = new Set<string>()
  let refused = new Set<string>()
  let lacking: string | null = null
  const server = createServer((request, response) => void answer(request, response))
  const origin = (): string => `http://localhost:${(server.address() as AddressInfo).port}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
    if (request.url?.startsWith('/.well-known/oauth-protected-resource') === true) {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end(
        JSON.stringify({ resource: `${origin()}/mcp`, authorization_servers: [issuer], scopes_supported: ['notes', 'offline_access'] }),
      )
    }
    const token = request.headers.authorization ?? ''
    if (!token.startsWith('Bearer ') || refused.has(token)) {
      const challenge = `Bearer resource_metadata="${origin()}/.well-known/oauth-protected-resource/mcp"`
      return void response.writeHead(401, { 'www-authenticate': challenge }).end()
    }
    if (lacking !== null) {
      const challenge = `Bearer error="insufficient_scope", scope="${lacking}", error_description="More is needed"`
      return void response.writeHead(403, { 'www-authenticate': challenge }).end()
    }
    seen.add(token)
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
    const body = Buffer.concat(chunks)
    const init = { method: request.method ?? 'GET', headers, ...(body.length === 0 ? {} : { body }) }
    const reply = await handler.fetch(new Request(`${origin()}${request.url ?? '/'}`, init))
    response.writeHead(reply.status, Object.fromEntries(reply.headers))
    for await (const chunk of reply.body ?? []) response.write(chunk)
    response.end()
  }

  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  })
  return {
    mcpUrl: `${origin()}/mcp`,
    revoke() {
      refused = new Set(seen)
    },
    demand(scope) {
      lacking = scope
    },
  }
}
