import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { openTwoDoors, versioned, type DoorAnswer, type TwoDoors } from '../support/two-doors.ts'

const [EGGS = '', MILK = '', JAM = ''] = SKUS.filter((sku) => sku.price > 0).map((sku) => sku.id)

let open: TwoDoors
let strict: TwoDoors
beforeAll(async () => {
  ;[open, strict] = await Promise.all([openTwoDoors(), openTwoDoors({ strict: true })])
})
afterAll(async () => {
  await Promise.all([open.close(), strict.close()])
})

/** A conversation with a door: bodies in their order; each gets the answer before it, so that it can be drawn on it. */
type Story = (cartId: string) => Array<Record<string, unknown> | ((before: DoorAnswer) => unknown)>

const egg = (quantity: number) => [{ id: EGGS, quantity }]
const drawnOn = (before: DoorAnswer, items: unknown, over: Record<string, unknown> = {}) => {
  const { cartId, epoch, revision } = before.body
  return versioned(String(cartId), items, { epoch, baseRevision: revision, ...over })
}

const STORIES: Record<string, Story> = {
  'a new cart': (cartId) => [versioned(cartId, egg(2))],
  'an exact replacement': (cartId) => [versioned(cartId, egg(2)), (one) => drawnOn(one, [{ id: MILK, quantity: 1, note: 'cold' }])],
  'nothing new': (cartId) => [versioned(cartId, egg(2)), (one) => drawnOn(one, egg(2))],
  'a merge with a conflict': (cartId) => {
    const base = versioned(cartId, egg(2))
    return [base, versioned(cartId, egg(5), { baseRevision: 1 }), versioned(cartId, [...egg(3), { id: JAM, quantity: 1 }], { baseRevision: 1 })]
  },
  'a quantity over the limit': (cartId) => [versioned(cartId, egg(2)), versioned(cartId, egg(900), { baseRevision: 1 })],
  'a repeat': (cartId) => {
    const write = versioned(cartId, egg(2))
    return [write, write, { ...write, items: egg(3) }]
  },
  'an id that was superseded before it came': (cartId) => {
    const late = versioned(cartId, egg(1))
    return [versioned(cartId, egg(2), { supersedes: [late['mutationId']], seq: 2 }), late]
  },
  'an old protocol': (cartId) => [versioned(cartId, egg(2), { v: 1, onConflict: undefined })],
  'a protocol to come': (cartId) => [versioned(cartId, egg(2), { v: 3 })],
  'no id': (cartId) => [versioned(cartId, egg(2), { mutationId: undefined })],
  'no protocol, but a base': (cartId) => [{ cartId, items: egg(1), baseRevision: 3 }],
  'an unknown member': (cartId) => [{ ...versioned(cartId, egg(2)), owner: 'me' }],
  'a price': (cartId) => [versioned(cartId, [{ id: EGGS, quantity: 1, price: 0 }])],
  'an unknown id': (cartId) => [versioned(cartId, [{ id: 'flux-capacitor', quantity: 1 }])],
  'an id twice': (cartId) => [versioned(cartId, [...egg(1), ...egg(2)])],
  'a base of nothing': (cartId) => [versioned(cartId, egg(2), { baseRevision: 7 })],
  'a base of another database': (cartId) => [versioned(cartId, egg(2)), versioned(cartId, [], { baseRevision: 1, epoch: 'e_other' })],
  'strict and too late': (cartId) => [
    versioned(cartId, egg(2)),
    versioned(cartId, egg(3), { baseRevision: 1 }),
    versioned(cartId, egg(4), { baseRevision: 1, onConflict: 'reject' }),
  ],
  'the bare list': (cartId) => [{ cartId, items: [{ id: EGGS, quantity: 2 }, { name: 'birthday candles' }] }],
  'the bare list, over another': (cartId) => [
    { cartId, items: [{ id: EGGS, quantity: 2, note: 'brown' }, { name: 'candles' }] },
    { cartId, items: [{ id: EGGS, quantity: 5 }, { name: 'Candles of wax', price: 3 }, { name: 'candles of Wax' }] },
    { cartId, items: [] },
  ],
  'a bare list with a fault': (cartId) => [{ cartId, items: [{ name: 'eggs', quantity: 0 }] }],
  'no items at all': (cartId) => [{ cartId }],
  'a cart id that is a path': () => [{ cartId: '../etc', items: [] }],
}

/** What a story was answered, with what differs between two carts made equal. */
async function tell(at: TwoDoors, index: 0 | 1, story: Story): Promise<unknown> {
  const cartId = at.newCartId()
  const answers: DoorAnswer[] = []
  for (const step of story(cartId)) {
    const body: unknown = typeof step === 'function' ? step(answers.at(-1) ?? { code: null, body: {} }) : step
    answers.push(await at.doors[index].send(body))
  }
  const text = JSON.stringify(answers)
    .replaceAll(cartId, '<cart>')
    .replaceAll(/"epoch":"[^"]+"/g, '"epoch":"<epoch>"')
    .replaceAll(/doors-m-\d+/g, '<id>')
  return JSON.parse(text)
}

