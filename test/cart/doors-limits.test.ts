import { randomBytes } from 'node:crypto'
import { systemIds } from '@lockstep/server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { createDoorLimits, DEFAULT_RATES, type DoorRates } from '../../apps/cart/server/door-limits.ts'
import { guessIds } from '../support/guess-ids.ts'
import { startCart, type StartCartOptions, type TestCart } from '../support/start-cart.ts'
import { toolDoor, versioned } from '../support/two-doors.ts'

const [EGGS = ''] = SKUS.filter((sku) => sku.price > 0).map((sku) => sku.id)
const ALMOST_NEVER = 0.001

/** Of the test that runs. */
let cart: TestCart

async function openCart(rates: Partial<DoorRates>, more: StartCartOptions = {}): Promise<void> {
  cart = await startCart({ rates, ...more })
  onTestFinished(() => cart.close())
}

const newId = () => `limits-${randomBytes(6).toString('hex')}`
const statusOf = async (response: Promise<Response>) => (await response).status
const make = (cartId: string) => cart.post({ cartId, items: [{ name: 'jam' }] })

describe('limits at the door of HTTP', () => {
  test('SEC1 SEC22 one address: past its burst 429 with Retry-After, before the body is read', async () => {
    await openCart({ address: { burst: 3, perSecond: 0.5 } })
    for (let turn = 0; turn < 3; turn += 1) expect(await statusOf(make(newId()))).toBe(200)
    const response = await cart.post('{"broken')
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2'])
    const { error } = (await response.json()) as { error: { retryAfterMs: number } }
    expect(error).toEqual({ code: 'rate_limited', message: 'Too many requests. Come back in 2 seconds.', retryAfterMs: error.retryAfterMs })
    expect(error.retryAfterMs).toBeGreaterThan(1_000)
    cart.pass(2_000)
    expect(await statusOf(make(newId()))).toBe(200)
  })

  test('SEC22 one cart: its own limit, whoever asks; other carts go on', async () => {
    await openCart({ cart: { burst: 2, perSecond: ALMOST_NEVER } })
    const [mine, other] = [newId(), newId()]
    expect([await statusOf(make(mine)), await statusOf(make(mine)), await statusOf(make(mine))]).toEqual([200, 200, 429])
    expect(await statusOf(make(other))).toBe(200)
  })

  test('SEC1 guesses: some hundred unknown ids find nothing and are stopped, whatever the road', async () => {
    await openCart({ miss: { burst: 100, perSecond: ALMOST_NEVER } })
    const there = newId()
    await make(there)
    const statuses: number[] = []
    for (let guess = 0; guess < 300; guess += 1) {
      const cartId = systemIds.newId('c')
      const write = () => cart.post(versioned(cartId, [], { baseRevision: 1 }), { Origin: cart.viewOrigin })
      statuses.push(await statusOf(guess % 2 === 0 ? fetch(`${cart.url}/carts/${cartId}`) : write()))
    }
    expect(statuses.filter((status) => status === 404)).toHaveLength(100)
    expect(statuses.slice(100).every((status) => status === 429)).toBe(true)
    // without a token nobody can tell the owner from a guesser
    expect(await statusOf(fetch(`${cart.url}/carts/${there}`))).toBe(429)
  })

  test('SEC1 who has a token pays for nobody’s guesses', async () => {
    await openCart({ miss: { burst: 20, perSecond: ALMOST_NEVER } }, { requireToken: true, transport: 'http' })
    const { call } = await cart.connect('owner')
    const document = (await call('add_to_cart', { items: [{ id: EGGS }] }))._meta?.['lockstep/document'] as { documentId: string; token: string }
    const own = { Origin: cart.viewOrigin, Authorization: `Bearer ${document.token}` }
    const guess = () => fetch(`${cart.url}/carts/${systemIds.newId('c')}`, { headers: own })
    const statuses = await Promise.all(Array.from({ length: 60 }, () => statusOf(guess())))
    expect(statuses.filter((status) => status === 401)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(40)
    expect(await statusOf(fetch(`${cart.url}/carts/${document.documentId}`, { headers: own }))).toBe(200)
  })

  test('an expired token is no guess', async () => {
    await openCart({ miss: { burst: 1, perSecond: ALMOST_NEVER } }, { requireToken: true, transport: 'http' })
    const { call } = await cart.connect('late')
    const document = (await call('add_to_cart', { items: [{ id: EGGS }] }))._meta?.['lockstep/document'] as { documentId: string; token: string }
    cart.pass(16 * 60_000)
    const own = { Origin: cart.viewOrigin, Authorization: `Bearer ${document.token}` }
    for (let turn = 0; turn < 5; turn += 1) expect(await statusOf(fetch(`${cart.url}/carts/${document.documentId}`, { headers: own }))).toBe(401)
  })
})

describe('limits at the door of the tools', () => {
  test('SEC22 one caller: rate_limited with the time to come back; another person at the same host goes on', async () => {
    await openCart({ caller: { burst: 3, perSecond: 0.5 } })
    const [one, two] = [await cart.connect('one', { 'openai/subject': 'u-1' }), await cart.connect('two', { 'openai/subject': 'u-2' })]
    for (let turn = 0; turn < 3; turn += 1) expect((await one.call('get_cart')).isError).not.toBe(true)
    const refused = await one.call('search_products', { query: 'milk' })
    expect(refused).toMatchObject({
      isError: true,
      content: [{ text: 'Too many requests. Come back in 2 seconds.' }],
      _meta: { 'lockstep/error': { code: 'rate_limited', retryAfterMs: expect.any(Number) } },
    })
    expect((await two.call('get_cart')).isError).not.toBe(true)
    cart.pass(2_000)
    expect((await one.call('get_cart')).isError).not.toBe(true)
  })

  test('SEC1 a hint is no permission: a caller who names a new one each time meets the limit of the address', async () => {
    await openCart({ address: { burst: 20, perSecond: ALMOST_NEVER } })
    const codes: unknown[] = []
    for (let turn = 0; turn < 25; turn += 1) {
      const { call } = await cart.connect(`forged-${turn}`, { 'openai/subject': `forged-${turn}` })
      codes.push((await call('get_cart')).isError === true)
    }
    expect(codes).toEqual([...Array.from({ length: 20 }, () => false), ...Array.from({ length: 5 }, () => true)])
  })

  test('SEC1 a model’s guesses of ids are stopped, and so are a view’s', async () => {
    await openCart({ miss: { burst: 30, perSecond: ALMOST_NEVER } })
    const model = await cart.connect('guesser')
    const codes: string[] = []
    for (let guess = 0; guess < 40; guess += 1) {
      const answer = await model.call('get_cart', { cartId: systemIds.newId('c') })
      codes.push((answer._meta?.['lockstep/error'] as { code: string } | undefined)?.code ?? 'answered')
    }
    expect(codes).toEqual([...Array.from({ length: 30 }, () => 'not_found'), ...Array.from({ length: 10 }, () => 'rate_limited')])
    const { send } = toolDoor(await cart.connect('view', { 'openai/widgetSessionId': 'w' }))
    const sent: Array<string | null> = []
    for (let guess = 0; guess < 40; guess += 1) sent.push((await send(versioned(systemIds.newId('c'), [], { baseRevision: 1 }))).code)
    expect([sent.slice(0, 30).every((code) => code === 'not_found'), sent.at(-1)]).toEqual([true, 'rate_limited'])
  })
})

describe('what the limits let through', () => {
  test('ten views of one cart that are edited and polled without a pause, for five minutes', () => {
    let time = 0
    const limits = createDoorLimits({}, () => time)
    const caller = { remoteAddress: '192.0.2.1', hints: null }
    for (; time < 300_000; time += 25) {
      expect(limits.enter(caller) ?? limits.mayGuess(caller) ?? limits.useCart('c')).toBeNull()
    }
  })

  test('SEC1 at the default rates a million guesses take more than a day', () => {
    let time = 0
    const limits = createDoorLimits({}, () => time)
    const caller = { remoteAddress: '192.0.2.1', hints: null }
    let guesses = 0
    for (; time < 3_600_000; time += 20) {
      if (limits.mayGuess(caller) !== null) continue
      limits.missed(caller)
      guesses += 1
    }
    expect(guesses).toBeLessThan(1_000_000 / 24)
    expect(guesses).toBeGreaterThan(DEFAULT_RATES.miss.burst)
  })
})

test('SEC1 a hundred thousand guesses hit no cart, pass for no id of ours, and make no token', { timeout: 60_000 }, async () => {
  expect(await guessIds(100_000)).toEqual({ stored: 0, minted: 0, token: 0 })
})
