import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCart, type TestCart } from '../support/start-cart.ts'

let cart: TestCart
let ids = 0
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())

const newId = () => `cart-${(ids += 1)}`
const read = async (cartId: string) =>
  (await (await fetch(`${cart.url}/carts/${cartId}`)).json()) as { revision: number; items: Array<Record<string, unknown>> }
const quantities = async (cartId: string) => (await read(cartId)).items.map((item) => [item['name'], item['quantity']])

describe('POST /sync_cart with the bare body of the seed', () => {
  test('S0.1 S0.8 S0.13 S0.28 S0.31 takes { cartId, items } alone and answers updated with the cart id', async () => {
    const cartId = newId()
    const response = await cart.post({ cartId, items: [{ name: 'Eggs', quantity: 2 }] })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'updated', cartId, revision: 1, conflicts: [] })
    expect((await read(cartId)).items).toMatchObject([{ quantity: 2 }])
  })

  test('S0.2 S0.9 M18 replaces all: increase, decrease, deletion, the empty list; the order is kept', async () => {
    const cartId = newId()
    const put = (items: unknown) => cart.post({ cartId, items })
    await put([
      { name: 'bananas', quantity: 4 },
      { name: 'eggs', quantity: 1 },
    ])
    const [bananas, eggs] = (await quantities(cartId)).map(([name]) => name)
    await put([
      { name: 'eggs', quantity: 3 },
      { name: 'bananas', quantity: 2 },
    ])
    expect(await quantities(cartId)).toEqual([
      [eggs, 3],
      [bananas, 2],
    ])
    await put([{ name: 'bananas', quantity: 2 }])
    expect(await quantities(cartId)).toEqual([[bananas, 2]])
    await put([])
    expect(await quantities(cartId)).toEqual([])
  })

  test('S0.10 M19 without a cart id makes one and returns it', async () => {
    const answer = (await (await cart.post({ items: [{ name: 'eggs' }] })).json()) as { cartId: string; status: string }
    expect(answer.status).toBe('updated')
    expect((await read(answer.cartId)).items).toMatchObject([{ quantity: 1 }])
  })

  test('S0.11 an unknown cart id creates the cart under that id', async () => {
    const cartId = crypto.randomUUID()
    expect(await (await cart.post({ cartId, items: [] })).json()).toMatchObject({ cartId })
    expect((await fetch(`${cart.url}/carts/${cartId}`)).status).toBe(200)
  })

  test('S0.12 M15 declared item fields survive the round trip; undeclared ones are dropped and listed', async () => {
    const cartId = newId()
    const answer = await (await cart.post({ cartId, items: [{ name: 'eggs', note: 'brown ones', price: -1, admin: true }] })).json()
    expect(answer).toMatchObject({ dropped: ['items.0.price', 'items.0.admin'] })
    const [item] = (await read(cartId)).items
    expect(item).toMatchObject({ note: 'brown ones' })
    expect(item).not.toHaveProperty('admin')
    expect(item?.['unitPrice']).toBeGreaterThan(0)
  })

  test('duplicate lines are summed and reported; an unknown name becomes a line without a price', async () => {
    const cartId = newId()
    const answer = await (await cart.post({ cartId, items: [{ name: 'eggs' }, { name: 'Eggs', quantity: 2 }, { name: 'Grandma’s jam' }] })).json()
    expect(answer).toMatchObject({ summed: ['eggs', 'Eggs'], freeText: ['Grandma’s jam'] })
    const { items } = await read(cartId)
    expect(items).toMatchObject([{ quantity: 3 }, { name: 'Grandma’s jam', quantity: 1 }])
    expect(items[1]).not.toHaveProperty('unitPrice')
  })

  test('what a bare list overwrote is listed under conflicts', async () => {
    const cartId = newId()
    await cart.post({ cartId, items: [{ name: 'eggs', quantity: 2 }, { name: 'milk' }] })
    const answer = (await (await cart.post({ cartId, items: [{ name: 'eggs', quantity: 5 }] })).json()) as { conflicts: unknown[] }
    expect(answer.conflicts).toMatchObject([
      { kind: 'overwritten', theirs: 2, result: 5 },
      { kind: 'overwritten', theirs: 1, result: null },
    ])
  })

  test('S0.7 M21 absent quantity means 1; every other fault is a 400 with code and path, and the cart stays', async () => {
    const cartId = newId()
    await cart.post({ cartId, items: [{ name: 'eggs' }] })
    const faults: Array<[unknown, string]> = [
      [{ cartId, items: [{ name: 'eggs', quantity: 0 }] }, 'items.0.quantity'],
      [{ cartId, items: [{ name: 'eggs', quantity: -5 }] }, 'items.0.quantity'],
      [{ cartId, items: [{ name: 'eggs', quantity: 2.5 }] }, 'items.0.quantity'],
      [{ cartId, items: [{ name: 'eggs', quantity: 1e12 }] }, 'items.0.quantity'],
      [{ cartId, items: [{ name: 'eggs', quantity: '3' }] }, 'items.0.quantity'],
      [{ cartId, items: [{ name: '' }] }, 'items.0.name'],
      [{ cartId, items: [{ name: 'x'.repeat(500) }] }, 'items.0.name'],
      [{ cartId, items: [{ quantity: 1 }] }, 'items.0.name'],
      [{ cartId, items: [{ id: 'no-such-product' }] }, 'items.0.id'],
      [{ cartId, items: 'eggs' }, 'items'],
      [{ cartId }, 'items'],
      [{ cartId: '../etc', items: [] }, 'cartId'],
      [{ cartId, items: Array.from({ length: 251 }, () => ({ name: 'eggs' })) }, 'items'],
    ]
    for (const [body, path] of faults) {
      const response = await cart.post(body)
      expect([path, response.status]).toEqual([path, 400])
      const { error } = (await response.json()) as { error: { code: string; message: string; path: string } }
      expect(error).toMatchObject({ code: 'invalid_request', path })
      expect(error.message).not.toMatch(/\n|zod|stack/i)
    }
    expect((await read(cartId)).items).toMatchObject([{ quantity: 1 }])
  })

  test('S0.29 tool and route judge by one schema object: the same fault has the same path on both', async () => {
    const { call, client } = await cart.connect()
    const bad = { items: [{ name: 'eggs', quantity: 0 }] }
    const { error } = (await (await cart.post(bad)).json()) as { error: { path: string } }
    expect((await call('add_to_cart', bad)).content[0]?.text).toContain(error.path)
    const { cartInput } = await import('../../apps/cart/server/schemas.ts')
    const { tools } = await client.listTools()
    const listed = tools.find((tool) => tool.name === 'add_to_cart')?.inputSchema as { properties: Record<string, unknown> }
    expect(Object.keys(listed.properties)).toEqual(Object.keys(cartInput.shape))
  })
})

