import { request } from 'node:http'

export interface RawRequest {
  port: number
  method?: string
  path?: string
  headers?: Record<string, string | string[]>
  /** Sent as they are; several go as chunks without Content-Length. */
  body?: string | readonly string[]
  /** Default 127.0.0.1. */
  address?: string
}

export interface RawAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** The body as JSON, or null. */
  json: { error?: { code: unknown; message: string; path?: string; data?: unknown } & Record<string, unknown> } & Record<string, unknown>
}

/** HTTP as an attacker speaks it: any Host, any Origin, any framing, which fetch would not send. */
export function rawRequest(options: RawRequest): Promise<RawAnswer> {
  const { port, method = 'GET', path = '/', headers = {}, body, address = '127.0.0.1' } = options
  const length = typeof body === 'string' ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}
  return new Promise((resolve, reject) => {
    const call = request(
      { host: address, port, method, path, headers: { Host: `localhost:${port}`, ...length, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: text.startsWith('{') ? JSON.parse(text) : {} })
        })
        response.on('error', reject)
      },
    )
    call.on('error', reject)
    for (const chunk of typeof body === 'string' ? [body] : (body ?? [])) call.write(chunk)
    call.end()
  })
}
