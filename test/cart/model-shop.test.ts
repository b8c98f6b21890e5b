import { join } from 'node:path'
import { sqlite } from '@lockstep/server/sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogueShop } from '../../apps/cart/server/shop.ts'
import { scratchFolder, startCart, type TestCart, type ToolAnswer } from '../support/start-cart.ts'

const EGGS = 'eggs-free-range-6'
const MILK = 'milk-whole-1l'
const today = { prices: new Map<string, number>(), stock: new Map<string, number>() }
const shop = {
  priceOf: (id: string) => today.prices.get(id) ?? catalogueShop.priceOf(id),
  capOf: (id: string) => today.stock.get(id) ?? catalogueShop.capOf(id),
}

let cart: TestCart
let sessions = 0
beforeAll(async () => {
  cart = await startCart({ shop })
})
afterAll(() => cart.close())
beforeEach(() => {
  today.prices = new Map([
    [EGGS, 300],
    [MILK, 100],
  ])
  today.stock = new Map()
})

const words = (answer: ToolAnswer) => answer.content[0]?.text ?? ''
const conversation = () => cart.connect(`shop-${(sessions += 1)}`)
const lineOf = (answer: ToolAnswer, id: string) =>
  (answer.structuredContent?.['items'] as Array<{ id: string }> | undefined)?.find((line) => line.id === id) as Record<string, unknown> | undefined
const payloadOf = (answer: ToolAnswer) =>
  answer._meta?.['lockstep/document'] as { epoch: string; products: Record<string, Record<string, unknown>>; suggestions: string[] } | undefined
const productOf = (answer: ToolAnswer, id: string) => payloadOf(answer)?.products[id]
const twoEggs = { items: [{ id: EGGS, quantity: 2 }] }

describe('a price that changes after a line was added', () => {
  test('is told to the model with the next answer, in figures and in words, and to the widget', async () => {
    const { call } = await conversation()
    const added = await call('add_to_cart', twoEggs)
    expect(lineOf(added, EGGS)).toMatchObject({ unitPrice: 300, lineTotal: 600 })
    expect(lineOf(added, EGGS)).not.toHaveProperty('unitPriceBefore')
    today.prices.set(EGGS, 350)
    for (const answer of [await call('get_cart'), await call('add_to_cart', { items: [{ id: MILK }] })]) {
      expect(lineOf(answer, EGGS)).toMatchObject({ unitPrice: 350, lineTotal: 700, unitPriceBefore: 300 })
      expect(words(answer)).toContain('Prices changed since these were added: Free-range eggs, 6 from $3.00 to $3.50.')
      expect(productOf(answer, EGGS)).toMatchObject({ price: 350, was: 300 })
      expect(productOf(answer, MILK) ?? {}).not.toHaveProperty('was')
    }
    today.prices.set(EGGS, 300)
    expect(words(await call('get_cart'))).not.toContain('Prices changed')
  })

  test('is noticed whichever door the line came in by, and told with the answer to a save and to a poll', async () => {
    const session = `shop-${(sessions += 1)}`
    const view = await cart.connect(session, { 'openai/widgetSessionId': 'w1' })
    const cartId = `c_shop-${sessions}`
    await cart.post({ cartId, items: [{ id: EGGS }] })
    const { call } = await cart.connect(session)
    const read = await call('get_cart', { cartId })
    const epoch = payloadOf(read)?.epoch
    const revision = Number(read.structuredContent?.['revision'])
    const save = (base: number, seq: number, items: unknown) =>
      view.call('sync_cart', { cartId, epoch, baseRevision: base, items, v: 1, mutationId: `${session}-${seq}`, clientId: 'w1', seq })
    expect(
      productOf(
        await save(revision, 1, [
          { id: EGGS, quantity: 1 },
          { id: MILK, quantity: 1 },
        ]),
        MILK,
      ),
    ).toBeUndefined()
    today.prices = new Map([
      [EGGS, 310],
      [MILK, 110],
    ])
    const saved = await save(revision + 1, 2, [
      { id: EGGS, quantity: 2 },
      { id: MILK, quantity: 1 },
    ])
    expect(productOf(saved, EGGS)).toMatchObject({ price: 310, was: 300 })
    expect(productOf(saved, MILK)).toMatchObject({ price: 110, was: 100 })
    const polled = await view.call('cart_changes', { cartId, epoch, since: revision })
    expect(productOf(polled, EGGS)).toMatchObject({ was: 300 })
  })

  test('is forgotten with the line: one that is added again is added at the new price', async () => {
    const { call } = await conversation()
    await call('add_to_cart', twoEggs)
    today.prices.set(EGGS, 350)
    const { revision } = (await call('remove_from_cart', { items: [{ id: EGGS }] })).structuredContent as { revision: number }
    const again = lineOf(await call('add_to_cart', { ...twoEggs, baseRevision: revision }), EGGS)
    expect(again).toMatchObject({ quantity: 2, unitPrice: 350 })
    expect(again).not.toHaveProperty('unitPriceBefore')
  })

  test('is forgotten with a cart that expired', async () => {
    const { call } = await conversation()
    const { cartId } = (await call('add_to_cart', twoEggs)).structuredContent as { cartId: string }
    cart.pass(31 * 24 * 60 * 60_000)
    today.prices.set(EGGS, 400)
    const anew = lineOf(await call('add_to_cart', { cartId, items: [{ id: EGGS, quantity: 1 }] }), EGGS)
    expect(anew).toMatchObject({ quantity: 1, unitPrice: 400 })
    expect(anew).not.toHaveProperty('unitPriceBefore')
  })

  test('is remembered over a restart of the server', async () => {
    const file = join(scratchFolder(), 'cart.db')
    const open = async () => {
      const store = sqlite(file)
      const running = await startCart({ store, shop })
      const { call } = await running.connect('restart')
      return { call, close: async () => (await running.close(), await store.close()) }
    }
    const before = await open()
    await before.call('add_to_cart', twoEggs)
    await before.close()
    today.prices.set(EGGS, 350)
    const after = await open()
    expect(lineOf(await after.call('get_cart'), EGGS)).toMatchObject({ unitPriceBefore: 300 })
    await after.close()
  })

  test('S12 never comes from a client: a sent price is refused, or left out and said so', async () => {
    const { call } = await conversation()
    const added = await call('add_to_cart', { items: [{ id: EGGS, unitPrice: 1, price: 1 }] })
    expect(added.structuredContent).toMatchObject({ dropped: ['items.0.unitPrice', 'items.0.price'], totals: { subtotal: 300 } })
    const { cartId, revision } = added.structuredContent as { cartId: string; revision: number }
    const view = await cart.connect(null, { 'openai/widgetSessionId': 'w1' })
    const envelope = { v: 1, epoch: null, baseRevision: revision, mutationId: 'priced', clientId: 'w1', seq: 1 }
    const answer = await view.call('sync_cart', { cartId, items: [{ id: EGGS, quantity: 1, price: 1 }], ...envelope })
    expect(answer).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'invalid_request' } } })
  })
})

