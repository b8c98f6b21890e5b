import { memory } from '@lockstep/server/memory'
import { createSyncClient, type SyncChannel, type SyncQueue } from '@lockstep/sync'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SKUS } from '../../apps/cart/server/catalogue/index.ts'
import { cartSpec } from '../../apps/cart/shared/cart-spec.ts'
import { createBackendAccess } from '../../apps/cart/views/backend-access.ts'
import { backendChannel, toolChannel } from '../../apps/cart/views/cart-channel.ts'
import { readCartResult } from '../../apps/cart/views/cart-data.ts'
import type { SeenSnapshot } from '../../apps/cart/views/read-snapshot.ts'
import { startCart, type TestCart } from '../support/start-cart.ts'

/** What a view's request carries, which is text. */
function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`expected a text, got ${typeof value}`)
  return value
}

const [EGGS = ''] = SKUS.filter((sku) => sku.price > 0).map((sku) => sku.id)
const TOKEN = /v1\.[0-9a-z]{8,9}\.[\w-]{43}/g
const logged: string[] = []

let cart: TestCart
beforeAll(async () => {
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  cart = await startCart({ transport: 'http', requireToken: true, logger, store: memory() })
})
afterAll(() => cart.close())

interface Sent {
  url: string
  body: string
  token: string | null
  status: number
}

/** A view on the road of HTTP: the shipped channel and client, its host's tools, and what left it. */
async function openView() {
  const { call } = await cart.connect(`view-${Math.trunc(performance.now() * 1000)}`, { 'openai/widgetSessionId': 'w-view' })
  const opened = readCartResult({ ...(await call('add_to_cart', { items: [{ id: EGGS, quantity: 2 }] })) })
  const cartId = opened.cartId ?? ''
  const sent: Sent[] = []
  const kept: Array<SyncQueue | null> = []
  const renewals: string[] = []
  let isAppAway = false
  const access = createBackendAccess(async () => {
    if (isAppAway) throw new Error('the host does not answer')
    renewals.push('asked')
    return readCartResult({ ...(await call('cart_access', { cartId })) }).token
  })
  access.offer(opened.token)
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('Origin', cart.viewOrigin)
    const response = await fetch(input, { ...init, headers })
    sent.push({ url: textOf(input), body: textOf(init?.body ?? ''), token: headers.get('authorization'), status: response.status })
    return response
  }
  const client = clientOf(cartId, opened.snapshot, backendChannel({ backendUrl: cart.url, fetch: send, access }), kept)
  return { client, cartId, sent, kept, renewals, call, setAppAway: (isAway: boolean) => void (isAppAway = isAway) }
}

let ids = 0

function clientOf(documentId: string, snapshot: SeenSnapshot | null, channel: SyncChannel, kept: Array<SyncQueue | null> = []) {
  return createSyncClient({
    spec: cartSpec(),
    documentId,
    clientId: `w-${(ids += 1)}`,
    snapshot,
    queue: null,
    channel,
    clock: { now: () => Date.now(), setTimeout, clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout) },
    random: () => 0,
    newId: () => `view-m-${(ids += 1)}`,
    persist: (queue) => void kept.push(queue),
  })
}

const setEggs = (quantity: number) => (value: Readonly<Record<string, Readonly<Record<string, number | string>>>>) => ({
  ...value,
  lines: { ...value['lines'], [EGGS]: quantity },
})

