import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SYNC_BODY_MAX_BYTES } from '../../apps/cart/server/limits.ts'
import { capOf, SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { MCP_BODY_MAX_BYTES } from '../../packages/server/src/http/http-limits.ts'
import { freeTextId } from '../../apps/cart/shared/free-text-line.ts'
import { openTwoDoors, versioned, type TwoDoors } from '../support/two-doors.ts'

const IN_STOCK = SKUS.filter((sku) => capOf(sku.id) > 0)
const [EGGS = ''] = IN_STOCK.map((sku) => sku.id)

let open: TwoDoors
beforeAll(async () => {
  open = await openTwoDoors()
})
afterAll(() => open.close())

async function read(cartId: string): Promise<{ revision: number; items: Array<{ id: string; name: string; quantity: number; note?: string }> }> {
  const response = await fetch(`${open.cart.url}/carts/${cartId}`)
  return (await response.json()) as { revision: number; items: Array<{ id: string; name: string; quantity: number; note?: string }> }
}

/** Sends a body as it is written, and answers how the door took it. */
async function sendText(index: 0 | 1, body: string): Promise<{ status: number; isRefused: boolean }> {
  const { url, mcpUrl, viewOrigin } = open.cart
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', Origin: viewOrigin }
  const rpc = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"sync_cart","arguments":${body}}}`
  // a refused body is not read to its end, which the sender may meet as a broken connection
  const response = await fetch(index === 0 ? mcpUrl : `${url}/sync_cart`, { method: 'POST', headers, body: index === 0 ? rpc : body }).catch(
    () => null,
  )
  if (response === null) return { status: 413, isRefused: true }
  const text = await response.text()
  return { status: response.status, isRefused: !response.ok || text.includes('"isError":true') || text.includes('"error":') }
}

describe.each([0, 1] as const)('at door %i of tool and HTTP', (index) => {
  const door = () => open.doors[index]

  test('a cart at all its limits goes through, and comes back as it was sent', async () => {
    const cartId = open.newCartId()
    // the longest names and notes there are: three bytes a character, and nine in an id
    const items = Array.from({ length: 250 }, (_, line) => ({
      id: freeTextId(`${String(line).padStart(4, '0')}${'道'.repeat(76)}`),
      quantity: 999,
      note: '德'.repeat(200),
    }))
    const body = versioned(cartId, items, { supersedes: [...'abcdefgh'].map((letter) => letter.repeat(64)) })
    const bytes = Buffer.byteLength(JSON.stringify(body))
    expect([bytes > 300_000, bytes <= SYNC_BODY_MAX_BYTES, SYNC_BODY_MAX_BYTES + 2_000 < MCP_BODY_MAX_BYTES]).toEqual([true, true, true])
    const { code, body: answer } = await door().send(body)
    expect([code, answer['items']]).toEqual([null, items])
    const changed = items.map((item) => ({ ...item, quantity: 1 }))
    expect((await door().send(versioned(cartId, changed, { baseRevision: 1 }))).code).toBeNull()
  })

  test('250 products with notes of 200 letters go through', async () => {
    const cartId = open.newCartId()
    const items = IN_STOCK.slice(0, 250).map(({ id }) => ({ id, quantity: 1, note: 'n'.repeat(200) }))
    expect((await door().send(versioned(cartId, items))).code).toBeNull()
    expect((await read(cartId)).items).toHaveLength(items.length)
  })

  test.each([
    ['5 MB of name', `{"items":[{"name":"${'x'.repeat(5_000_000)}"}]}`],
    ['10^6 lines', `{"items":[${'{},'.repeat(999_999)}{}]}`],
    ['10^4 levels', `{"items":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['10^5 members', `{"items":[],${Array.from({ length: 100_000 }, (_, member) => `"m${member}":1`).join()}}`],
    ['a number of 10^5 digits', `{"cartId":"r17","items":[{"name":"jam","quantity":${'9'.repeat(100_000)}}]}`],
    ['a member twice', '{"cartId":"r17","cartId":"r17","items":[]}'],
    ['__proto__', '{"cartId":"r17","items":[],"__proto__":{"admin":true}}'],
    ['half a character as an id', String.raw`{"cartId":"r17","items":[{"id":"\ud800","quantity":1}]}`],
  ])('R17 %s is refused, quickly, and the server lives', async (_, body) => {
    const start = performance.now()
    const { status, isRefused } = await sendText(index, body)
    expect([isRefused, status < 500]).toEqual([true, true])
    expect(performance.now() - start).toBeLessThan(2_000)
    expect((await fetch(`${open.cart.url}/carts/r17`)).status).toBe(404)
  })

  test.each(['0', '-1', '-0', '2.5', '1e309', '1e21', '9007199254740993', '9007199254740992', '1000', '"3"', 'null', 'true', '[3]', '{}', '1e-7'])(
    'R19 the quantity %s is refused, in a versioned list and in a bare one, and the cart stays',
    async (quantity) => {
      const cartId = open.newCartId()
      await door().send(versioned(cartId, [{ id: EGGS, quantity: 2 }]))
      const items = `[{"id":"${EGGS}","quantity":${quantity}}]`
      const whole = JSON.stringify(versioned(cartId, '<items>', { baseRevision: 1 })).replace('"<items>"', items)
      for (const body of [whole, `{"cartId":"${cartId}","items":${items}}`]) {
        const { status, isRefused } = await sendText(index, body)
        expect([isRefused, status < 500]).toEqual([true, true])
      }
      expect(await read(cartId)).toMatchObject({ revision: 1, items: [{ quantity: 2 }] })
    },
  )

  test('R19 what is cut to a limit is said: by the product’s stock, and by 999', async () => {
    const cartId = open.newCartId()
    const { id } = IN_STOCK.find((sku) => capOf(sku.id) < 50) ?? { id: '' }
    const jam = freeTextId('jam')
    const { body } = await door().send(
      versioned(cartId, [
        { id, quantity: 999 },
        { id: jam, quantity: 990 },
      ]),
    )
    expect(body).toMatchObject({
      items: [
        { id, quantity: capOf(id) },
        { id: jam, quantity: 990 },
      ],
      conflicts: [{ id, kind: 'clamped', mine: 999, result: capOf(id) }],
    })
    await door().send(
      versioned(
        cartId,
        [
          { id, quantity: capOf(id) },
          { id: jam, quantity: 998 },
        ],
        { baseRevision: 1, clientId: 'w-2' },
      ),
    )
    const third = await door().send(
      versioned(
        cartId,
        [
          { id, quantity: capOf(id) },
          { id: jam, quantity: 995 },
        ],
        { baseRevision: 1, clientId: 'w-3' },
      ),
    )
    expect(third.body).toMatchObject({
      items: [{ id }, { id: jam, quantity: 999 }],
      conflicts: expect.arrayContaining([expect.objectContaining({ id: jam, kind: 'clamped', result: 999 })]),
    })
  })
})

