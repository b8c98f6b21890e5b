import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linesOf, startCart, type TestCart, type ToolAnswer } from '../support/start-cart.ts'

let cart: TestCart
let sessions = 0
beforeAll(async () => {
  cart = await startCart()
})
afterAll(() => cart.close())
const conversation = () => cart.connect(`repeats-${(sessions += 1)}`)
const units = (answer: ToolAnswer) => Object.values(linesOf(answer))
const revisionOf = (answer: ToolAnswer) => Number(answer.structuredContent?.['revision'])
const words = (answer: ToolAnswer) => answer.content[0]?.text ?? ''
const EGGS = { items: [{ name: 'eggs', quantity: 2 }] }

describe('a call that comes twice', () => {
  test('M7 R21 takes effect once when it carries the revision it was decided on, and the second answer says so', async () => {
    const { call } = await conversation()
    const first = await call('add_to_cart', EGGS)
    const baseRevision = revisionOf(first)
    const added = await call('add_to_cart', { ...EGGS, baseRevision })
    const again = await call('add_to_cart', { ...EGGS, baseRevision })
    expect([units(added), units(again)]).toEqual([[4], [4]])
    expect(added.structuredContent).not.toHaveProperty('deduplicated')
    expect(again.structuredContent).toMatchObject({
      deduplicated: true,
      revision: baseRevision + 1,
      changesSinceBase: [{ by: 'model', from: 2, to: 4 }],
    })
    expect(words(again)).toContain(`nothing was changed. To do it again, call with baseRevision ${baseRevision + 1}.`)
    expect(units(await call('add_to_cart', { ...EGGS, baseRevision: baseRevision + 1 }))).toEqual([6])
  })

  test('M7 R21 is the same call whatever the order of its arguments', async () => {
    const { call } = await conversation()
    const baseRevision = revisionOf(await call('add_to_cart', EGGS))
    await call('add_to_cart', { baseRevision, items: [{ name: 'milk', quantity: 1, note: 'cold' }] })
    const again = await call('add_to_cart', { items: [{ note: 'cold', quantity: 1, name: 'milk' }], baseRevision })
    expect(again.structuredContent).toMatchObject({ deduplicated: true })
  })

  test.each([
    ['set_quantity', { name: 'eggs', quantity: 5 }],
    ['remove_from_cart', { items: [{ name: 'eggs' }] }],
    ['clear_cart', {}],
  ])('M7 R21 %s too', async (tool, args) => {
    const { call } = await conversation()
    const baseRevision = revisionOf(await call('add_to_cart', { items: [...EGGS.items, { name: 'milk' }] }))
    const first = await call(tool, { ...args, baseRevision })
    const again = await call(tool, { ...args, baseRevision })
    expect(again.structuredContent).toMatchObject({ deduplicated: true, revision: revisionOf(first), items: first.structuredContent?.['items'] })
  })

  test('R21 two identical calls at once collapse to one, and exactly one answer reports it', async () => {
    const { call } = await conversation()
    const baseRevision = revisionOf(await call('add_to_cart', EGGS))
    const both = await Promise.all([call('add_to_cart', { ...EGGS, baseRevision }), call('add_to_cart', { ...EGGS, baseRevision })])
    expect(both.map(units)).toEqual([[4], [4]])
    expect(both.filter((answer) => answer.structuredContent?.['deduplicated'] === true)).toHaveLength(1)
  })

  test('M7 one that creates the cart takes effect once for two minutes, also when both come at once', async () => {
    const { call } = await conversation()
    const both = await Promise.all([call('add_to_cart', EGGS), call('add_to_cart', EGGS)])
    expect(new Set(both.map((answer) => answer.structuredContent?.['cartId'])).size).toBe(1)
    expect(both.map(units)).toEqual([[2], [2]])
    expect(both.filter((answer) => answer.structuredContent?.['deduplicated'] === true)).toHaveLength(1)
    for (const answer of both) expect(answer.structuredContent).not.toHaveProperty('repeatsProtected')
    cart.pass(2 * 60_000 + 1)
    expect(units(await call('add_to_cart', EGGS))).toEqual([4])
  })

  test('M7 one that creates the cart it names takes effect once', async () => {
    const { call } = await cart.connect(null)
    const { cartId } = (await call('get_cart')).structuredContent as { cartId: string }
    expect(units(await call('add_to_cart', { cartId, ...EGGS }))).toEqual([2])
    const again = await call('add_to_cart', { cartId, ...EGGS })
    expect(units(again)).toEqual([2])
    expect(again.structuredContent).toMatchObject({ deduplicated: true })
  })

  test('X20 without a revision, on a cart that exists, it is applied each time, and each answer says that and how to do better', async () => {
    const { call } = await conversation()
    await call('add_to_cart', { items: [{ name: 'milk' }] })
    const first = await call('add_to_cart', EGGS)
    const again = await call('add_to_cart', EGGS)
    expect([units(first), units(again)]).toEqual([
      [1, 2],
      [1, 4],
    ])
    for (const answer of [first, again]) {
      expect(answer.structuredContent).toMatchObject({ repeatsProtected: false })
      expect(words(answer)).toContain(`not protected: pass baseRevision ${revisionOf(answer)} next time.`)
    }
    const kept = await call('add_to_cart', { ...EGGS, baseRevision: revisionOf(again) })
    expect(kept.structuredContent).not.toHaveProperty('repeatsProtected')
    expect(words(kept)).not.toContain('not protected')
  })
})