describe('X31 the shipped view on the road of HTTP', () => {
  test('X31 saves with the token it was given', async () => {
    const { client, sent, renewals } = await openView()
    client.edit(setEggs(5))
    await client.flush()
    expect(client.getSnapshot()).toMatchObject({ status: 'saved', revision: 2, value: { lines: { [EGGS]: 5 } } })
    expect([sent.map(({ status }) => status), renewals]).toEqual([[200], []])
    client.dispose()
  })

  test('X31 on a 401 asks its app for a new token and sends the same mutation once more', async () => {
    const { client, sent, renewals } = await openView()
    cart.pass(16 * 60_000)
    client.edit(setEggs(6))
    await client.flush()
    expect(client.getSnapshot()).toMatchObject({ status: 'saved', revision: 2, value: { lines: { [EGGS]: 6 } } })
    expect([sent.map(({ status }) => status), renewals]).toEqual([[401, 200], ['asked']])
    expect(sent[1]?.body).toBe(sent[0]?.body)
    expect(sent[1]?.token).not.toBe(sent[0]?.token)
    // reading renews too, and what was renewed serves both
    cart.pass(16 * 60_000)
    expect(await client.refresh()).toBe(true)
    client.edit(setEggs(7))
    await client.flush()
    expect(renewals).toHaveLength(2)
    expect(client.getSnapshot()).toMatchObject({ status: 'saved', revision: 3 })
    client.dispose()
  })

  test('X31 R20 keeps the draft, shown and written down, while no token is to be had, and saves it after', async () => {
    const { client, kept, setAppAway } = await openView()
    cart.pass(16 * 60_000)
    setAppAway(true)
    client.edit(setEggs(8))
    await client.flush()
    expect(client.getSnapshot()).toMatchObject({ status: 'retrying', value: { lines: { [EGGS]: 8 } } })
    expect(kept.at(-1)).not.toBeNull()
    setAppAway(false)
    client.retry()
    await client.flush()
    expect(client.getSnapshot()).toMatchObject({ status: 'saved', value: { lines: { [EGGS]: 8 } } })
    expect(kept.at(-1)).toBeNull()
    client.dispose()
  })

  test('X31 SEC19 its tokens are in the Authorization header and nowhere else: no address, no body, no answer, no kept state, no log', async () => {
    const { client, cartId, sent, kept, call } = await openView()
    cart.pass(16 * 60_000)
    client.edit(setEggs(3))
    await client.flush()
    await client.refresh()
    await fetch(`${cart.url}/carts/${cartId}`, { headers: { Origin: cart.viewOrigin, Authorization: 'Bearer v1.zzzzzzzzz.forged' } })
    const tokens = new Set(sent.flatMap(({ token }) => token?.match(TOKEN) ?? []))
    expect(tokens.size).toBe(2)
    const seen = JSON.stringify([
      sent.map(({ url, body }) => [url, body]),
      kept,
      client.getSnapshot(),
      logged,
      await call('cart_changes', { cartId, epoch: 'e', since: 0 }),
    ])
    expect(seen).toContain(EGGS)
    expect(seen.match(TOKEN)).toBeNull()
    client.dispose()
  })
})

describe('R20 one side is older than the other', () => {
  /** A server of an earlier protocol, at either door. */
  function oldServer() {
    const error = { code: 'invalid_request', message: 'Wrong v: Invalid input: expected 1.', path: 'v' }
    const bodies: unknown[] = []
    const byHttp = backendChannel({
      backendUrl: 'http://old.test',
      fetch: async (_, init) => {
        bodies.push(JSON.parse(textOf(init?.body)))
        return Response.json({ error }, { status: 400 })
      },
    })
    const byTool = toolChannel(
      async (_, args) => {
        bodies.push(args)
        return { content: [{ type: 'text', text: error.message }], isError: true, _meta: { 'lockstep/error': error } }
      },
      () => {},
    )
    return { bodies, channels: { byHttp, byTool } }
  }

  test.each(['byHttp', 'byTool'] as const)(
    'R20 a new view at an old server, %s: the draft is kept, shown and written down; the person is told',
    async (road) => {
      const { bodies, channels } = oldServer()
      const kept: Array<SyncQueue | null> = []
      const snapshot = { documentId: 'c_old', epoch: 'e1', revision: 3, value: { lines: { [EGGS]: 1 }, notes: {} }, changes: [] }
      const client = clientOf('c_old', snapshot, channels[road], kept)
      client.edit(setEggs(4))
      await client.flush()
      const shown = client.getSnapshot()
      expect(shown).toMatchObject({ status: 'failed', value: { lines: { [EGGS]: 4 } }, failure: { code: 'invalid_request', path: 'v' } })
      expect(kept.at(-1)).not.toBeNull()
      // it does not try again by itself what cannot succeed, but does when the person asks
      expect(bodies).toHaveLength(1)
      client.retry()
      await client.flush()
      expect(bodies).toHaveLength(2)
      expect(client.getSnapshot()).toMatchObject({ status: 'failed', value: { lines: { [EGGS]: 4 } } })
      client.dispose()
    },
  )

  test.each([0, 1] as const)('R20 an old view at the new server: the first protocol is spoken and merged, at door %i', async (index) => {
    const { openTwoDoors, versioned } = await import('../support/two-doors.ts')
    const open = await openTwoDoors()
    const cartId = open.newCartId()
    const { send } = open.doors[index]
    const old = (quantity: number, over: Record<string, unknown>) =>
      versioned(cartId, [{ id: EGGS, quantity }], { v: 1, onConflict: undefined, ...over })
    expect((await send(old(2, {}))).body).toMatchObject({ status: 'applied', revision: 1 })
    expect((await send(old(4, { baseRevision: 1, clientId: 'w-a' }))).body).toMatchObject({ status: 'applied', revision: 2 })
    expect((await send(old(3, { baseRevision: 1, clientId: 'w-b' }))).body).toMatchObject({ status: 'merged', items: [{ quantity: 5 }] })
    await open.close()
  })
})
