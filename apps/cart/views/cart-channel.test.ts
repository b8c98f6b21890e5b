import type { ToolResult } from '@lockstep/react'
import { SyncRefusal, type Mutation } from '@lockstep/sync'
import { describe, expect, it } from 'vitest'
import { createBackendAccess } from './backend-access.ts'
import { backendChannel, toolChannel } from './cart-channel.ts'

const mutation: Mutation = {
  documentId: 'c_1',
  epoch: 'e1',
  baseRevision: 3,
  value: { lines: { eggs: 2, milk: 1 }, notes: { eggs: 'large' } },
  mutationId: 'm_1',
  supersedes: ['m_0'],
  clientId: 'w_1',
  seq: 4,
  onConflict: 'merge',
}
const items = [
  { id: 'eggs', quantity: 2, note: 'large' },
  { id: 'milk', quantity: 1 },
]
const body = {
  cartId: 'c_1',
  items,
  v: 2,
  epoch: 'e1',
  baseRevision: 3,
  mutationId: 'm_1',
  supersedes: ['m_0'],
  clientId: 'w_1',
  seq: 4,
  onConflict: 'merge',
}
const answer = { cartId: 'c_1', epoch: 'e1', revision: 4, mutationId: 'm_1', status: 'applied', items, conflicts: [], changes: [], totals: {} }

function byTool(result: ToolResult) {
  const calls: unknown[] = []
  const seen: ToolResult[] = []
  const channel = toolChannel(
    async (name, args) => (calls.push([name, args]), result),
    (one) => void seen.push(one),
  )
  return { calls, seen, channel }
}

function byHttp(status: number, json: unknown) {
  const requests: Array<{ url: string; body: unknown }> = []
  const send: typeof fetch = async (url, init) => {
    const request = new Request(url, init)
    const body = await request.text()
    requests.push({ url: request.url, body: body === '' ? null : JSON.parse(body) })
    return Response.json(json, { status })
  }
  return { requests, channel: backendChannel({ backendUrl: 'http://shop.test', fetch: send }) }
}

