import type { McpHttpHandler } from '@modelcontextprotocol/server'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { RPC_CODES } from '@lockstep/contract'
import type { HttpApp } from '../http/create-http.ts'
import { MCP_BATCH_MAX, MCP_BODY_MAX_BYTES } from '../http/http-limits.ts'
import { HttpRefusal, httpError } from '../http/http-refusal.ts'
import { readJsonBody } from '../http/read-body.ts'
import { noteRemote } from './remote-address.ts'

/** Serves the endpoint at `/mcp`: POST only, the body bounded and parsed before the SDK sees it. */
export function mountMcp(http: HttpApp, mcp: McpHttpHandler): void {
  http.post('/mcp', async (context) => {
    try {
      const parsedBody = await readJsonBody(context.env.incoming, context.env.outgoing, MCP_BODY_MAX_BYTES)
      if (Array.isArray(parsedBody) && parsedBody.length > MCP_BATCH_MAX) {
        throw httpError(413, 'too_large', `A batch holds at most ${MCP_BATCH_MAX} messages.`)
      }
      noteRemote(context.req.raw, context.env.incoming.socket.remoteAddress)
      return await mcp.fetch(context.req.raw, { parsedBody })
    } catch (error) {
      if (!(error instanceof HttpRefusal)) throw error
      return context.json(rpcRefusal(error), error.status as ContentfulStatusCode)
    }
  })
  http.all('/mcp', (context) =>
    context.json(rpcRefusal(httpError(405, 'method_not_allowed', 'The MCP endpoint answers to POST only.')), 405, { Allow: 'POST' }),
  )
}

/** An MCP client reads JSON-RPC, so a refused body is told in it; our own code goes under `data`. */
function rpcRefusal(refusal: HttpRefusal): Record<string, unknown> {
  const code = refusal.code === 'invalid_json' || refusal.code === 'empty_body' ? RPC_CODES.parseError : RPC_CODES.refused
  return { jsonrpc: '2.0', id: null, error: { code, message: refusal.message, data: { code: refusal.code } } }
}
