import { rm } from 'node:fs/promises'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capOf, SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { startCartProcess, type CartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { linesOf, scratchFolder, type ToolAnswer } from '../support/start-cart.ts'
import { versioned } from '../support/two-doors.ts'

/** Times one thing is tried. */
const ROUNDS = 20
/** A product that one may have so many of. */
const ROOMY = SKUS.find(({ id }) => capOf(id) > ROUNDS)?.id ?? ''
/** One line makes the cart, and each process writes all the others at once; as many as a model is told of. */
const [FIRST = '', ...OTHERS] = SKUS.flatMap(({ id }) => (capOf(id) >= 2 ? [id] : [])).slice(0, 40)

type Call = (name: string, args?: Record<string, unknown>) => Promise<ToolAnswer>

let database: TestPostgres
let url: string
const folders: string[] = []
const servers: CartProcess[] = []
beforeAll(async () => {
  database = await startPostgres()
  url = await database.newDatabase()
  // on an empty database at the same moment, with folders of their own, as on two machines
  await Promise.all([startServer(), startServer()])
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await database.stop()
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

async function startServer(): Promise<void> {
  const dataDir = scratchFolder()
  folders.push(dataDir)
  const env = { DATABASE_URL: url, CART_SECRET: 'the same on all machines of this shop' }
  servers.push(await startCartProcess({ port: await freePort(), dataDir, env }))
}

/** A client of each process, of the same conversation. */
function connectBoth(session: string, more: Record<string, unknown> = {}): Promise<Call[]> {
  return Promise.all(
    servers.map(async ({ mcpUrl }) => {
      const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
      await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl)))
      const meta = { 'openai/session': session, ...more }
      return async (name, args = {}) => (await client.callTool({ name, arguments: args, _meta: meta })) as unknown as ToolAnswer
    }),
  )
}
const fact = (answer: ToolAnswer, name: string): unknown => answer.structuredContent?.[name]
const EGGS = { items: [{ name: 'eggs', quantity: 1 }] }

describe('two processes on one database', () => {
  test('X32 know each other’s carts: a conversation has one, whichever of them it asks', async () => {
    const [one, two] = await connectBoth('one cart')
    const made = await one?.('add_to_cart', EGGS)
    const seen = await two?.('get_cart')
    expect(seen?.structuredContent).toMatchObject({ cartId: made?.structuredContent?.['cartId'], revision: 1 })
    // an id that was only given out, and never stored, is known to both
    const [three, four] = await connectBoth('no cart yet')
    const cartId = fact((await three?.('get_cart')) ?? { content: [] }, 'cartId')
    expect((await four?.('add_to_cart', { cartId, ...EGGS }))?.structuredContent).toMatchObject({ cartId, revision: 1 })
  })

  test(`X32 R5 lose nothing and double nothing when both write one cart, ${OTHERS.length} times each at once`, async () => {
    const calls = await connectBoth('both write')
    await calls[0]?.('add_to_cart', { items: [{ id: FIRST }] })
    const answers = await Promise.all(OTHERS.map((id) => calls.map((call) => call('add_to_cart', { items: [{ id }] }))).flat())
    const revisions = answers.map((answer) => Number(fact(answer, 'revision'))).sort((a, b) => a - b)
    expect(revisions).toEqual(answers.map((_, index) => index + 2))
    const carts = await Promise.all(calls.map((call) => call('get_cart')))
    for (const cart of carts) {
      const { items, revision } = cart.structuredContent as { items: Array<{ id: string; quantity: number }>; revision: number }
      expect(revision).toBe(2 * OTHERS.length + 1)
      expect(Object.fromEntries(items.map(({ id, quantity }) => [id, quantity]))).toEqual({
        [FIRST]: 1,
        ...Object.fromEntries(OTHERS.map((id) => [id, 2])),
      })
    }
  })

  test('X32 R1 M7 let a call that reaches both take effect once, the first of a cart and later ones', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const calls = await connectBoth(`the same call ${round}`)
      const first = await Promise.all(calls.map((call) => call('add_to_cart', EGGS)))
      expect(first.map((answer) => [fact(answer, 'revision'), Object.values(linesOf(answer))])).toEqual([
        [1, [1]],
        [1, [1]],
      ])
      const again = await Promise.all(calls.map((call) => call('add_to_cart', { ...EGGS, baseRevision: 1 })))
      expect(again.map((answer) => [fact(answer, 'revision'), Object.values(linesOf(answer))])).toEqual([
        [2, [2]],
        [2, [2]],
      ])
      expect(again.filter((answer) => fact(answer, 'deduplicated') === true)).toHaveLength(1)
    }
  })

  test('X32 R1 let a widget’s list that reaches both take effect once', async () => {
    const calls = await connectBoth('the same list', { 'openai/widgetSessionId': 'w-1' })
    const list = (quantity: number, over: Record<string, unknown> = {}) => versioned('seen-by-both', [{ id: ROOMY, quantity }], over)
    const first = await calls[0]?.('sync_cart', list(1))
    const epoch = first?.structuredContent?.['epoch']
    for (let revision = 1; revision <= ROUNDS; revision += 1) {
      const later = list(revision + 1, { epoch, baseRevision: revision, seq: revision + 1 })
      const answers = await Promise.all(calls.map((call) => call('sync_cart', later)))
      expect(new Set(answers.map((answer) => fact(answer, 'status')))).toEqual(new Set(['applied', 'replayed']))
      expect(answers.map((answer) => fact(answer, 'revision'))).toEqual([revision + 1, revision + 1])
    }
  })
})
