import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHost, type RunningHost } from '../start-host.ts'
import { createCoreHarness, goldenOf } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'
import { pipePageDir } from '../testing/pipe-page.ts'
import { rawRequest, type RawAnswer, type RawRequest } from '../testing/raw-request.ts'
import { createHostApi } from './host-api.ts'
import { TOKEN_HEADER } from './host-state.ts'

const written: unknown[] = []
let server: TestServer
let host: RunningHost
let good: Record<string, string>

beforeAll(async () => {
  server = await startTestServer({
    tools: [{ name: 'write', annotations: { destructiveHint: false }, run: (args) => (written.push(args), { content: [] }) }],
  })
  host = await startHost({
    apps: [{ name: 'app', mcpUrl: server.mcpUrl, golden: goldenOf({ 'write it': ['write'] }) }],
    port: 0,
    sandboxPort: 0,
    pageDir: await pipePageDir(),
  })
  await host.core.connect()
  good = { host: `localhost:${host.port}`, origin: host.url, 'content-type': 'application/json', [TOKEN_HEADER]: host.token }
})

afterAll(async () => {
  await host.close()
  await server.close()
})

const ask = (request: Omit<RawRequest, 'port'>): Promise<RawAnswer> => rawRequest({ port: host.port, ...request })
const without = (...names: string[]): Record<string, string> => Object.fromEntries(Object.entries(good).filter(([key]) => !names.includes(key)))

/** Method and path of each route, as the router has them. */
function routes(): Array<{ method: string; path: string }> {
  const { core } = createCoreHarness({ mcpUrl: server.mcpUrl })
  const page = { index: () => '', get: () => null }
  const api = createHostApi({ core, page, token: 'x'.repeat(43), pageOrigin: () => 'http://localhost:1', frameOrigins: () => [] })
  void core.close()
  const own = api.routes.filter(({ path }) => path.startsWith('/api/') && !path.includes('*'))
  return own.map(({ method, path }) => ({ method, path: path.replace(/:\w+/g, 'x') }))
}

describe('who reaches the host', () => {
  const foreign = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).flatMap(({ address, internal }) => (internal ? [] : [address])))

  // A server on every interface would answer here too.
  it.each(['127.0.0.2', ...foreign.filter((address) => !address.includes(':'))])('SEC2 nobody by the address %s', async (address) => {
    for (const port of [host.port, host.sandboxPort]) {
      const outcome = await new Promise<string>((resolve) => {
        const socket = connect({ host: address, port, timeout: 2_000 })
        const end = (text: string): void => {
          socket.destroy()
          resolve(text)
        }
        socket.once('connect', () => end('connected'))
        socket.once('timeout', () => end('timeout'))
        socket.once('error', () => end('refused'))
      })
      expect(outcome).not.toBe('connected')
    }
  })

  it('SEC3 SEC4 no route of the host answers a foreign Host, a foreign or missing Origin, or a caller without the token', async () => {
    const all = routes()
    expect(all.length).toBeGreaterThan(30)
    for (const { method, path } of all) {
      const verb = method === 'ALL' ? 'POST' : method
      const body = verb === 'POST' ? { body: '{}' } : {}
      const status = async (headers: Record<string, string>): Promise<number> => (await ask({ path, method: verb, headers, ...body })).status
      expect([path, await status({ ...good, host: `evil.example:${host.port}` })]).toEqual([path, 403])
      expect([path, await status({ ...good, origin: 'null' })]).toEqual([path, 403])
      expect([path, await status({ ...good, origin: 'https://evil.example' })]).toEqual([path, 403])
      if (verb === 'POST') expect([path, await status(without('origin'))]).toEqual([path, 403])
      expect([path, await status(without(TOKEN_HEADER))]).toEqual([path, 401])
      expect([path, await status({ ...good, [TOKEN_HEADER]: '' })]).toEqual([path, 401])
    }
  })

  it('SEC4 the token is taken from its header alone, and stands in no address and no cookie', async () => {
    const bare = without(TOKEN_HEADER)
    const body = '{"text":"write it"}'
    for (const path of [`/api/message?token=${host.token}`, `/api/message?${TOKEN_HEADER}=${host.token}`, `/api/message#${host.token}`]) {
      expect((await ask({ path, method: 'POST', headers: bare, body })).status).toBe(401)
    }
    const elsewhere = { cookie: `${TOKEN_HEADER}=${host.token}`, authorization: `Bearer ${host.token}`, referer: `${host.url}/?${host.token}` }
    expect((await ask({ path: '/api/message', method: 'POST', headers: { ...bare, ...elsewhere }, body })).status).toBe(401)
    const page = await ask({ path: '/', headers: { host: good['host'] ?? '' } })
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    expect(JSON.stringify(host.core.getState())).not.toContain(host.token)
  })

  it('SEC4 nothing in the host runs a program', () => {
    const root = join(import.meta.dirname, '..')
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    const runners = sources.filter((name) =>
      /child_process|node:vm|worker_threads|\beval\(|new Function\(/.test(readFileSync(join(root, name), 'utf8')),
    )
    expect(runners).toEqual([])
  })
})