describe('a cart that is not there', () => {
  const CALLS: Array<[string, Record<string, unknown>]> = [
    ['get_cart', {}],
    ['add_to_cart', EGGS],
    ['set_quantity', { name: 'eggs', quantity: 1 }],
    ['remove_from_cart', { items: [{ name: 'eggs' }] }],
    ['clear_cart', {}],
    ['checkout', { revision: 1 }],
  ]
  test.each(CALLS)('R21 %s of an unknown id is an error with a sentence, and makes no cart', async (tool, args) => {
    const { call } = await conversation()
    const answer = await call(tool, { ...args, cartId: 'c_nobody-has-this' })
    expect(answer).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'not_found' } } })
    expect(words(answer)).toContain('Leave cartId out')
    expect((await fetch(`${cart.url}/carts/c_nobody-has-this`)).status).toBe(404)
  })

  test.each(CALLS.filter(([tool]) => tool !== 'add_to_cart'))(
    'R21 %s of one that expired says what to do, and changes nothing',
    async (tool, args) => {
      const { call } = await conversation()
      const { cartId, revision } = (await call('add_to_cart', EGGS)).structuredContent as { cartId: string; revision: number }
      cart.pass(31 * 24 * 60 * 60_000)
      const answer = await call(tool, { ...args, cartId })
      expect(answer).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'cart_expired' } } })
      expect(words(answer)).toContain('add_to_cart')
      expect((await call('add_to_cart', { ...EGGS, cartId })).structuredContent).toMatchObject({
        cartId,
        revision: revision + 1,
        totals: { units: 2 },
      })
    },
  )

  test('R21 clearing a cart that was never stored stores none', async () => {
    const { call } = await conversation()
    const cleared = await call('clear_cart')
    expect(cleared.structuredContent).toMatchObject({ revision: 0, items: [] })
    expect((await fetch(`${cart.url}/carts/${String(cleared.structuredContent?.['cartId'])}`)).status).toBe(404)
  })
})

test('X20 the hints say what is true: what deletes or overwrites is destructive, idempotent is what a repeat leaves as it is', async () => {
  const { client, call } = await conversation()
  const { tools } = await client.listTools()
  const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]))
  const hint = (readOnlyHint: boolean, destructiveHint: boolean, idempotentHint: boolean) => ({
    readOnlyHint,
    destructiveHint,
    idempotentHint,
    openWorldHint: false,
  })
  expect(hints).toMatchObject({
    get_cart: hint(true, false, true),
    search_products: hint(true, false, true),
    add_to_cart: hint(false, false, false),
    set_quantity: hint(false, true, true),
    remove_from_cart: hint(false, true, true),
    clear_cart: hint(false, true, true),
    checkout: hint(false, true, true),
  })
  await call('add_to_cart', { items: [...EGGS.items, { name: 'milk' }] })
  for (const [tool, args] of [
    ['set_quantity', { name: 'eggs', quantity: 3 }],
    ['remove_from_cart', { items: [{ name: 'milk' }] }],
    ['checkout', { revision: 3 }],
    ['clear_cart', {}],
  ] as const) {
    await call(tool, args)
    const once = await call('get_cart')
    await call(tool, args)
    expect((await call('get_cart')).structuredContent?.['items'], tool).toEqual(once.structuredContent?.['items'])
  }
})