describe('the doors', () => {
  test('S0.5 MCP, the route and the reading share one port', async () => {
    const { client } = await cart.connect()
    expect((await client.listTools()).tools.map((tool) => tool.name)).toContain('add_to_cart')
    expect(new URL(cart.mcpUrl).origin).toBe(cart.url)
    expect((await cart.post({ items: [] })).status).toBe(200)
  })

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'])('S0.6 %s /sync_cart is 405 with Allow', async (method) => {
    const response = await fetch(`${cart.url}/sync_cart`, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toContain('POST')
  })

  test('M20 a cart can be read back: 200 with its ETag, 404 when there is none', async () => {
    const cartId = newId()
    await cart.post({ cartId, items: [{ name: 'eggs' }] })
    const response = await fetch(`${cart.url}/carts/${cartId}`)
    expect(response.headers.get('etag')).toBe('"1"')
    expect(await response.json()).toMatchObject({ cartId, revision: 1, totals: { lines: 1, units: 1, currency: 'USD' } })
    expect((await fetch(`${cart.url}/carts/nobody-has-this`)).status).toBe(404)
  })

  test.each(['https://evil.example', 'null', 'http://cart-test-sandbox.localhost:4702'])(
    'M14 Origin %s is refused and changes nothing',
    async (Origin) => {
      const cartId = newId()
      await cart.post({ cartId, items: [{ name: 'eggs' }] })
      const response = await cart.post({ cartId, items: [] }, { Origin })
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect((await read(cartId)).items).toHaveLength(1)
      expect((await fetch(cart.mcpUrl, { method: 'POST', headers: { Origin, 'Content-Type': 'application/json' }, body: '{}' })).status).toBe(403)
    },
  )

  test('M25 the view of the local host may come, by its exact Origin and no other header than it needs', async () => {
    const response = await cart.post({ items: [] }, { Origin: cart.viewOrigin })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe(cart.viewOrigin)
    expect(response.headers.get('vary')).toContain('Origin')
    const preflight = await fetch(`${cart.url}/sync_cart`, {
      method: 'OPTIONS',
      headers: { Origin: cart.viewOrigin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' },
    })
    expect(preflight.ok).toBe(true)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(cart.viewOrigin)
  })

  test('S0.7 broken JSON 400, another content type 415, an empty body 400', async () => {
    expect((await cart.post('{"items":[')).status).toBe(400)
    expect((await cart.post('items=eggs', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(415)
    expect((await cart.post('{"items":[]}', { 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await cart.post('')).status).toBe(400)
    expect((await cart.post('[]')).status).toBe(400)
  })

  test('M16 200,000 lines and 5 MB are 413, quickly, and the server lives', async () => {
    const many = { cartId: 'big', items: Array.from({ length: 200_000 }, () => ({ name: 'eggs' })) }
    expect((await cart.post(many).catch(() => ({ status: 413 }))).status).toBe(413)
    expect((await cart.post({ cartId: 'big', items: [{ name: 'x'.repeat(5_000_000) }] }).catch(() => ({ status: 413 }))).status).toBe(413)
    expect((await fetch(`${cart.url}/carts/big`)).status).toBe(404)
    expect((await cart.post({ items: [] })).status).toBe(200)
  })
})

describe('POST /sync_cart with a versioned body', () => {
  const body = (cartId: string, items: unknown, over: Record<string, unknown> = {}) => ({
    v: 1,
    cartId,
    epoch: null,
    baseRevision: null,
    items,
    mutationId: `m-${(ids += 1)}`,
    clientId: 'w1',
    seq: 1,
    ...over,
  })
  const send = (content: Record<string, unknown>, headers: Record<string, string> = {}) => cart.post(content, { Origin: cart.viewOrigin, ...headers })

  async function someEgg(): Promise<string> {
    const { SKUS } = await import('../../apps/cart/server/catalogue/index.ts')
    return SKUS.find((sku) => sku.id.startsWith('eggs'))?.id ?? ''
  }

  test('needs an Origin of the list, also on loopback', async () => {
    const response = await cart.post(body(newId(), []))
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'origin_required' } })
  })

  test('is the same handler as the tool: replay, ETag, merge', async () => {
    const cartId = newId()
    const egg = await someEgg()
    const first = body(cartId, [{ id: egg, quantity: 2 }])
    const answer = await send(first)
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(await answer.json()).toMatchObject({ status: 'applied', cartId, revision: 1, items: [{ id: egg, quantity: 2 }], conflicts: [] })
    const again = await send(first)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.json()).toMatchObject({ status: 'replayed', revision: 1 })
    const { call } = await cart.connect('doors', { 'openai/widgetSessionId': 'w1' })
    const merged = await call('sync_cart', body(cartId, [{ id: egg, quantity: 3 }], { baseRevision: 1 }))
    expect(merged.structuredContent).toMatchObject({ status: 'applied', revision: 2 })
  })

  test('strict mode by If-Match is 412 with the current state; the key header must equal the id', async () => {
    const cartId = newId()
    const egg = await someEgg()
    await send(body(cartId, [{ id: egg, quantity: 2 }]))
    await send(body(cartId, [{ id: egg, quantity: 3 }], { baseRevision: 1 }))
    const stale = await send(body(cartId, [{ id: egg, quantity: 9 }], { baseRevision: 1 }), { 'If-Match': '"1"' })
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ error: { code: 'revision_mismatch', current: { revision: 2, items: [{ quantity: 3 }] } } })
    expect((await send(body(cartId, []), { 'Idempotency-Key': 'another' })).status).toBe(400)
  })

  test('unknown fields and unknown ids are 400 with their path; the cart is unchanged', async () => {
    const cartId = newId()
    const egg = await someEgg()
    await send(body(cartId, [{ id: egg, quantity: 2 }]))
    const faults: Array<[Record<string, unknown>, string]> = [
      [body(cartId, [{ id: egg, quantity: 2, price: 1 }]), 'items.0'],
      [body(cartId, [{ id: 'flux-capacitor', quantity: 1 }]), 'items.0.id'],
      [body(cartId, [{ id: 'text~Jam%21', quantity: 1 }]), 'items.0.id'],
      [body(cartId, [{ id: egg, quantity: 0 }]), 'items.0.quantity'],
      [
        body(cartId, [
          { id: egg, quantity: 1 },
          { id: egg, quantity: 1 },
        ]),
        'items.1.id',
      ],
      [body(cartId, [], { mutationId: '' }), 'mutationId'],
      [body(cartId, [], { baseRevision: -1 }), 'baseRevision'],
      [body(cartId, [], { v: 3 }), 'v'],
    ]
    for (const [content, path] of faults) {
      const response = await send(content)
      expect([path, response.status]).toEqual([path, 400])
      expect(await response.json()).toMatchObject({ error: { path } })
    }
    expect(await read(cartId)).toMatchObject({ revision: 1, items: [{ quantity: 2 }] })
  })

  test('a free-text line a cart has can be kept, changed and removed by its id', async () => {
    const cartId = newId()
    await cart.post({ cartId, items: [{ name: 'Grandma’s jam' }] })
    const [jam] = (await read(cartId)).items
    expect((await send(body(cartId, [{ id: jam?.['id'], quantity: 3 }], { baseRevision: 1 }))).status).toBe(200)
    expect(await read(cartId)).toMatchObject({ items: [{ name: 'Grandma’s jam', quantity: 3 }] })
  })
})