describe('what a page elsewhere can send', () => {
  const json = '{"app":"app","tool":"write","arguments":{}}'
  const form = 'app=app&tool=write&arguments=%7B%7D'
  const multipart = '--x\r\nContent-Disposition: form-data; name="app"\r\n\r\napp\r\n--x--\r\n'
  const foreign = { origin: 'https://evil.example' }
  const type = (value: string): Record<string, string> => ({ 'content-type': value })
  const variants: Array<[string, { method?: string; path?: string; body?: string; headers?: Record<string, string> }]> = [
    ['text/plain, as a form sends it', { headers: type('text/plain') }],
    ['a form', { headers: type('application/x-www-form-urlencoded'), body: form }],
    ['a form of parts', { headers: type('multipart/form-data; boundary=x'), body: multipart }],
    ['JSON under another name', { headers: type('text/json') }],
    ['JSON behind another type', { headers: type('text/plain; application/json') }],
    ['no type', { headers: { 'content-type': '' } }],
    ['a foreign Origin', { headers: foreign }],
    ['the Origin null', { headers: { origin: 'null' } }],
    ['no Origin', { headers: { origin: '' } }],
    ['an Origin that only begins like ours', { headers: { origin: 'OURS.evil.example' } }],
    ['GET', { method: 'GET' }],
    ['GET with the call in the address', { method: 'GET', path: `/api/call?${form}` }],
    ['another method over POST', { method: 'GET', headers: { 'x-http-method-override': 'POST' } }],
    ['PUT', { method: 'PUT' }],
    [
      'a preflight',
      { method: 'OPTIONS', headers: { ...foreign, 'access-control-request-method': 'POST', 'access-control-request-headers': TOKEN_HEADER } },
    ],
    ['HEAD', { method: 'HEAD' }],
  ]

  it.each(variants)('SEC5 changes nothing: %s', async (_name, { method = 'POST', path = '/api/call', body = json, headers = {} }) => {
    const before = host.core.getState()
    const sent = Object.fromEntries(
      Object.entries({ ...good, ...headers }).flatMap(([key, value]) => (value === '' ? [] : [[key, value.replace('OURS', host.url)]])),
    )
    const bodied = method === 'GET' || method === 'HEAD' ? {} : { body }
    // Even by one who had the token, and the more so without it.
    for (const all of [sent, Object.fromEntries(Object.entries(sent).filter(([key]) => key !== TOKEN_HEADER))]) {
      const answer = await ask({ path, method, headers: all, ...bodied })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
    expect(host.core.getState()).toBe(before)
    expect(written).toEqual([])
  })

  it('the same call by the page itself is carried out', async () => {
    expect((await ask({ path: '/api/call', method: 'POST', headers: good, body: json })).status).toBe(200)
    await host.core.whenIdle()
    expect(written).toEqual([{}])
  })
})
