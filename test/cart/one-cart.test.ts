import { afterAll, beforeAll, expect, test } from 'vitest'
import { linesOf, startCart, type TestCart } from '../support/start-cart.ts'

let cart: TestCart
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())

const envelope = (mutationId: string) => ({ v: 1, epoch: null, baseRevision: null, mutationId, clientId: 'w1', seq: 1 })

test('M3 S0.4 S0.18 the widget starts a cart under an id of its own, and the model without an id finds it', async () => {
  const view = await cart.connect('m3', { 'openai/widgetSessionId': 'w1' })
  const eggs = 'eggs-free-range-6'
  const { SKUS } = await import('../../apps/cart/server/catalogue/index.ts')
  const [sku] = SKUS.filter((candidate) => candidate.id.startsWith('eggs'))
  const cartId = 'c_made-in-the-widget'
  await view.call('sync_cart', { cartId, items: [{ id: sku?.id ?? eggs, quantity: 2 }], ...envelope('m-1') })
  const model = await cart.connect('m3')
  const answer = await model.call('add_to_cart', { items: [{ name: 'milk' }] })
  expect(answer.structuredContent).toMatchObject({ cartId })
  expect(Object.values(linesOf(answer))).toEqual([2, 1])
  expect(linesOf(await model.call('get_cart'))).toEqual(linesOf(answer))
})

test('S0.18 the model starts, and the widget finds the same cart by the id of the result', async () => {
  const model = await cart.connect('s018')
  const first = await model.call('get_cart')
  const { cartId } = first.structuredContent as { cartId: string }
  const second = await model.call('add_to_cart', { items: [{ name: 'eggs' }] })
  expect(second.structuredContent).toMatchObject({ cartId })
  const payload = second._meta?.['lockstep/document'] as { documentId: string; revision: number; value: { lines: Record<string, number> } }
  expect(payload).toMatchObject({ documentId: cartId, revision: 1 })
  const view = await cart.connect('s018', { 'openai/widgetSessionId': 'w1' })
  const [id] = Object.keys(payload.value.lines)
  await view.call('sync_cart', { cartId, items: [{ id, quantity: 3 }], ...envelope('m-2'), baseRevision: 1 })
  expect(Object.values(linesOf(await model.call('get_cart')))).toEqual([3])
})

test('an id that was given out and never stored is as good as none; one that a model made up is refused, and makes no second cart', async () => {
  for (const session of ['forgetful', null]) {
    const { call } = await cart.connect(session)
    const { cartId } = (await call('get_cart')).structuredContent as { cartId: string }
    expect((await call('get_cart', { cartId })).content[0]?.text).toContain('The cart is empty.')
    expect((await call('add_to_cart', { cartId, items: [{ name: 'eggs' }] })).structuredContent).toMatchObject({ cartId, revision: 1 })
    const forged = `${cartId.slice(0, -1)}${cartId.endsWith('A') ? 'B' : 'A'}`
    for (const madeUp of [forged, 'my-cart']) {
      const answer = await call('add_to_cart', { cartId: madeUp, items: [{ name: 'milk' }] })
      expect(answer).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'not_found', path: 'cartId' } } })
      expect((await fetch(`${cart.url}/carts/${madeUp}`)).status).toBe(404)
    }
  }
})

test('a conversation follows the cart it last wrote, also one it was given by id', async () => {
  await cart.post({ cartId: 'brought-along', items: [{ name: 'eggs' }] })
  const model = await cart.connect('newcomer')
  await model.call('add_to_cart', { cartId: 'brought-along', items: [{ name: 'milk' }] })
  expect((await model.call('get_cart')).structuredContent).toMatchObject({ cartId: 'brought-along', totals: { lines: 2 } })
})

test('without the hint the model has the id from the result; another conversation has another cart', async () => {
  const anonymous = await cart.connect(null)
  const added = await anonymous.call('add_to_cart', { items: [{ name: 'eggs' }] })
  const { cartId } = added.structuredContent as { cartId: string }
  expect(Object.values(linesOf(await anonymous.call('get_cart', { cartId })))).toEqual([1])
  expect(linesOf(await anonymous.call('get_cart'))).toEqual({})
  const other = await cart.connect('somebody-else')
  expect((await other.call('get_cart')).structuredContent?.['cartId']).not.toBe(cartId)
})

test('S0.10 a thousand ids of conversations and of bare bodies are distinct and 128 bits or more', async () => {
  const { cartIdOfSession } = await import('../../apps/cart/server/cart-keys.ts')
  const ids = new Set(Array.from({ length: 1_000 }, (_, index) => cartIdOfSession('secret', `s${index}`)))
  for (let index = 0; index < 50; index += 1) {
    const answer = (await (await cart.post({ items: [{ name: 'eggs' }] })).json()) as { cartId: string }
    ids.add(answer.cartId)
  }
  expect(ids.size).toBe(1_050)
  for (const id of ids) expect(id).toMatch(/^c_[A-Za-z0-9_-]{22,}$/)
})

test('a cart that expired says so, and adding starts it again empty', async () => {
  const { call } = await cart.connect('expiry')
  const first = await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] })
  const { cartId } = first.structuredContent as { cartId: string }
  cart.pass(31 * 24 * 60 * 60_000)
  expect(await call('get_cart', { cartId })).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'cart_expired' } } })
  expect((await fetch(`${cart.url}/carts/${cartId}`)).status).toBe(410)
  const revived = await call('add_to_cart', { cartId, items: [{ name: 'milk' }] })
  expect(Object.values(linesOf(revived))).toEqual([1])
  expect(revived.structuredContent).toMatchObject({ cartId, revision: 2 })
})

test('a poll of the widget costs next to nothing while nothing happened, and names who did what when something did', async () => {
  const model = await cart.connect('poll')
  const added = await model.call('add_to_cart', { items: [{ name: 'eggs' }] })
  const shown = added._meta?.['lockstep/document']
  const { documentId, epoch, revision } = shown as { documentId: string; epoch: string; revision: number }
  const view = await cart.connect('poll', { 'openai/widgetSessionId': 'w1' })
  const poll = () => view.call('cart_changes', { cartId: documentId, epoch, since: revision })
  const quiet = await poll()
  expect(quiet.structuredContent).toEqual({ cartId: documentId, revision, unchanged: true })
  expect(JSON.stringify(quiet).length).toBeLessThanOrEqual(300)
  await model.call('add_to_cart', { items: [{ name: 'milk' }] })
  const payload = (await poll())._meta?.['lockstep/document']
  expect(payload).toMatchObject({ changes: [{ by: 'model', id: 'milk-whole-1l', from: null, to: 1 }] })
  expect(Object.keys((payload as { products: object }).products)).toEqual(['milk-whole-1l'])
})

test('the tools of the cart stay a small part of what a model reads', async () => {
  const { client } = await cart.connect()
  const visible = (await client.listTools()).tools.filter((tool) => tool._meta?.['openai/visibility'] !== 'private')
  expect(visible).toHaveLength(7)
  // a host reads `_meta`, hints and sign-in; the model what is left
  const read = visible.map(({ _meta, annotations: _hints, securitySchemes: _signIn, ...rest }: Record<string, unknown>) => rest)
  expect(JSON.stringify(read).length).toBeLessThan(19_500)
})
