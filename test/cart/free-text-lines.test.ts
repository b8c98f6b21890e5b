import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCart, type TestCart } from '../support/start-cart.ts'

let cart: TestCart
let ids = 0
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())

const newId = () => `free-${(ids += 1)}`
const read = async (cartId: string) =>
  (await (await fetch(`${cart.url}/carts/${cartId}`)).json()) as {
    revision: number
    items: Array<{ id: string; name: string; quantity: number; note?: string }>
  }
const sync = (cartId: string, baseRevision: number, items: ReadonlyArray<{ id: string; quantity: number; note?: string }>) =>
  cart.post(
    { v: 1, cartId, epoch: null, baseRevision, items, mutationId: `free-m-${(ids += 1)}`, clientId: 'w1', seq: 1 },
    { Origin: cart.viewOrigin },
  )

describe('what the bare body names freely', () => {
  test('half a character is dropped from names and notes, and a name of nothing else is 400', async () => {
    const cartId = newId()
    const answer = await cart.post(`{"cartId":"${cartId}","items":[{"name":"jam\\ud800","note":"\\udc00 ripe"}]}`)
    expect(answer.status).toBe(200)
    expect((await read(cartId)).items).toMatchObject([{ name: 'jam', note: 'ripe' }])
    const nothing = await cart.post(`{"cartId":"${cartId}","items":[{"name":"\\ud800"}]}`)
    expect(nothing.status).toBe(400)
    expect(await nothing.json()).toMatchObject({ error: { code: 'invalid_request', path: 'items.0.name' } })
    expect((await read(cartId)).revision).toBe(1)
  })

  test('a name or note is measured as it is stored, so that the widget can send back whatever a cart holds', async () => {
    const cartId = newId()
    // composed, this one character becomes three
    const grows = '\uFB2C'
    for (const item of [{ name: grows.repeat(80) }, { name: 'jam', note: grows.repeat(200) }]) {
      const answer = await cart.post({ cartId, items: [item] })
      expect(answer.status).toBe(400)
    }
    expect((await cart.post({ cartId, items: [{ name: grows.repeat(26), note: grows.repeat(66) }] })).status).toBe(200)
    const { items, revision } = await read(cartId)
    const [line] = items
    expect((await sync(cartId, revision, [{ id: line?.id ?? '', quantity: 2, note: line?.note ?? '' }])).status).toBe(200)
  })
})

describe('a line brought back by its id', () => {
  test('undo of a removal that was saved', async () => {
    const cartId = newId()
    await cart.post({ cartId, items: [{ name: 'birthday candles' }] })
    const [candles] = (await read(cartId)).items
    expect((await sync(cartId, 1, [])).status).toBe(200)
    expect((await sync(cartId, 2, [{ id: candles?.id ?? '', quantity: 1 }])).status).toBe(200)
    expect((await read(cartId)).items).toMatchObject([{ name: 'birthday candles', quantity: 1 }])
  })

  test('a list drawn before a checkout of many such lines is merged, not refused', async () => {
    const cartId = newId()
    await cart.post({ cartId, items: Array.from({ length: 25 }, (_, index) => ({ name: `odd thing ${index}` })) })
    const { items } = await read(cartId)
    const { call } = await cart.connect('odd')
    expect((await call('checkout', { cartId, revision: 1 })).isError).not.toBe(true)
    const answer = await sync(
      cartId,
      1,
      items.map(({ id }, index) => ({ id, quantity: index === 0 ? 2 : 1 })),
    )
    expect(answer.status).toBe(200)
    // what was bought stays bought; only the one that was added meanwhile is there
    expect((await read(cartId)).items).toMatchObject([{ name: 'odd thing 0', quantity: 1 }])
  })

  test('of a cart that is gone is refused as gone', async () => {
    expect((await sync('never-there', 1, [{ id: 'text~jam', quantity: 1 }])).status).toBe(404)
  })
})

describe('the model and ids that name no product', () => {
  test('an id the cart does not have is an unknown product, whatever is written into it', async () => {
    const { call } = await cart.connect('forger')
    const forged = ['text~jam', 'text~%E2%80%AEevil', 'text~', 'text~%20', 'text~a b', `text~${'a'.repeat(795)}`, '__proto__', 'constructor']
    for (const id of forged) {
      expect(await call('add_to_cart', { items: [{ id }] })).toMatchObject({
        isError: true,
        _meta: { 'lockstep/error': { code: 'unknown_product' } },
      })
    }
    expect((await call('get_cart')).structuredContent).toMatchObject({ items: [], revision: 0 })
  })

  test('a free-text line the cart has can be added to by its id', async () => {
    const cartId = newId()
    await cart.post({ cartId, items: [{ name: 'jam of mine' }] })
    const { call } = await cart.connect('jam')
    const [line] = (await read(cartId)).items
    await call('add_to_cart', { cartId, items: [{ id: line?.id, quantity: 2 }] })
    expect((await read(cartId)).items).toMatchObject([{ name: 'jam of mine', quantity: 3 }])
  })
})
