import { Agent, request } from 'node:http'
import type { Workload } from './workloads.ts'

/** Connections that are kept alive, each with one request at a time. */
export const CONNECTIONS = 8

export interface Load {
  /** Sends that many requests and answers how many milliseconds they took. @throws when one is not answered with 200. */
  run(count: number): Promise<number>
  /** One answer's message, whether it came as JSON or as an event stream. */
  ask(): Promise<Record<string, unknown>>
  close(): void
}

export function openLoad(url: string, { body, headers }: Workload): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const options = { agent, method: 'POST', headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) } }
  const send = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request(url, options, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (answer.statusCode === 200) resolve(text)
          else reject(new Error(`expected 200, got ${answer.statusCode}: ${text.slice(0, 200)}`))
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  return {
    run: async (count) => {
      let left = count
      const start = performance.now()
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          while (left > 0) {
            left -= 1
            await send()
          }
        }),
      )
      return performance.now() - start
    },
    ask: async () => JSON.parse((await send()).replace(/^[\s\S]*?data: /, '')),
    close: () => agent.destroy(),
  }
}
