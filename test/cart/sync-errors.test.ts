import { memory } from '@lockstep/server/memory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { SYNC_BODY_MAX_BYTES } from '../../apps/cart/server/limits.ts'
import { troubled } from '../support/troubled-store.ts'
import { openTwoDoors, versioned, type Door, type TwoDoors } from '../support/two-doors.ts'

const [EGGS = '', MILK = ''] = ['eggs-free-range-6', 'milk-whole-1l']
  .filter((id) => SKUS.some((sku) => sku.id === id))
  .concat(SKUS.map((sku) => sku.id))
const DAY_MS = 24 * 60 * 60_000
const store = troubled(memory())

let open: TwoDoors
let strict: TwoDoors
let limited: TwoDoors
beforeAll(async () => {
  ;[open, strict, limited] = await Promise.all([
    openTwoDoors({ store }),
    openTwoDoors({ strict: true }),
    openTwoDoors({ rates: { cart: { burst: 2, perSecond: 0.01 } } }),
  ])
})
afterAll(async () => {
  await Promise.all([open.close(), strict.close(), limited.close()])
})

/** What the cart holds, read at the door of HTTP. */
async function stored({ cart }: TwoDoors, cartId: string): Promise<{ status: number; revision?: number; items?: unknown[]; epoch?: string }> {
  const response = await fetch(`${cart.url}/carts/${cartId}`)
  return { status: response.status, ...((await response.json()) as object) }
}

