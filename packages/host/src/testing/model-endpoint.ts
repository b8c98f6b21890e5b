import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the stand-in got it. */
export interface EndpointRequest {
  path: string
  authorization: string | null
  body: { model: string; messages: Array<Record<string, unknown>>; tools?: Array<Record<string, unknown>> }
}

export interface StandInEndpoint {
  /** Base URL, as an OpenAI client wants it. */
  url: string
  requests: EndpointRequest[]
  close(): Promise<void>
}

type Answer = { status?: number; headers?: Record<string, string>; body: unknown } | 'never'

/** A local server that speaks OpenAI's chat completions over HTTP; `answer` is asked once per request. */
export async function startModelEndpoint(answer: (request: EndpointRequest, count: number) => Answer): Promise<StandInEndpoint> {
  const requests: EndpointRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as EndpointRequest['body']
      const got = { path: request.url ?? '', authorization: request.headers.authorization ?? null, body }
      requests.push(got)
      send(response, answer(got, requests.length))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'never') return
  const { status = 200, headers = {}, body } = answer
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** The body of an answer in words. */
export function saying(content: string | null, more: Record<string, unknown> = {}, finishReason = 'stop'): { body: unknown } {
  return completion({ role: 'assistant', content, ...more }, finishReason)
}

/** The body of an answer that calls tools; arguments as the API has them, a text. */
export function calling(...calls: Array<[name: string, args: string]>): { body: unknown } {
  const toolCalls = calls.map(([name, args], index) => ({ id: `call_${index}`, type: 'function', function: { name, arguments: args } }))
  return completion({ role: 'assistant', content: null, tool_calls: toolCalls }, 'tool_calls')
}

function completion(message: Record<string, unknown>, finishReason: string): { body: unknown } {
  return {
    body: { id: 'c', object: 'chat.completion', created: 0, model: 'stand-in', choices: [{ index: 0, message, finish_reason: finishReason }] },
  }
}
