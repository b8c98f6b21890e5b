import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { SANDBOX_PORT, sandboxOrigins } from '@lockstep/contract'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { freePort } from '../support/free-port.ts'
import { scratchFolder } from '../support/start-cart.ts'
import type { Sighting } from './canary.ts'

const MAIN = fileURLToPath(new URL('../../apps/cart/server/main.ts', import.meta.url))

/** The cart server as it is started for real, with everything that leaves it kept: answers, their headers, and what it logs. */
export interface WatchedCart {
  url: string
  /** The Origin its widget has in a local host. */
  viewOrigin: string
  /** All that left by HTTP so far: status line, headers and body of every answer. */
  answers: () => readonly Sighting[]
  /** All that it wrote to its two outputs so far. */
  logs: () => readonly Sighting[]
  fetch: typeof fetch
  /** `headers` go with every request. */
  connect: (headers?: Record<string, string>) => Promise<Client>
  close: () => Promise<void>
}

export async function startWatchedCart(env: Record<string, string>): Promise<WatchedCart> {
  const port = await freePort()
  const dataDir = scratchFolder()
  const answers: Sighting[] = []
  const logs: Sighting[] = []
  const clients: Client[] = []
  const child = spawn(process.execPath, ['--conditions=@lockstep/source', MAIN], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      CART_RATE_LIMITS: 'off',
      ...env,
      CART_PORT: String(port),
      CART_DATA_DIR: dataDir,
      LOCKSTEP_SANDBOX_PORT: String(SANDBOX_PORT),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  child.stdout?.on('data', (chunk: Buffer) => logs.push({ where: 'stdout', text: chunk.toString() }))
  child.stderr?.on('data', (chunk: Buffer) => logs.push({ where: 'stderr', text: chunk.toString() }))
  const gone = once(child, 'exit')
  const died = gone.then(() => {
    throw new Error(`the cart server ended: ${logs.map(({ text }) => text).join('')}`)
  })
  died.catch(() => {})
  await Promise.race([once(child, 'message'), died])
  const url = `http://localhost:${port}`

  const watchedFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    const body = await response.text()
    const where = `${init?.method ?? 'GET'} ${new URL(input instanceof Request ? input.url : input).pathname} ${response.status}`
    answers.push({ where, text: `${[...response.headers].map((header) => header.join(': ')).join('\n')}\n\n${body}` })
    return new Response(response.status === 202 || response.status === 204 ? null : body, { status: response.status, headers: response.headers })
  }

  return {
    url,
    viewOrigin: sandboxOrigins(`${url}/mcp`, SANDBOX_PORT).inner,
    answers: () => answers,
    logs: () => logs,
    fetch: watchedFetch,
    connect: async (headers = {}) => {
      const client = new Client({ name: 'watcher', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
      const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { fetch: watchedFetch, requestInit: { headers } })
      await client.connect(transport)
      clients.push(client)
      return client
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()))
      child.kill('SIGTERM')
      await gone
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