describe('toolChannel', () => {
  it('S0.22 writes the whole list by sync_cart, in the versioned envelope', async () => {
    const { calls, channel } = byTool({ content: [], structuredContent: answer })
    const reply = await channel.send(mutation, { isLast: false })
    expect(calls).toEqual([['sync_cart', body]])
    expect(reply).toEqual({
      documentId: 'c_1',
      epoch: 'e1',
      revision: 4,
      value: mutation.value,
      mutationId: 'm_1',
      status: 'applied',
      conflicts: [],
      changes: [],
    })
  })
  it('turns a refusal into its code, with the state to rebase on', async () => {
    const current = { documentId: 'c_1', epoch: 'e2', revision: 9, value: { lines: { milk: 1 }, notes: {} } }
    const { channel, seen } = byTool({ content: [], isError: true, _meta: { 'lockstep/error': { code: 'stale_base', message: 'old', current } } })
    const refusal = await channel.send(mutation, { isLast: false }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(SyncRefusal)
    expect((refusal as SyncRefusal).failure).toMatchObject({ code: 'stale_base', current })
    expect(seen).toEqual([])
  })
  it('counts an answer that says nothing of the mutation as none', async () => {
    const { channel } = byTool({ content: [{ type: 'text', text: 'gateway down' }], isError: true })
    const error = await channel.send(mutation, { isLast: false }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(SyncRefusal)
  })
  it('reads the cart by get_cart, from the document and not from what the model is shown', async () => {
    const document = { documentId: 'c_1', epoch: 'e1', revision: 5, value: mutation.value }
    const result = {
      content: [],
      structuredContent: { cartId: 'c_1', revision: 5, items: [], moreLines: 2 },
      _meta: { 'lockstep/document': document },
    }
    const { calls, seen, channel } = byTool(result)
    expect(await channel.fetchSnapshot('c_1')).toEqual({ ...document, changes: [] })
    expect(calls).toEqual([['get_cart', { cartId: 'c_1' }]])
    expect(seen).toEqual([result])
  })
  it('polls by cart_changes with what it holds, and takes "unchanged" for nothing new', async () => {
    const { calls, channel } = byTool({ content: [], structuredContent: { cartId: 'c_1', revision: 4, unchanged: true } })
    expect(await channel.fetchSnapshot('c_1', { epoch: 'e1', revision: 4 })).toBeNull()
    expect(calls).toEqual([['cart_changes', { cartId: 'c_1', epoch: 'e1', since: 4 }]])
  })
})

describe('backendChannel', () => {
  it('S0.15 posts the same versioned body, never the bare one', async () => {
    const { requests, channel } = byHttp(200, answer)
    expect((await channel.send(mutation, { isLast: false })).revision).toBe(4)
    expect(requests).toEqual([{ url: 'http://shop.test/sync_cart', body }])
  })
  it('reads the cart at /carts/:id', async () => {
    const { requests, channel } = byHttp(200, answer)
    expect((await channel.fetchSnapshot('c_1'))?.value).toEqual(mutation.value)
    expect(requests[0]?.url).toBe('http://shop.test/carts/c_1')
  })
  it('polls with what it holds, and takes "unchanged" for nothing new', async () => {
    const { requests, channel } = byHttp(200, { cartId: 'c_1', revision: 4, unchanged: true })
    expect(await channel.fetchSnapshot('c_1', { epoch: 'e1.x', revision: 4 })).toBeNull()
    expect(requests[0]?.url).toBe('http://shop.test/carts/c_1?since=4&epoch=e1.x')
  })
  it('turns an error body into its code', async () => {
    const { channel } = byHttp(400, { error: { code: 'invalid_request', message: 'no', path: 'items.0' } })
    const refusal = await channel.send(mutation, { isLast: false }).catch((error: unknown) => error)
    expect((refusal as SyncRefusal).failure).toEqual({ code: 'invalid_request', message: 'no', path: 'items.0' })
  })
  it.each([
    ['429 of a proxy', 429, { 'Retry-After': '7' }, '<h1>Slow down</h1>', { code: 'rate_limited', retryAfterMs: 7_000 }],
    ['503 of a proxy', 503, {}, '', { code: 'unavailable' }],
    ['413 of a proxy', 413, {}, '<h1>Too large</h1>', { code: 'too_large' }],
    ['429 of the shop', 429, { 'Retry-After': '2' }, '{"error":{"code":"rate_limited","message":"no","retryAfterMs":1300}}', { retryAfterMs: 1_300 }],
  ])('a refusal may be only a status and a header: %s', async (_, status, headers, text, failure) => {
    const channel = backendChannel({
      backendUrl: 'http://shop.test',
      fetch: async () => new Response(text, { status, headers: headers as Record<string, string> }),
    })
    const refusal = await channel.send(mutation, { isLast: false }).catch((error: unknown) => error)
    expect((refusal as SyncRefusal).failure).toMatchObject(failure)
  })
  it('an answer of a proxy that says nothing of the write counts as none', async () => {
    const channel = backendChannel({ backendUrl: 'http://shop.test', fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }) })
    const error = await channel.send(mutation, { isLast: false }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(SyncRefusal)
  })
  it('X31 refused for want of a token it asks once, sends the same again, and then takes the refusal', async () => {
    const bodies: unknown[] = []
    const access = createBackendAccess(async () => 't2')
    const denied = { error: { code: 'auth_required', message: 'Expected a token.' } }
    const channel = backendChannel({
      backendUrl: 'http://shop.test',
      access,
      fetch: async (_, init) => (bodies.push(init?.body), Response.json(denied, { status: 401 })),
    })
    const refusal = await channel.send(mutation, { isLast: false }).catch((error: unknown) => error)
    expect(bodies).toHaveLength(2)
    expect(bodies[0]).toBe(bodies[1])
    expect((refusal as SyncRefusal).failure).toMatchObject({ code: 'auth_required', message: 'Expected a token.' })
  })
  it('S0.31 takes the plain acknowledgement of any server of the seed', async () => {
    const { channel } = byHttp(200, { status: 'updated', cartId: 'c_1' })
    expect(await channel.send(mutation, { isLast: false })).toMatchObject({ value: mutation.value, status: 'applied', revision: 4 })
  })
})
