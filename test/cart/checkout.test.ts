import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCart, type TestCart } from '../support/start-cart.ts'

let cart: TestCart
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())

test('M9 S1.H.3 checkout gives an order page, empties the cart, closes the widget; a double click meets the first order', async () => {
  const { call } = await cart.connect('buyer')
  const added = await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] })
  const { cartId, revision } = added.structuredContent as { cartId: string; revision: number }
  const [first, second] = await Promise.all([call('checkout', { cartId, revision }), call('checkout', { cartId, revision })])
  const orders = [first, second].map((answer) => answer.structuredContent?.['orderId'])
  expect(new Set(orders).size).toBe(1)
  expect(first._meta).toMatchObject({ 'openai/closeWidget': true })
  expect((await call('get_cart')).content[0]?.text).toContain('The cart is empty.')
  const page = await fetch(String(first.structuredContent?.['orderUrl']))
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('eggs')
})

test('checkout takes the exact revision, and refuses an empty cart', async () => {
  const { call } = await cart.connect('hasty')
  const added = await call('add_to_cart', { items: [{ name: 'eggs' }] })
  const { revision } = added.structuredContent as { revision: number }
  await call('add_to_cart', { items: [{ name: 'milk' }] })
  expect(await call('checkout', { revision })).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'revision_mismatch' } } })
  await call('clear_cart')
  const { structuredContent } = await call('get_cart')
  expect((await call('checkout', { revision: structuredContent?.['revision'] })).isError).toBe(true)
})

test('what people wrote stays text on the order page', async () => {
  const cartId = 'xss-cart'
  await cart.post({ cartId, items: [{ name: '<img src=x onerror=alert(1)>', note: '"><script>alert(1)</script>' }] })
  const { call } = await cart.connect('xss')
  const answer = await call('checkout', { cartId, revision: 1 })
  const html = await (await fetch(String(answer.structuredContent?.['orderUrl']))).text()
  expect(html).not.toContain('<script')
  expect(html).not.toContain('<img src=x')
})

test('a view cannot take or burn the id under which an order will be placed', async () => {
  const { call } = await cart.connect('burner')
  const added = await call('add_to_cart', { items: [{ name: 'eggs' }] })
  const { cartId, items } = added.structuredContent as { cartId: string; items: Array<{ id: string; quantity: number }> }
  const list = items.map(({ id, quantity }) => ({ id, quantity }))
  const write = { v: 1, cartId, epoch: null, baseRevision: 1, items: list, clientId: 'w', seq: 1 }
  for (const own of ['checkout_1', 'checkout:1']) {
    await cart.post({ ...write, mutationId: `burner-${own.length}`, supersedes: [own] }, { Origin: cart.viewOrigin })
    await cart.post({ ...write, mutationId: own }, { Origin: cart.viewOrigin })
  }
  const answer = await call('checkout', { cartId, revision: 1 })
  expect(answer.isError).not.toBe(true)
  expect(answer.structuredContent).toMatchObject({ ordered: { lines: 1 }, totals: { lines: 0 } })
})
