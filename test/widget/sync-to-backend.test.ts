import { afterAll, beforeAll, expect, it } from 'vitest'
import { syncToBackend } from '../../apps/cart/views/sync-to-backend.ts'
import { startCart, type TestCart } from '../support/start-cart.ts'

let server: TestCart
beforeAll(async () => void (server = await startCart()))
afterAll(() => server.close())

it('S0.15 S0.22 the bare body replaces the cart on the real server: more, less, gone, all gone', async () => {
  const sync = async (items: Array<{ name: string; quantity: number }>) => {
    const response = await syncToBackend('c_bare-cart-of-a-test', items, { backendUrl: server.url })
    expect(await response.json()).toMatchObject({ status: 'updated', cartId: 'c_bare-cart-of-a-test' })
    const body = (await (await fetch(`${server.url}/carts/c_bare-cart-of-a-test`)).json()) as { items: Array<{ quantity: number }> }
    return body.items.map(({ quantity }) => quantity)
  }
  expect(
    await sync([
      { name: 'Jam of the farm', quantity: 2 },
      { name: 'Honey of the farm', quantity: 1 },
    ]),
  ).toEqual([2, 1])
  expect(
    await sync([
      { name: 'Jam of the farm', quantity: 1 },
      { name: 'Honey of the farm', quantity: 3 },
    ]),
  ).toEqual([1, 3])
  expect(await sync([{ name: 'Honey of the farm', quantity: 3 }])).toEqual([3])
  expect(await sync([])).toEqual([])
})