/** Each row of sync-protocol 3.2, at the door of that index. */
describe.each([0, 1] as const)('the refusals of a write, at door %i of tool and HTTP:', (index) => {
  const door = (at: TwoDoors = open): Door => at.doors[index]

  async function cartWith(quantity: number, at: TwoDoors = open): Promise<string> {
    const cartId = at.newCartId()
    expect((await door(at).send(versioned(cartId, [{ id: EGGS, quantity }]))).code).toBeNull()
    return cartId
  }

  test.each<[string, (cartId: string) => unknown, string | undefined]>([
    ['a quantity of 0', (cartId) => versioned(cartId, [{ id: EGGS, quantity: 0 }], { baseRevision: 1 }), 'items.0.quantity'],
    ['a price of the sender’s', (cartId) => versioned(cartId, [{ id: EGGS, quantity: 1, price: 1 }], { baseRevision: 1 }), 'items.0'],
    ['an id that names nothing', (cartId) => versioned(cartId, [{ id: 'flux-capacitor', quantity: 1 }], { baseRevision: 1 }), 'items.0.id'],
    ['a ninth superseded id', (cartId) => versioned(cartId, [], { supersedes: [...'abcdefghi'] }), 'supersedes'],
    ['an unknown member', (cartId) => ({ ...versioned(cartId, [], { baseRevision: 1 }), admin: true }), undefined],
    ['a protocol to come', (cartId) => versioned(cartId, [], { v: 3 }), 'v'],
    ['a base and no protocol', (cartId) => ({ cartId, items: [], baseRevision: 1 }), 'v'],
    ['a bare line that names nothing', (cartId) => ({ cartId, items: [{ quantity: 1 }] }), 'items.0.name'],
    ['251 lines', (cartId) => ({ cartId, items: Array.from({ length: 251 }, () => ({ name: 'jam' })) }), 'items'],
  ])('invalid_request: %s, with its path, and the cart stays', async (_, body, path) => {
    const cartId = await cartWith(2)
    const { code, body: error } = await door().send(body(cartId))
    expect([code, error['path']]).toEqual(['invalid_request', path])
    expect(error['message']).toMatch(/^(Wrong|Expected) .{5,}\.$/)
    expect(await stored(open, cartId)).toMatchObject({ revision: 1, items: [{ quantity: 2 }] })
  })

  test('idempotency_key_required: a versioned write without its id', async () => {
    const cartId = await cartWith(2)
    const { code, body } = await door().send(versioned(cartId, [], { mutationId: undefined, baseRevision: 1 }))
    expect([code, body['path']]).toEqual(['idempotency_key_required', 'mutationId'])
    expect(await stored(open, cartId)).toMatchObject({ revision: 1 })
  })

  test('not_found: a base of a cart that is not; cart_expired: of one that was; both can be made anew with the same list', async () => {
    const items = [
      { id: EGGS, quantity: 2 },
      { id: 'text~Grandma%E2%80%99s%20jam', quantity: 1, note: 'the red one' },
    ]
    const never = open.newCartId()
    expect((await door().send(versioned(never, items, { baseRevision: 4 }))).code).toBe('not_found')
    expect((await stored(open, never)).status).toBe(404)
    expect((await door().send(versioned(never, items))).body).toMatchObject({ status: 'applied', revision: 1, items })

    const gone = await cartWith(2)
    open.cart.pass(31 * DAY_MS)
    expect((await door().send(versioned(gone, items, { baseRevision: 1 }))).code).toBe('cart_expired')
    expect((await door().send(versioned(gone, items))).body).toMatchObject({ status: 'applied', items })
  })

  test('stale_base: the base of another database, with the whole current state', async () => {
    const cartId = await cartWith(2)
    const { epoch } = await stored(open, cartId)
    const { code, body } = await door().send(versioned(cartId, [], { baseRevision: 1, epoch: 'e_another' }))
    expect(code).toBe('stale_base')
    expect(body['current']).toEqual({ cartId, epoch, revision: 1, items: [{ id: EGGS, quantity: 2 }] })
    expect((await door().send(versioned(cartId, [], { baseRevision: 1, epoch }))).code).toBeNull()
  })

  test('R15 stale_base: a base that is no longer kept, with the whole current state', async () => {
    const cartId = await cartWith(1)
    const write = (revision: number) => door().send({ cartId, items: [{ id: EGGS, quantity: (revision % 5) + 1 }] })
    for (let revision = 2; revision <= 200; revision += 1) await write(revision)
    open.cart.pass(25 * 60 * 60_000)
    for (let revision = 201; revision <= 400; revision += 1) await write(revision)
    const { code, body } = await door().send(versioned(cartId, [], { baseRevision: 3 }))
    expect([code, body['current']]).toMatchObject(['stale_base', { revision: 400, items: [{ id: EGGS }] }])
    expect((await door().send(versioned(cartId, [{ id: MILK, quantity: 1 }], { baseRevision: 390 }))).code).toBeNull()
  }, 30_000)

  test('revision_mismatch: strict, and somebody was quicker; with the current state', async () => {
    const cartId = await cartWith(2)
    await door().send(versioned(cartId, [{ id: EGGS, quantity: 3 }], { baseRevision: 1 }))
    const { code, body } = await door().send(versioned(cartId, [{ id: EGGS, quantity: 9 }], { baseRevision: 1, onConflict: 'reject' }))
    expect([code, body['current']]).toMatchObject(['revision_mismatch', { revision: 2, items: [{ id: EGGS, quantity: 3 }] }])
    const next = await door().send(versioned(cartId, [{ id: EGGS, quantity: 9 }], { baseRevision: 2, onConflict: 'reject' }))
    expect(next.body).toMatchObject({ status: 'applied', revision: 3 })
  })

  test('too_large: lists that together are more lines than a cart may have; the cart stays', async () => {
    const cartId = open.newCartId()
    const lines = (from: number, to: number) =>
      SKUS.filter((sku) => sku.price > 0)
        .slice(from, to)
        .map(({ id }) => ({ id, quantity: 1 }))
    await door().send(versioned(cartId, lines(0, 200)))
    const before = await stored(open, cartId)
    const { code, body } = await door().send(versioned(cartId, lines(200, 290)))
    expect(code).toBe('too_large')
    expect(body['message']).toContain('250')
    expect(await stored(open, cartId)).toEqual(before)
  })

  test('mutation_conflict: the same id with another content; the first stays', async () => {
    const cartId = open.newCartId()
    const first = versioned(cartId, [{ id: EGGS, quantity: 2 }])
    await door().send(first)
    expect((await door().send({ ...first, items: [{ id: EGGS, quantity: 7 }] })).code).toBe('mutation_conflict')
    expect((await door().send({ ...first, clientId: 'w-other' })).code).toBe('mutation_conflict')
    expect((await door().send(first)).body).toMatchObject({ status: 'replayed', revision: 1, items: [{ quantity: 2 }] })
  })

  test('R20 base_revision_required: strict, and a bare list for a cart there is; it may make one', async () => {
    const cartId = strict.newCartId()
    const bare = (quantity: number) => door(strict).send({ cartId, items: [{ name: 'strawberry jam', quantity }] })
    expect((await bare(1)).body).toMatchObject({ status: 'updated', revision: 1 })
    const { code, body } = await bare(2)
    expect([code, body['path']]).toEqual(['base_revision_required', 'baseRevision'])
    expect(body['current']).toMatchObject({ cartId, revision: 1, items: [{ quantity: 1 }] })
    expect(await stored(strict, cartId)).toMatchObject({ revision: 1 })
    const { items } = body['current'] as { items: Array<{ id: string }> }
    const versionedNow = versioned(cartId, [{ id: items[0]?.id, quantity: 2 }], { baseRevision: 1 })
    expect((await door(strict).send(versionedNow)).body).toMatchObject({ status: 'applied' })
    strict.cart.pass(31 * DAY_MS)
    expect((await bare(3)).body).toMatchObject({ status: 'updated' })
    expect((await bare(4)).code).toBe('base_revision_required')
  })

  test('rate_limited: says when to come back, and the same write is taken then', async () => {
    const cartId = limited.newCartId()
    await cartWith(1, limited)
    const write = versioned(cartId, [{ id: EGGS, quantity: 1 }])
    await door(limited).send(write)
    await door(limited).send(write)
    const { code, body } = await door(limited).send(versioned(cartId, [], { baseRevision: 1 }))
    expect(code).toBe('rate_limited')
    expect(body['retryAfterMs']).toBeGreaterThan(90_000)
    limited.cart.pass(Number(body['retryAfterMs']))
    expect((await door(limited).send(versioned(cartId, [], { baseRevision: 1 }))).body).toMatchObject({ status: 'applied' })
  })

  test('R11 unavailable: nothing is stored, nor the refusal under the id; the same write is taken when the trouble is over', async () => {
    const cartId = await cartWith(2)
    const write = versioned(cartId, [{ id: EGGS, quantity: 5 }], { baseRevision: 1 })
    for (let attempt = 0; attempt < 3; attempt += 1) {
      store.failNext(1)
      expect((await door().send(write)).code).toBe('unavailable')
    }
    expect(await stored(open, cartId)).toMatchObject({ revision: 1, items: [{ quantity: 2 }] })
    expect((await door().send(write)).body).toMatchObject({ status: 'applied', revision: 2 })
    expect((await door().send(write)).body).toMatchObject({ status: 'replayed', revision: 2 })
  })
})

