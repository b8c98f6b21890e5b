import { Client, StreamableHTTPClientTransport, type FetchLike } from '@modelcontextprotocol/client'
import pino, { type Logger } from 'pino'
import { onTestFinished } from 'vitest'
import { createApp, type App, type AppOptions, type Listening } from '../app.ts'
import type { ListenOptions } from '../http/listen.ts'
import { memory } from '../memory.ts'

export const ERAS = ['legacy', 'modern'] as const
export type Era = (typeof ERAS)[number]

export interface LogLine {
  level: number
  msg: string
  [key: string]: unknown
}

/** A logger whose lines a test can read. */
export function logInto(lines: LogLine[]): Logger {
  return pino({ level: 'trace' }, { write: (line: string) => lines.push(JSON.parse(line)) })
}

/** An app on a free port, closed when the test ends; `declare` gives it its tools and routes. */
export async function openApp(
  declare: (app: App) => void,
  options: Partial<AppOptions> & Pick<ListenOptions, 'allowedOrigins' | 'allowedHosts'> = {},
): Promise<Listening> {
  const { allowedOrigins = [], allowedHosts = [], ...rest } = options
  const app = createApp({ name: 'demo', version: '1.2.3', store: memory(), logger: pino({ level: 'silent' }), ...rest })
  declare(app)
  const listening = await app.listen({ port: 0, allowedOrigins, allowedHosts })
  onTestFinished(() => listening.close())
  return listening
}

/** The official client, of either protocol era; `fetch` lets a test see what is on the wire. */
export async function connect(mcpUrl: string, era: Era, fetch?: FetchLike): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, era === 'modern' ? { versionNegotiation: { mode: 'auto' } } : {})
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), fetch === undefined ? {} : { fetch }))
  onTestFinished(() => client.close())
  return client
}
