import { Agent, request } from 'node:http'
import { sandboxOrigins } from '@lockstep/server'
import type { Mutation } from '@lockstep/sync'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { backendChannel } from '../../apps/cart/views/cart-channel.ts'
import { startCartProcess } from '../../test/support/cart-process.ts'
import { freePort } from '../../test/support/free-port.ts'
import type { Measure } from '../harness/measure.ts'
import { withScratch } from '../harness/scratch.ts'
import { spreadOf } from '../harness/statistics.ts'
import { editOf } from './cart-documents.ts'

const CONNECTIONS = 16
const LINES = 10

/** Edits a second through the whole of `POST /sync_cart`, the cart server a process of its own, one cart to a connection. */
export async function measureHttpEdits(plan: { seconds: number }): Promise<Measure[]> {
  return withScratch(async (dataDir) => {
    const server = await startCartProcess({ port: await freePort(), dataDir })
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
    const { inner: origin } = sandboxOrigins(server.mcpUrl)
    const channel = backendChannel({
      backendUrl: server.url,
      fetch: (url, init) => post(agent, url instanceof Request ? url.url : url, origin, init),
    })
    const latencies: number[] = []
    const until = performance.now() + plan.seconds * 1_000
    const start = performance.now()
    try {
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async (_unused, connection) => {
          // of ids that a view makes itself; of lines that the shop sells more than one of
          const cartId = crypto.randomUUID()
          const send = (mutation: Mutation) => channel.send(mutation, { isLast: false })
          let held = await send(editOf(cartId, null, valueOf(1), connection * FIRST_OF_NEXT))
          for (let edit = 1; performance.now() < until; edit += 1) {
            const asked = performance.now()
            held = await send(editOf(cartId, held, valueOf(1 + (edit % 2)), connection * FIRST_OF_NEXT + edit))
            latencies.push(performance.now() - asked)
          }
        }),
      )
    } finally {
      agent.destroy()
      await server.stop()
    }
    const perSecond = latencies.length / ((performance.now() - start) / 1_000)
    const spread = spreadOf(latencies)
    return [
      {
        id: 'http.edits-per-second',
        what: `edits through POST /sync_cart, ${CONNECTIONS} connections`,
        value: perSecond,
        unit: 'edits/s',
        interval: null,
        target: null,
        note: `p50 ${spread.median.toFixed(1)}, p99 ${spread.p99.toFixed(1)} ms; the client shares the cores`,
        details: { latencyMs: spread, edits: latencies.length },
      },
    ]
  })
}

/** Numbers of mutations that one connection may use up. */
const FIRST_OF_NEXT = 1_000_000

function valueOf(quantity: number) {
  const ids = SKUS.filter((sku) => Math.min(sku.stock, sku.maxPerOrder) >= 2).map((sku) => sku.id)
  return { lines: Object.fromEntries(ids.slice(0, LINES).map((id, line) => [id, line === 0 ? quantity : 1])), notes: {} }
}

/** `fetch` of Node costs several times what the server does, and shares its cores. */
function post(agent: Agent, url: string | URL, origin: string, init: RequestInit | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(new Headers(init?.headers)), Origin: origin }
    const sent = request(url, { agent, method: init?.method ?? 'GET', headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 500 })))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(typeof init?.body === 'string' ? init.body : undefined)
  })
}
