import { request } from 'node:http'
import { memory } from '@lockstep/server/memory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { troubled } from '../support/troubled-store.ts'
import { openTwoDoors, versioned, type TwoDoors } from '../support/two-doors.ts'

const [EGGS = '', MILK = ''] = SKUS.filter((sku) => sku.price > 0).map((sku) => sku.id)
const store = troubled(memory())

let open: TwoDoors
beforeAll(async () => {
  open = await openTwoDoors({ store })
})
afterAll(() => open.close())

async function stored(cartId: string): Promise<{ revision: number; items: Array<{ id: string; quantity: number }> }> {
  return (await (await fetch(`${open.cart.url}/carts/${cartId}`)).json()) as { revision: number; items: Array<{ id: string; quantity: number }> }
}

const egg = (quantity: number) => [{ id: EGGS, quantity }]

/** Sends a body to a door and cuts the connection the moment the write is durable, so that nobody hears of it. */
function sendUnheard(index: 0 | 1, body: Record<string, unknown>): Promise<void> {
  const { url, mcpUrl, viewOrigin } = open.cart
  const rpc = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'sync_cart', arguments: body } }
  const [target, content] = index === 0 ? [mcpUrl, rpc] : [`${url}/sync_cart`, body]
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    ...(index === 0 ? {} : { Origin: viewOrigin }),
  }
  return new Promise((resolve, reject) => {
    const call = request(target, { method: 'POST', headers }, () => reject(new Error('the answer was not to arrive')))
    call.on('error', () => resolve())
    store.afterNextCommit(
      () =>
        new Promise((cut) => {
          call.on('close', () => cut())
          call.destroy()
        }),
    )
    call.end(JSON.stringify(content))
  })
}

describe.each([0, 1] as const)('at door %i of tool and HTTP', (index) => {
  const door = () => open.doors[index]

  test('R4 R1 a write whose answer was lost is replayed, however often it comes, and counted once', async () => {
    const cartId = open.newCartId()
    await door().send(versioned(cartId, egg(2)))
    const write = versioned(cartId, egg(3), { baseRevision: 1 })
    await sendUnheard(index, write)
    expect(await stored(cartId)).toMatchObject({ revision: 2, items: [{ quantity: 3 }] })
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await door().send(write)).body).toMatchObject({ status: 'replayed', revision: 2, items: [{ quantity: 3 }] })
    }
    expect(await stored(cartId)).toMatchObject({ revision: 2 })
  })

  test('R4 a newer list that names the unheard one is drawn on it, and nothing counts twice', async () => {
    const cartId = open.newCartId()
    await door().send(versioned(cartId, egg(2)))
    const unheard = versioned(cartId, egg(3), { baseRevision: 1, seq: 2 })
    await sendUnheard(index, unheard)
    const newer = versioned(cartId, egg(4), { baseRevision: 1, seq: 3, supersedes: [unheard['mutationId']] })
    expect((await door().send(newer)).body).toMatchObject({ items: [{ quantity: 4 }] })
  })

  test('R4 a replay answers the state as it is now, not as it was then', async () => {
    const cartId = open.newCartId()
    const write = versioned(cartId, egg(2))
    await door().send(write)
    await door().send(versioned(cartId, egg(7), { baseRevision: 1, clientId: 'w-other' }))
    expect((await door().send(write)).body).toMatchObject({ status: 'replayed', revision: 2, items: [{ quantity: 7 }] })
  })

  test('M4 S0.27 three clicks, the first save late: it finds that it was superseded, and the cart stays at 3', async () => {
    const cartId = open.newCartId()
    await door().send(versioned(cartId, [{ id: MILK, quantity: 1 }]))
    const list = (eggs: number, over: Record<string, unknown>) =>
      versioned(cartId, [{ id: MILK, quantity: 1 }, ...egg(eggs)], { baseRevision: 1, ...over })
    const first = list(1, { seq: 2 })
    const second = list(2, { seq: 3, supersedes: [first['mutationId']] })
    const third = list(3, { seq: 4, supersedes: [first['mutationId'], second['mutationId']] })
    for (const write of [third, first, second, first]) await door().send(write)
    expect(await stored(cartId)).toMatchObject({ revision: 2, items: [{ id: MILK }, { id: EGGS, quantity: 3 }] })
  })

  test('M4 a slow older list of another view is merged, and takes nothing back', async () => {
    const cartId = open.newCartId()
    await door().send(versioned(cartId, egg(1)))
    const late = versioned(cartId, [...egg(1), { id: MILK, quantity: 1 }], { baseRevision: 1, clientId: 'w-slow' })
    await door().send(versioned(cartId, egg(3), { baseRevision: 1, clientId: 'w-quick' }))
    expect((await door().send(late)).body).toMatchObject({
      status: 'merged',
      items: [
        { id: EGGS, quantity: 3 },
        { id: MILK, quantity: 1 },
      ],
    })
  })

  test('R1 twenty at once under one id: one effect, one answers applied and the others wait and answer replayed', async () => {
    const cartId = open.newCartId()
    await door().send(versioned(cartId, egg(2)))
    const write = versioned(cartId, egg(5), { baseRevision: 1 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => door().send(write)))
    expect(answers.map(({ code }) => code)).toEqual(Array.from({ length: 20 }, () => null))
    const statuses = answers.map(({ body }) => String(body['status'])).sort()
    expect(statuses).toEqual(['applied', ...Array.from({ length: 19 }, () => 'replayed')])
    expect(answers.every(({ body }) => body['revision'] === 2)).toBe(true)
    expect(await stored(cartId)).toMatchObject({ revision: 2, items: [{ quantity: 5 }] })
  })
})