describe('stock that falls below what a cart has', () => {
  test('is told, changes nothing by itself, keeps an order from being placed, and no more once the line is lowered', async () => {
    const { call } = await conversation()
    await call('add_to_cart', { items: [{ id: EGGS, quantity: 3 }, { id: MILK }] })
    today.stock.set(EGGS, 1)
    today.stock.set(MILK, 0)
    const seen = await call('get_cart')
    expect(lineOf(seen, EGGS)).toMatchObject({ quantity: 3, available: 1 })
    expect(lineOf(seen, MILK)).toMatchObject({ quantity: 1, available: 0 })
    expect(words(seen)).toContain('Out of stock: only 1 of Free-range eggs, 6 left, the cart has 3; Whole milk, 1 l is sold out. An order is refused')
    expect(productOf(seen, EGGS)).toMatchObject({ cap: 1 })
    const refused = await call('checkout', { revision: seen.structuredContent?.['revision'] })
    expect(refused).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'out_of_stock' } } })
    expect(words(refused)).toContain('Nothing was ordered. Out of stock: only 1 of Free-range eggs, 6 left')
    await call('set_quantity', { id: EGGS, quantity: 1 })
    const lowered = await call('remove_from_cart', { items: [{ id: MILK }] })
    expect(words(lowered)).not.toContain('Out of stock')
    expect((await call('checkout', { revision: lowered.structuredContent?.['revision'] })).structuredContent).toMatchObject({ ordered: { units: 1 } })
  })

  test('is not suggested, and search says what is left and what it costs today', async () => {
    const { call } = await conversation()
    expect(payloadOf(await call('get_cart'))?.suggestions).toContain(MILK)
    today.stock.set(MILK, 0)
    expect(payloadOf(await call('get_cart'))?.suggestions).not.toContain(MILK)
    const found = await call('search_products', { query: 'whole milk' })
    expect(found.structuredContent?.['products']).toContainEqual(expect.objectContaining({ id: MILK, price: 100, available: 0 }))
  })
})

describe('an order', () => {
  test('is placed at the sum the person saw or not at all', async () => {
    const { call } = await conversation()
    const { revision } = (await call('add_to_cart', twoEggs)).structuredContent as { revision: number }
    today.prices.set(EGGS, 350)
    const refused = await call('checkout', { revision, expectedSubtotal: 600 })
    expect(refused).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'price_changed', current: { revision } } } })
    expect(words(refused)).toContain('Nothing was ordered: prices have changed, the subtotal is $7.00 and not $6.00.')
    const placed = await call('checkout', { revision, expectedSubtotal: 700 })
    expect(placed.structuredContent).toMatchObject({ items: [], ordered: { subtotal: 700 } })
    today.prices.set(EGGS, 999)
    const again = await call('checkout', { revision, expectedSubtotal: 700 })
    expect(again.structuredContent).toMatchObject({ deduplicated: true, orderId: placed.structuredContent?.['orderId'], ordered: { subtotal: 700 } })
    expect(words(again)).toContain('This order was placed already: 2 items, $7.00')
  })
})
