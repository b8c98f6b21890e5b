import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_BACKEND_URL, syncToBackend } from './sync-to-backend.ts'

function fakeFetch() {
  const requests: Array<Pick<Request, 'url' | 'method' | 'headers' | 'keepalive'> & { body: unknown }> = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { url, method, headers } = request
    requests.push({ url, method, headers, keepalive: init?.keepalive === true, body: await request.json() })
    return Response.json({ status: 'updated', cartId: 'c_1' })
  }
  return { requests, send }
}

describe('syncToBackend', () => {
  it('X30 S0.14 goes to http://localhost:8000 unless told otherwise', async () => {
    const { requests, send } = fakeFetch()
    await syncToBackend('c_1', [], { fetch: send })
    await syncToBackend('c_1', [], { fetch: send, backendUrl: 'https://shop.example' })
    expect(DEFAULT_BACKEND_URL).toBe('http://localhost:8000')
    expect(requests.map(({ url }) => url)).toEqual(['http://localhost:8000/sync_cart', 'https://shop.example/sync_cart'])
  })

  it('S0.15 posts JSON to /sync_cart', async () => {
    const { requests, send } = fakeFetch()
    await syncToBackend('c_1', [{ name: 'Eggs', quantity: 2 }], { fetch: send })
    const [request] = requests
    expect(request?.method).toBe('POST')
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(request?.body).toEqual({ cartId: 'c_1', items: [{ name: 'Eggs', quantity: 2 }] })
  })

  it('S0.15 needs no more than a cart id and items, and uses the browser’s fetch', async () => {
    const { requests, send } = fakeFetch()
    vi.stubGlobal('fetch', send)
    await syncToBackend('c_1', [{ id: 'eggs', quantity: 1 }]).finally(() => vi.unstubAllGlobals())
    expect(Object.keys(requests[0]?.body ?? {})).toEqual(['cartId', 'items'])
  })

  it('S0.22 sends the whole list as it is, an empty one too', async () => {
    const { requests, send } = fakeFetch()
    const items = [
      { id: 'eggs', quantity: 2 },
      { id: 'milk', quantity: 1, note: 'cold' },
    ]
    await syncToBackend('c_1', items, { fetch: send })
    await syncToBackend('c_1', [], { fetch: send })
    expect(requests.map(({ body }) => body)).toEqual([
      { cartId: 'c_1', items },
      { cartId: 'c_1', items: [] },
    ])
  })

  it('X31 carries a token in the header, never in the address or the body', async () => {
    const { requests, send } = fakeFetch()
    await syncToBackend('c_1', [], { fetch: send, token: 't-secret' })
    await syncToBackend('c_1', [], { fetch: send, token: null })
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t-secret', null])
    expect(JSON.stringify(requests.map(({ url, body }) => [url, body]))).not.toContain('t-secret')
  })

  it('lets a request outlive the page only while browsers let it: up to 64 KiB, in bytes', async () => {
    const { requests, send } = fakeFetch()
    const list = (note: string, length: number) => Array.from({ length }, () => ({ id: 'eggs', quantity: 1, note }))
    const cases = [list('n'.repeat(200), 250), list('n'.repeat(200), 264), list('n'.repeat(200), 300), list('德'.repeat(200), 120)]
    for (const items of cases) await syncToBackend('c_1', items, { fetch: send, keepalive: true })
    const bytes = requests.map(({ body }) => Buffer.byteLength(JSON.stringify(body)))
    expect(bytes.map((size) => size <= 65_536)).toEqual([true, true, false, false])
    expect(requests.map(({ keepalive }) => keepalive)).toEqual([true, true, false, false])
  })

  it('carries the versioned fields and names the mutation in the header', async () => {
    const { requests, send } = fakeFetch()
    await syncToBackend('c_1', [], { fetch: send, envelope: { v: 1, baseRevision: 3, mutationId: 'm_1' }, keepalive: true })
    const [request] = requests
    expect(request?.body).toEqual({ v: 1, baseRevision: 3, mutationId: 'm_1', cartId: 'c_1', items: [] })
    expect(request?.headers.get('idempotency-key')).toBe('m_1')
    expect(request?.keepalive).toBe(true)
  })
})
