import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linesOf, startCart, type TestCart } from '../support/start-cart.ts'

let cart: TestCart
let sessions = 0
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())
const conversation = () => cart.connect(`model-${(sessions += 1)}`)
const units = (answer: Parameters<typeof linesOf>[0]) => Object.values(linesOf(answer))

describe('the tools of the model', () => {
  test('M1 two eggs, then three more are five, then three more are eight', async () => {
    const { call } = await conversation()
    expect(units(await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] }))).toEqual([2])
    expect(units(await call('add_to_cart', { items: [{ name: 'eggs', quantity: 3 }] }))).toEqual([5])
    expect(units(await call('add_to_cart', { items: [{ name: 'eggs', quantity: 3 }] }))).toEqual([8])
  })

  test('M2 the text tells true totals of the whole cart', async () => {
    const { call } = await conversation()
    await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] })
    const answer = await call('add_to_cart', { items: [{ name: 'milk' }] })
    const totals = answer.structuredContent?.['totals'] as { lines: number; units: number; subtotal: number }
    expect(totals).toMatchObject({ lines: 2, units: 3 })
    expect(answer.content[0]?.text).toContain('That is 3 items')
    expect(answer.content[0]?.text).toContain((totals.subtotal / 100).toFixed(2))
  })

  test('S0.25 M23 "What is in my cart?" has a tool, which reads the updated list', async () => {
    const { call } = await conversation()
    expect((await call('get_cart')).content[0]?.text).toContain('The cart is empty.')
    await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }, { name: 'milk' }] })
    expect(units(await call('get_cart'))).toEqual([2, 1])
  })

  test('one call adds several lines, each with its own outcome', async () => {
    const { call } = await conversation()
    const answer = await call('add_to_cart', { items: [{ name: 'eggs' }, { name: 'flux capacitor' }] })
    expect(answer.structuredContent?.['outcomes']).toMatchObject([
      { asked: 'eggs', result: 'added', quantity: 1 },
      { asked: 'flux capacitor', result: 'unknown' },
    ])
    expect(units(answer)).toEqual([1])
  })

  test('an unknown product alone is an error that names it, and changes nothing', async () => {
    const { call } = await conversation()
    const answer = await call('add_to_cart', { items: [{ name: 'flux capacitor' }] })
    expect(answer).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'unknown_product' } } })
    expect(answer.content[0]?.text).toContain('flux capacitor')
    expect(units(await call('get_cart'))).toEqual([])
  })

  test('M16 a line goes up to its limit and says so', async () => {
    const { call } = await conversation()
    const answer = await call('add_to_cart', { items: [{ name: 'eggs', quantity: 999 }] })
    const outcomes = answer.structuredContent?.['outcomes'] as Array<{ result: string; quantity: number }> | undefined
    const outcome = outcomes?.[0]
    expect(outcome?.result).toBe('limited')
    expect(outcome?.quantity).toBeLessThan(999)
    expect(units(answer)).toEqual([outcome?.quantity])
  })

  test.each([0, -5, 2.5, 1e12, '3', null])('M15 quantity %s is refused with its path and changes nothing', async (quantity) => {
    const { call } = await conversation()
    const answer = await call('add_to_cart', { items: [{ name: 'eggs', quantity }] })
    expect(answer.isError).toBe(true)
    expect(answer.content[0]?.text).toContain('items.0.quantity')
    expect(units(await call('get_cart'))).toEqual([])
  })

  test('set_quantity makes it that many, and 0 removes; remove_from_cart drops a line by its words', async () => {
    const { call } = await conversation()
    await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }, { name: 'milk' }, { name: 'bananas', quantity: 4 }] })
    expect(units(await call('set_quantity', { name: 'eggs', quantity: 6 }))).toEqual([6, 1, 4])
    expect(units(await call('set_quantity', { name: 'milk', quantity: 0 }))).toEqual([6, 4])
    expect(units(await call('remove_from_cart', { items: [{ name: 'bananas' }] }))).toEqual([6])
    expect(await call('remove_from_cart', { items: [{ name: 'bananas' }] })).toMatchObject({ isError: true })
  })

  test('an absolute number decided on an old sight of a line the person changed is refused with the current state', async () => {
    const session = `stale-${(sessions += 1)}`
    const model = await cart.connect(session)
    const added = await model.call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] })
    const { cartId, revision, items } = added.structuredContent as { cartId: string; revision: number; items: Array<{ id: string }> }
    const view = await cart.connect(session, { 'openai/widgetSessionId': 'w1' })
    const id = items[0]?.id
    const envelope = { v: 1, epoch: null, baseRevision: revision, mutationId: 'm-stale', clientId: 'w1', seq: 1 }
    expect((await view.call('sync_cart', { cartId, items: [{ id, quantity: 5 }], ...envelope })).isError).toBeUndefined()
    const refused = await model.call('set_quantity', { id, quantity: 3, baseRevision: revision })
    expect(refused).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'revision_mismatch', current: { revision: revision + 1 } } } })
    const seen = await model.call('add_to_cart', { items: [{ id }], baseRevision: revision })
    expect(seen.structuredContent?.['changesSinceBase']).toMatchObject([{ by: 'user', from: 2, to: 5 }])
    expect(seen.content[0]?.text).toContain('the user set')
    expect(units(seen)).toEqual([6])
  })

  test('M7 the same call delivered twice takes effect once: by its base revision, or while it creates the cart', async () => {
    const { call } = await conversation()
    const first = await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] })
    const again = await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] })
    expect(again.structuredContent).toMatchObject({ deduplicated: true })
    expect(units(again)).toEqual([2])
    const base = { items: [{ name: 'milk' }], baseRevision: first.structuredContent?.['revision'] }
    await call('add_to_cart', base)
    expect(units(await call('add_to_cart', base))).toEqual([2, 1])
    cart.pass(3 * 60_000)
    expect(units(await call('add_to_cart', { items: [{ name: 'eggs', quantity: 2 }] }))).toEqual([4, 1])
  })

  test('clear_cart empties; on an old sight it refuses', async () => {
    const { call } = await conversation()
    const first = await call('add_to_cart', { items: [{ name: 'eggs' }] })
    await call('add_to_cart', { items: [{ name: 'milk' }] })
    expect(await call('clear_cart', { baseRevision: first.structuredContent?.['revision'] })).toMatchObject({ isError: true })
    expect(units(await call('clear_cart'))).toEqual([])
  })

  test('S1.D.2 read tools write nothing', async () => {
    const { call } = await conversation()
    const before = await call('get_cart')
    const { cartId } = before.structuredContent as { cartId: string }
    await call('search_products', { query: 'milk' })
    await call('get_cart')
    expect((await fetch(`${cart.url}/carts/${cartId}`)).status).toBe(404)
  })

  test('search_products lists matches with prices and asks when a name fits several', async () => {
    const { call } = await conversation()
    const answer = await call('search_products', { query: 'milk' })
    const { products } = answer.structuredContent as { products: Array<{ name: string; price: number }> }
    expect(products.length).toBeGreaterThan(1)
    expect(products.every((product) => Number.isInteger(product.price) && product.price > 0)).toBe(true)
    expect(answer.content[0]?.text).toMatch(/\$\d+\.\d\d/)
  })

  test('S1.H.2 a cart of 200 lines stays small for the model and whole for the widget', async () => {
    const { call } = await conversation()
    const { SKUS } = await import('../../apps/cart/server/catalogue/index.ts')
    const inStock = SKUS.filter((sku) => sku.stock > 0).slice(0, 200)
    const answer = await call('add_to_cart', { items: inStock.map((sku) => ({ id: sku.id })) })
    const shown = { ...answer.structuredContent, outcomes: [] }
    expect(JSON.stringify(shown).length / 2.6).toBeLessThan(4_000)
    expect(answer.structuredContent).toMatchObject({ moreLines: 160, totals: { lines: 200 } })
    const payload = answer._meta?.['lockstep/document'] as { value: { lines: Record<string, number> } }
    expect(Object.keys(payload.value.lines)).toHaveLength(200)
  })

  test('at most 250 lines: the next one is refused and nothing is lost', async () => {
    const { call } = await conversation()
    const { SKUS } = await import('../../apps/cart/server/catalogue/index.ts')
    const all = SKUS.filter((sku) => sku.stock > 0).map((sku) => ({ id: sku.id }))
    expect(all.length).toBeGreaterThan(250)
    await call('add_to_cart', { items: all.slice(0, 250) })
    const refused = await call('add_to_cart', { items: [all[250]] })
    expect(refused).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'too_large', current: { revision: 1 } } } })
    expect(refused.content[0]?.text).toContain('This is revision 1.')
    expect((await call('get_cart')).structuredContent).toMatchObject({ totals: { lines: 250 } })
  })
})