describe('X19 the tool and the route give one body the same answer:', () => {
  test.each(Object.entries(STORIES))('%s', async (_, story) => {
    for (const at of [open, strict]) {
      const [byTool, byHttp] = [await tell(at, 0, story), await tell(at, 1, story)]
      expect(byTool).toEqual(byHttp)
    }
  })

  test('and between them the stories meet every status and every refusal', async () => {
    const seen = new Set<string>()
    for (const at of [open, strict]) {
      for (const story of Object.values(STORIES)) {
        for (const { code, body } of (await tell(at, 1, story)) as DoorAnswer[]) seen.add(code ?? String(body['status']))
      }
    }
    const statuses = ['applied', 'merged', 'noop', 'replayed', 'updated']
    const refusals = ['invalid_request', 'idempotency_key_required', 'not_found', 'stale_base', 'revision_mismatch', 'mutation_conflict']
    expect([...seen].sort()).toEqual([...statuses, ...refusals, 'base_revision_required'].sort())
  })
})

test('X19 a poll is answered alike at both doors: next to nothing, or what changed and who did it', async () => {
  const cartId = open.newCartId()
  const { body: first } = await open.doors[0].send(versioned(cartId, egg(2)))
  const epoch = String(first['epoch'])
  const { call } = await open.cart.connect('poller-of-doors')
  const poll = async (since: number, of = epoch) => {
    const byTool = await call('cart_changes', { cartId, epoch: of, since })
    const response = await fetch(`${open.cart.url}/carts/${cartId}?since=${since}&epoch=${encodeURIComponent(of)}`)
    const text = await response.text()
    const document = byTool._meta?.['lockstep/document'] as { changes?: unknown } | undefined
    return {
      byTool: { model: byTool.structuredContent, changes: document?.changes },
      byHttp: JSON.parse(text) as Record<string, unknown>,
      bytes: text.length,
    }
  }
  const quiet = await poll(1)
  expect(quiet.byTool.model).toEqual(quiet.byHttp)
  expect([quiet.byHttp, quiet.bytes <= 120]).toEqual([{ cartId, revision: 1, unchanged: true }, true])
  await call('add_to_cart', { cartId, items: [{ id: MILK }], baseRevision: 1 })
  const news = await poll(1)
  expect(news.byHttp).toMatchObject({ revision: 2, changes: [{ by: 'model', field: 'lines', id: MILK, from: null, to: 1 }] })
  expect(news.byTool.changes).toEqual(news.byHttp['changes'])
  // of another life of the cart nobody knows what changed
  const { byHttp } = await poll(2, 'e_other')
  expect(byHttp).toMatchObject({ epoch, revision: 2, items: [{ id: EGGS }, { id: MILK }] })
  expect(byHttp).not.toHaveProperty('changes')
})

describe.each([0, 1] as const)('X18 at door %i of tool and HTTP', (index) => {
  test('X18 a person’s edit is final for what it touched, the cart’s own state for all else', async () => {
    const cartId = open.newCartId()
    const { send } = open.doors[index]
    await send(versioned(cartId, [...egg(2), { id: MILK, quantity: 1, note: 'cold' }]))
    // the model adds jam and a milk, which the view does not know when it is edited
    const { call } = await open.cart.connect('model-of-doors')
    await call('add_to_cart', { cartId, items: [{ id: JAM, quantity: 2 }, { id: MILK }], baseRevision: 1 })
    const { body } = await send(versioned(cartId, [...egg(4), { id: MILK, quantity: 1, note: 'lukewarm' }], { baseRevision: 1 }))
    expect(body).toMatchObject({
      status: 'merged',
      items: [
        { id: EGGS, quantity: 4 },
        { id: MILK, quantity: 2, note: 'lukewarm' },
        { id: JAM, quantity: 2 },
      ],
    })
  })

  test('X18 M8 a line the person removed stays away; one that others added to meanwhile is kept, and said', async () => {
    const cartId = open.newCartId()
    const { send } = open.doors[index]
    await send(versioned(cartId, [...egg(2), { id: MILK, quantity: 1 }]))
    await send(versioned(cartId, [...egg(5), { id: MILK, quantity: 1 }], { baseRevision: 1 }))
    const { body } = await send(versioned(cartId, [], { baseRevision: 1 }))
    expect(body).toMatchObject({ items: [{ id: EGGS, quantity: 3 }], conflicts: [{ id: EGGS, kind: 'removed_but_others_added', result: 3 }] })
    expect(body['items']).toHaveLength(1)
  })
})