test('R1 X19 twenty at once under one id, ten at each door: still one effect', async () => {
  const cartId = open.newCartId()
  await open.doors[0].send(versioned(cartId, egg(2)))
  const write = versioned(cartId, egg(5), { baseRevision: 1 })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, turn) => open.doors[turn % 2 === 0 ? 0 : 1].send(write)))
  expect(answers.filter(({ body }) => body['status'] === 'applied')).toHaveLength(1)
  expect(answers.filter(({ body }) => body['status'] === 'replayed')).toHaveLength(19)
  expect(await stored(cartId)).toMatchObject({ revision: 2, items: [{ quantity: 5 }] })
})

describe('the bare list replaces, and loses nothing in silence:', () => {
  test.each([0, 1] as const)('R20 at door %i it lists what it overwrote, keeps it in the log, and the model is told', async (index) => {
    const cartId = open.newCartId()
    const { call } = await open.cart.connect(`bare-${index}`)
    await open.doors[index].send(
      versioned(
        cartId,
        [
          { id: EGGS, quantity: 2, note: 'brown' },
          { id: MILK, quantity: 1, note: 'cold' },
        ],
        { clientId: `w-${index}` },
      ),
    )
    const { body } = await open.doors[index].send({ cartId, items: [{ id: EGGS, quantity: 5, note: 'white' }] })
    expect(body).toMatchObject({
      status: 'updated',
      revision: 2,
      conflicts: [
        { field: 'lines', id: EGGS, kind: 'overwritten', theirs: 2, result: 5 },
        { field: 'lines', id: MILK, kind: 'overwritten', theirs: 1, result: null },
        { field: 'notes', id: EGGS, kind: 'overwritten', theirs: 'brown', result: 'white' },
      ],
    })
    const { log } = await store.load({ documentId: cartId, logAfter: 1 })
    expect(log[0]).toMatchObject({ revision: 2, actor: 'user' })
    expect(log[0]?.changes).toEqual(
      expect.arrayContaining([
        { field: 'lines', id: EGGS, from: 2, to: 5 },
        { field: 'lines', id: MILK, from: 1, to: null },
        { field: 'notes', id: MILK, from: 'cold', to: null },
      ]),
    )
    const told = await call('add_to_cart', { cartId, items: [{ id: MILK, quantity: 3 }], baseRevision: 1 })
    expect(told.structuredContent).toMatchObject({
      changesSinceBase: expect.arrayContaining([expect.objectContaining({ by: 'user', field: 'lines', id: EGGS, from: 2, to: 5 })]),
    })
    expect(told.content[0]?.text).toMatch(/the user/)
  })
})