describe('free-text ids', () => {
  test.each([0, 1] as const)('what GET /carts/:id gave, the bare list takes back, at door %i', async (index) => {
    const cartId = open.newCartId()
    const { send } = open.doors[index]
    await send({ cartId, items: [{ name: 'Grandma’s jam', quantity: 2, note: 'red' }, { id: EGGS }] })
    const { items } = await read(cartId)
    const back = items.map(({ id, quantity, note }) => ({ id, quantity: quantity + 1, ...(note === undefined ? {} : { note }) }))
    expect((await send({ cartId, items: back })).body).toMatchObject({ status: 'updated', freeText: ['text~Grandma%E2%80%99s%20jam'] })
    expect((await read(cartId)).items).toMatchObject([
      { name: 'Grandma’s jam', quantity: 3, note: 'red' },
      { id: EGGS, quantity: 2 },
    ])
  })

  test('a swept cart is made anew with all its lines', async () => {
    const cartId = open.newCartId()
    const items = [
      { id: freeTextId('birthday candles'), quantity: 2 },
      { id: EGGS, quantity: 1 },
    ]
    for (const { send } of open.doors) {
      await open.cart.store.sweep(Number.MAX_SAFE_INTEGER, Date.now())
      expect((await send(versioned(cartId, items, { baseRevision: 3 }))).code).toBe('not_found')
      expect((await send(versioned(cartId, items))).body).toMatchObject({ status: 'applied', items })
    }
  })

  test.each([
    'text~',
    'text~%20',
    'text~a b',
    'text~Jam%21',
    'text~%4Aam',
    'text~jam%',
    'text~%E2%80%AEevil',
    'text~%00',
    'text~a%0Ab',
    'text~%20jam',
    'text~a%20%20b',
    'text~e%CC%81',
    `text~${'a'.repeat(81)}`,
    'TEXT~jam',
    'text~ jam',
    '__proto__',
    'constructor',
    'text',
    '~',
  ])('the id %j is none, at either door and in either form', async (id) => {
    const cartId = open.newCartId()
    for (const { send } of open.doors) {
      for (const body of [versioned(cartId, [{ id, quantity: 1 }]), { cartId, items: [{ id, quantity: 1 }] }]) {
        const { code, body: error } = await send(body)
        expect([code, error['path']]).toEqual(['invalid_request', 'items.0.id'])
      }
    }
    expect((await fetch(`${open.cart.url}/carts/${cartId}`)).status).toBe(404)
  })
})
