import { DOCUMENT_META } from '@lockstep/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { versioned } from '../support/two-doors.ts'
import type { ToolAnswer } from '../support/start-cart.ts'
import { sightings, type Canary, type Sighting } from './canary.ts'
import { startWatchedCart, type WatchedCart } from './watched-cart.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

/** What the operator gives the process. */
const OF_THE_OPERATOR: readonly Canary[] = [
  { name: 'the signing key', text: 'canary-signing-key-9f3b1c77d02e4a56' },
  { name: 'another variable of the environment', text: 'canary-env-3d2f88aa51' },
]
/** What a host sends along about a person; the app asks for none of it. */
const OF_THE_HOST: readonly Canary[] = [
  { name: 'the access token', text: 'canary-bearer-77aa01' },
  { name: 'the cookie', text: 'canary-cookie-41ce09' },
  { name: 'the subject', text: 'canary-subject-5b8d20' },
  { name: 'the city', text: 'Canaryville-upon-Sea' },
  { name: 'the user agent', text: 'canary-agent-90fe14' },
  { name: 'the traceparent', text: '00-ca4a7ca4a7ca4a7ca4a7ca4a7ca4a7ca-ca4a7ca4a7ca4a7c-01' },
]
/** What a person says: it is their own cart's, and nobody else's business. */
const SAID: Canary = { name: 'what the person wrote', text: 'canary marmalade for Ada Lovelace' }

const HINTS = {
  'openai/session': 'conversation-secrets',
  'openai/subject': 'canary-subject-5b8d20',
  'openai/userLocation': { city: 'Canaryville-upon-Sea', country: 'GB', timezone: 'Europe/London' },
  'openai/userAgent': 'canary-agent-90fe14',
  traceparent: '00-ca4a7ca4a7ca4a7ca4a7ca4a7ca4a7ca-ca4a7ca4a7ca4a7c-01',
}
const HEADERS = { authorization: 'Bearer canary-bearer-77aa01', cookie: 'sid=canary-cookie-41ce09' }
const [EGGS = ''] = SKUS.filter((sku) => sku.price > 0).map((sku) => sku.id)

let cart: WatchedCart
/** What the model gets: content and structured content of every answer. */
const modelSaw: Sighting[] = []
/** What only the view gets. */
const viewSaw: Sighting[] = []
let tokens: Canary[] = []

beforeAll(async () => {
  cart = await startWatchedCart({
    CART_SECRET: 'canary-signing-key-9f3b1c77d02e4a56',
    CANARY_API_KEY: 'canary-env-3d2f88aa51',
    CART_TRANSPORT: 'http',
    CART_REQUIRE_TOKEN: '1',
  })
  await runTheShop()
})
afterAll(() => cart.close())

