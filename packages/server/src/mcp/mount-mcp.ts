import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { RPC_CODES } from '@lockstep/contract'
import type { ToolAuth } from '../auth/auth.ts'
import type { HttpApp, HttpEnv } from '../http/create-http.ts'
import { MCP_BATCH_MAX, MCP_BODY_MAX_BYTES } from '../http/http-limits.ts'
import { HttpRefusal, httpError } from '../http/http-refusal.ts'
import { readJsonBody } from '../http/read-body.ts'
import type { McpEndpoint } from './create-mcp-endpoint.ts'
import { noteRequest } from './request-notes.ts'

/** Judges a request by its token. */
export interface RequestVerifier {
  /** Null = nobody, where that is allowed. @throws {HttpRefusal} 401, 403, 503 with their headers. */
  verifyRequest(headers: Headers): Promise<ToolAuth | null>
}

/**
 * Serves the endpoint at `/mcp`: POST, and where it has sessions GET and DELETE. Who calls is judged first, then the body is bounded and
 * parsed, and only then the SDK sees the request, without the caller's token.
 */
export function mountMcp(http: HttpApp, mcp: McpEndpoint, signIn: RequestVerifier | null): void {
  const answer = async (context: Context<HttpEnv>): Promise<Response> => {
    try {
      const { incoming, outgoing } = context.env
      const auth = signIn === null ? null : await signIn.verifyRequest(context.req.raw.headers)
      const parsedBody = context.req.method === 'POST' ? await readJsonBody(incoming, outgoing, MCP_BODY_MAX_BYTES) : undefined
      if (Array.isArray(parsedBody) && parsedBody.length > MCP_BATCH_MAX) {
        throw httpError(413, 'too_large', `A batch holds at most ${MCP_BATCH_MAX} messages.`)
      }
      const request = signIn === null ? context.req.raw : withoutToken(context.req.raw)
      noteRequest(request, { remoteAddress: incoming.socket.remoteAddress, auth })
      return await mcp.fetch(request, parsedBody)
    } catch (error) {
      if (!(error instanceof HttpRefusal)) throw error
      return context.json(rpcRefusal(error), error.status as ContentfulStatusCode, { ...error.headers })
    }
  }
  http.on(mcp.hasSessions ? ['POST', 'GET', 'DELETE'] : ['POST'], '/mcp', answer)
  const allow = mcp.hasSessions ? 'POST, GET, DELETE' : 'POST'
  http.all('/mcp', (context) =>
    context.json(rpcRefusal(httpError(405, 'method_not_allowed', `The MCP endpoint answers to ${allow} only.`)), 405, { Allow: allow }),
  )
}

/** The request as handlers may see it: a token that they do not hold they cannot pass on. The body is parsed already. */
function withoutToken(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('authorization')
  return new Request(request.url, { method: request.method, headers, signal: request.signal })
}

/** An MCP client reads JSON-RPC, so a refused body is told in it; our own code goes under `data`. */
function rpcRefusal(refusal: HttpRefusal): Record<string, unknown> {
  const code = refusal.code === 'invalid_json' || refusal.code === 'empty_body' ? RPC_CODES.parseError : RPC_CODES.refused
  return { jsonrpc: '2.0', id: null, error: { code, message: refusal.message, data: { code: refusal.code } } }
}
