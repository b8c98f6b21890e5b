import { rawRequest, type RawAnswer } from '../../../packages/server/src/testing/raw-request.ts'

/** What a tool call answered over plain HTTP. */
export interface McpAnswer {
  status: number
  /** The `WWW-Authenticate` header, or null. */
  challenge: string | null
  headers: RawAnswer['headers']
  text: string
  /** The JSON-RPC result, or null. */
  result: { isError?: boolean; content: { text: string }[]; structuredContent?: unknown; _meta?: Record<string, unknown> } | null
}

/** Calls a tool the way any HTTP client can: with the headers of the test, and no more. */
export async function callMcp(
  mcpUrl: string,
  tool: string,
  input: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<McpAnswer> {
  const url = new URL(mcpUrl)
  const answer = await rawRequest({
    port: Number(url.port),
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: input } }),
  })
  const body = answer.text.startsWith('{') ? answer.text : (/^data: (\{.*\})$/m.exec(answer.text)?.[1] ?? '{}')
  const challenge = answer.headers['www-authenticate']
  const parsed = JSON.parse(body) as { result?: McpAnswer['result'] }
  return {
    status: answer.status,
    challenge: typeof challenge === 'string' ? challenge : null,
    headers: answer.headers,
    text: answer.text,
    result: parsed.result ?? null,
  }
}

export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` }
}