/** Everything a conversation does, and everything that goes wrong in one. */
async function runTheShop(): Promise<void> {
  const client = await cart.connect(HEADERS)
  const keep = (name: string, { content, structuredContent, _meta }: ToolAnswer): void => {
    modelSaw.push({ where: `the model’s answer of ${name}`, text: JSON.stringify({ content, structuredContent }) })
    viewSaw.push({ where: `_meta of ${name}`, text: JSON.stringify(_meta ?? {}) })
  }
  const call = async (name: string, args: Record<string, unknown>): Promise<ToolAnswer> => {
    const answer = (await client.callTool({ name, arguments: args, _meta: HINTS })) as unknown as ToolAnswer
    keep(name, answer)
    return answer
  }

  await client.listTools()
  for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri })
  const added = await call('add_to_cart', { items: [{ id: EGGS, quantity: 2 }, { name: SAID.text }] })
  const document = added._meta?.[DOCUMENT_META] as { documentId: string; revision: number; token: string }
  const { documentId: cartId, token } = document
  tokens = [{ name: 'the view’s token', text: token }]
  await call('get_cart', { cartId })
  await call('search_products', { query: SAID.text })
  // wrong in every way there is
  await call('get_cart', { cartId: SAID.text, extra: SAID.text }).catch(() => undefined)
  await call('add_to_cart', { items: SAID.text })
  await call(SAID.text, {}).catch(() => undefined)
  await call('set_quantity', { cartId, lineId: SAID.text, quantity: 1 })
  await call('checkout', { cartId, revision: 999 })

  const open = (headers: Record<string, string>, body: unknown) =>
    cart.fetch(`${cart.url}/sync_cart`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: cart.viewOrigin, cookie: HEADERS.cookie, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const bearer = (value: string) => ({ authorization: `Bearer ${value}` })
  const egg = (quantity: number) => [{ id: EGGS, quantity }]
  expect((await open(bearer(token), versioned(cartId, egg(3), { baseRevision: document.revision }))).status).toBe(200)
  expect((await open(bearer('canary-bearer-77aa01'), versioned(cartId, egg(4)))).status).toBe(401)
  await open(bearer(token), `{"cartId":"${cartId}","items":[{"name":"${SAID.text}`)
  await open(bearer(token), versioned(cartId, [{ id: EGGS, quantity: SAID.text }]))
  await cart.fetch(`${cart.url}/orders/${encodeURIComponent(SAID.text)}`, { headers: HEADERS })
  await cart.fetch(`${cart.url}/nowhere?token=${token}`, { headers: HEADERS })
  await cart.fetch(`${cart.url}/mcp`, {
    method: 'POST',
    headers: { ...HEADERS, 'content-type': 'application/json' },
    body: `{"jsonrpc":"2.0",${SAID.text}`,
  })

  const now = (await call('get_cart', { cartId })).structuredContent as { revision: number }
  const bought = await call('checkout', { cartId, revision: now.revision })
  const orderUrl = bought.structuredContent?.['orderUrl']
  if (typeof orderUrl === 'string') await cart.fetch(orderUrl.replace(/^https?:\/\/[^/]+/, cart.url))
}

test('SEC19 the run did what it says: a token was given, the log was written, the shop was used', () => {
  expect(tokens[0]?.text.length).toBeGreaterThan(20)
  expect(modelSaw.length).toBeGreaterThan(8)
  expect(cart.answers().length).toBeGreaterThan(12)
  expect(modelSaw.some(({ text }) => text.includes(SAID.text))).toBe(true)
})

test('SEC19 what the operator gives and what a host says of a person leaves in no answer: no body, no header, no resource, no error', () => {
  expect(sightings([...OF_THE_OPERATOR, ...OF_THE_HOST], cart.answers())).toEqual([])
})

test('SEC19 the view’s token is in `_meta` and nowhere a model reads', () => {
  expect(sightings(tokens, viewSaw).length).toBeGreaterThan(0)
  expect(sightings(tokens, modelSaw)).toEqual([])
})

test('SEC19 the log has none of it: no key, no token, nothing of a person, and not what a person wrote', () => {
  expect(sightings([...OF_THE_OPERATOR, ...OF_THE_HOST, ...tokens, SAID], cart.logs())).toEqual([])
})

test('SEC19 no address carries a token or what a person wrote', () => {
  const addresses = [...cart.answers(), ...modelSaw, ...viewSaw].flatMap(({ where, text }) =>
    [...text.matchAll(/https?:\/\/[^\s"'<>\\]+/g)].map((match) => ({ where, text: match[0] })),
  )
  expect(sightings([...OF_THE_OPERATOR, ...OF_THE_HOST, ...tokens, SAID], addresses)).toEqual([])
})

test('SEC19 no answer tells where the server’s files lie or how its code is built', () => {
  const traces = cart.answers().filter(({ text }) => /\bat \w[\w.<> ]* \(?(?:file|node):|\/node_modules\/|server\/[\w-]+\.ts/.test(text))
  expect(traces.map(({ where }) => where)).toEqual([])
})