describe('the same refusals in HTTP’s own words', () => {
  const send = (at: TwoDoors, body: unknown, headers: Record<string, string> = {}) => at.cart.post(body, { Origin: at.cart.viewOrigin, ...headers })

  async function cartAt(revision: number, at: TwoDoors = open): Promise<string> {
    const cartId = at.newCartId()
    for (let at1 = 0; at1 < revision; at1 += 1) {
      const write = versioned(cartId, [{ id: EGGS, quantity: at1 + 1 }], { baseRevision: at1 === 0 ? null : at1 })
      expect((await send(at, write)).status).toBe(200)
    }
    return cartId
  }

  test.each<[number, string, (cartId: string) => unknown]>([
    [400, 'invalid_request', (cartId) => versioned(cartId, 'eggs')],
    [400, 'idempotency_key_required', (cartId) => versioned(cartId, [], { mutationId: undefined })],
    [404, 'not_found', () => versioned('doors-nobody', [], { baseRevision: 4 })],
    [409, 'stale_base', (cartId) => versioned(cartId, [], { baseRevision: 1, epoch: 'e_x' })],
    [412, 'revision_mismatch', (cartId) => versioned(cartId, [], { baseRevision: 1, onConflict: 'reject' })],
    [413, 'too_large', (cartId) => versioned(cartId, [{ id: EGGS, quantity: 1, note: 'x'.repeat(SYNC_BODY_MAX_BYTES) }])],
    [422, 'mutation_conflict', (cartId) => versioned(cartId, [], { mutationId: 'doors-same', baseRevision: 2 })],
  ])('M21 %i %s, never cached', async (status, code, body) => {
    const cartId = await cartAt(2)
    await send(open, versioned(cartId, [{ id: MILK, quantity: 1 }], { mutationId: 'doors-same', baseRevision: 2 }))
    const response = await send(open, body(cartId))
    expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBe(open.cart.viewOrigin)
  })

  test('413 too_large also of a cart that would have too many lines', async () => {
    const cartId = open.newCartId()
    const lines = SKUS.filter((sku) => sku.price > 0).map(({ id }) => ({ id, quantity: 1 }))
    await send(open, versioned(cartId, lines.slice(0, 200)))
    const response = await send(open, versioned(cartId, lines.slice(200, 290)))
    expect([response.status, await response.json()]).toMatchObject([413, { error: { code: 'too_large' } }])
  })

  test('410, 428, 429 and 503, the last two with Retry-After', async () => {
    const [gone, there, often] = [await cartAt(1), await cartAt(1, strict), await cartAt(2, limited)]
    open.cart.pass(31 * DAY_MS)
    expect((await send(open, versioned(gone, [], { baseRevision: 1 }))).status).toBe(410)
    expect((await send(strict, { cartId: there, items: [] })).status).toBe(428)
    const limitedAnswer = await send(limited, versioned(often, [], { baseRevision: 1 }))
    expect([limitedAnswer.status, Number(limitedAnswer.headers.get('retry-after'))]).toEqual([429, 100])
    store.failNext(1)
    const unavailable = await send(open, versioned(open.newCartId(), []))
    expect([unavailable.status, unavailable.headers.get('retry-after')]).toEqual([503, '1'])
  })

  test('Idempotency-Key: twice is 400, another than the id is 400, the id itself is taken; a bare list may have none', async () => {
    const cartId = await cartAt(1)
    const write = versioned(cartId, [], { baseRevision: 1 })
    const { rawRequest } = await import('../../packages/server/src/testing/raw-request.ts')
    const twice = await rawRequest({
      port: Number(new URL(open.cart.url).port),
      method: 'POST',
      path: '/sync_cart',
      headers: {
        'Content-Type': 'application/json',
        Origin: open.cart.viewOrigin,
        'Idempotency-Key': [String(write['mutationId']), String(write['mutationId'])],
      },
      body: JSON.stringify(write),
    })
    expect([twice.status, twice.json.error?.code]).toEqual([400, 'duplicate_header'])
    const other = await send(open, write, { 'Idempotency-Key': 'another' })
    expect([other.status, await other.json()]).toMatchObject([400, { error: { code: 'invalid_request', path: 'mutationId' } }])
    expect((await send(open, { cartId, items: [] }, { 'Idempotency-Key': 'k' })).status).toBe(400)
    expect(await stored(open, cartId)).toMatchObject({ revision: 1 })
    const taken = await send(open, write, { 'Idempotency-Key': String(write['mutationId']) })
    expect([taken.status, taken.headers.get('etag'), taken.headers.get('idempotent-replayed')]).toEqual([200, '"2"', null])
    const again = await send(open, write, { 'Idempotency-Key': String(write['mutationId']) })
    expect([again.status, again.headers.get('etag'), again.headers.get('idempotent-replayed')]).toEqual([200, '"2"', 'true'])
  })

  test.each(['1', '"2"', '*', 'W/"1"', '"1", "2"', '""', '"x"'])('If-Match %s is not the base, and 400', async (ifMatch) => {
    const cartId = await cartAt(1)
    const response = await send(open, versioned(cartId, [], { baseRevision: 1 }), { 'If-Match': ifMatch })
    expect([response.status, await response.json()]).toMatchObject([400, { error: { path: 'baseRevision' } }])
  })

  test('If-Match makes a bare list conditional, also where a base is required', async () => {
    for (const at of [open, strict]) {
      const cartId = await cartAt(2, at)
      const old = await send(at, { cartId, items: [] }, { 'If-Match': '"1"' })
      expect([old.status, await old.json()]).toMatchObject([412, { error: { code: 'revision_mismatch', current: { revision: 2 } } }])
      expect((await send(at, { cartId, items: [] }, { 'If-Match': '*' })).status).toBe(400)
      const now = await send(at, { cartId, items: [] }, { 'If-Match': '"2"' })
      expect([now.status, now.headers.get('etag')]).toEqual([200, '"3"'])
    }
  })
})
