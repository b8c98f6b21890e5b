import { request } from 'node:http'

export interface RawAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface RawRequest {
  port: number
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string
  /** Default 127.0.0.1. */
  address?: string
}

/** A request with any Host, Origin and method, which `fetch` would not let through. */
export function rawRequest({ port, path, method = 'GET', headers = {}, body, address = '127.0.0.1' }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: address, port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString('utf8') }))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
