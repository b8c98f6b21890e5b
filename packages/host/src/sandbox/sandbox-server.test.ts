import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LoopbackServer } from '../net/listen-loopback.ts'
import { rawRequest, type RawAnswer, type RawRequest } from '../testing/raw-request.ts'
import { startSandboxServer, type SandboxView } from './sandbox-server.ts'

const KEY = 'key_0123456789abcdef'
const pageOrigin = 'http://localhost:4700'
let server: LoopbackServer
let violations: unknown[]
let rejections: unknown[]
let view: SandboxView

beforeAll(async () => {
  server = await startSandboxServer({
    port: 0,
    pageOrigin: () => pageOrigin,
    source: {
      findView: (key) => (key === KEY ? view : null),
      readDocument: () =>
        Promise.resolve({
          html: '<!doctype html><html><head><title>v</title></head></html>',
          csp: { connectDomains: ['https://api.example', '*'] },
          shim: { globals: { toolOutput: { text: '</script><script>alert(1)</script>' } }, members: ['toolOutput'], isStrict: false },
          surroundings: { reducedMotion: null, isInputForced: false, hover: true, touch: false, textSizePercent: 100 },
          isPermissive: false,
          paced: null,
        }),
      violated: (_key, violation) => violations.push(violation),
      served: (_key, { rejected }) => rejections.push(...rejected),
    },
  })
  view = {
    title: 'A <b>view</b>',
    outerOrigin: `http://shop-proxy.localhost:${server.port}`,
    innerOrigin: `http://shop-sandbox.localhost:${server.port}`,
    frameSandbox: 'allow-scripts allow-same-origin allow-forms',
    frameAllow: '',
  }
})

beforeEach(() => {
  violations = []
  rejections = []
})

afterAll(() => server.close())

const ask = (host: string, path: string, more: Partial<RawRequest> = {}): Promise<RawAnswer> =>
  rawRequest({ port: server.port, path, ...more, headers: { host: `${host}:${server.port}`, ...more.headers } })
const directive = (answer: RawAnswer, name: string): string | undefined =>
  String(answer.headers['content-security-policy'])
    .split('; ')
    .find((part) => part.startsWith(`${name} `))

describe('the sandbox server', () => {
  it('H5 serves the outer page under its own policy: only its own script, only the view’s origin in a frame, no form', async () => {
    const answer = await ask('shop-proxy.localhost', `/p/${KEY}`)
    expect(answer.status).toBe(200)
    expect(directive(answer, 'default-src')).toBe("default-src 'none'")
    expect(directive(answer, 'script-src')).toMatch(/^script-src 'sha256-[A-Za-z0-9+/=]+'$/)
    expect(directive(answer, 'frame-src')).toBe(`frame-src ${view.innerOrigin}`)
    expect(directive(answer, 'form-action')).toBe("form-action 'none'")
    expect(directive(answer, 'frame-ancestors')).toBe(`frame-ancestors ${pageOrigin}`)
    expect(answer.body).toContain('A &lt;b&gt;view&lt;/b&gt;')
  })

  it('H5 serves the view by URL with its policy as a header and the shim before everything else', async () => {
    const answer = await ask('shop-sandbox.localhost', `/v/${KEY}`)
    expect(answer.status).toBe(200)
    expect(directive(answer, 'connect-src')).toBe('connect-src https://api.example')
    expect(directive(answer, 'frame-ancestors')).toBe(`frame-ancestors ${view.outerOrigin} ${pageOrigin}`)
    expect(answer.body).toMatch(/<head><script>.*<\/script><title>/s)
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })

  it('SEC10 keeps data out of the markup', async () => {
    const { body } = await ask('shop-sandbox.localhost', `/v/${KEY}`)
    expect(body.match(/<script/g)).toHaveLength(1)
    expect(body).toContain('\\u003c/script>')
  })

  it('SEC9 tells which declared sources it left out', async () => {
    await ask('shop-sandbox.localhost', `/v/${KEY}`)
    expect(rejections).toMatchObject([{ field: 'connectDomains', entry: '*' }])
  })

  it.each([
    ['localhost', `/v/${KEY}`, 403],
    ['127.0.0.1', `/v/${KEY}`, 403],
    ['shop.evil.example', `/v/${KEY}`, 403],
    ['shop-sandbox.localhost.evil.example', `/v/${KEY}`, 403],
    ['other-sandbox.localhost', `/v/${KEY}`, 403],
    ['other-proxy.localhost', `/p/${KEY}`, 403],
    ['shop-sandbox.localhost', '/v/key_of_nobody', 404],
    ['shop-sandbox.localhost', '/', 404],
    ['shop-sandbox.localhost', `/p/${KEY}`, 404],
    ['shop-proxy.localhost', `/v/${KEY}`, 404],
    ['shop-proxy.localhost', `/r/${KEY}`, 404],
    ['shop-sandbox.localhost', '/v/../../etc/passwd', 404],
  ])('SEC3 serves nothing else: %s%s is %i', async (host, path, status) => {
    expect((await ask(host, path)).status).toBe(status)
  })

  it.each([
    ['/v/KEY', '/'],
    ['/v/KEY?at=%2Forders%2F7%3Fsort%3Dup%23last', '/orders/7?sort=up#last'],
    ['/v/KEY?at=https%3A%2F%2Fevil.example', '/'],
    ['/v/KEY?at=%2F%2Fevil.example', '/'],
    ['/v/KEY?at=%2F%5Cevil.example', '/'],
    [`/v/KEY?at=%2F${'x'.repeat(3_000)}`, '/'],
    ['/v/KEY?at=%2F%3C%2Fscript%3E', '/\\u003c/script>'],
  ])('H21 starts the view of %s at %s', async (path, start) => {
    const { body } = await ask('shop-sandbox.localhost', path.replace('KEY', KEY))
    expect(body).toContain(`"path":"${start}"}`)
    expect(body.match(/<script/g)).toHaveLength(1)
  })

  it('H21 answers a frame’s load of any other address with the way back, and nothing but that load', async () => {
    const load = { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' }
    const answer = await ask('shop-sandbox.localhost', '/orders/7?sort=up', { headers: load })
    expect(answer.status).toBe(200)
    expect(directive(answer, 'default-src')).toBe("default-src 'none'")
    expect(directive(answer, 'frame-ancestors')).toBe(`frame-ancestors ${view.outerOrigin} ${pageOrigin}`)
    expect(answer.body).not.toContain('orders')
    expect((await ask('shop-sandbox.localhost', '/orders/7', { headers: { 'sec-fetch-dest': 'image' } })).status).toBe(404)
    expect((await ask('shop-sandbox.localhost', '/orders/7', { method: 'POST', headers: load })).status).toBe(404)
    expect((await ask('shop-proxy.localhost', '/orders/7', { headers: load })).status).toBe(404)
    // A view that is gone must not be looked for for ever.
    expect((await ask('shop-sandbox.localhost', '/v/key_of_nobody', { headers: load })).status).toBe(404)
  })

  it('takes reports of breaches, and only those', async () => {
    const report = (body: string): Promise<RawAnswer> =>
      ask('shop-sandbox.localhost', `/r/${KEY}`, { method: 'POST', headers: { 'content-type': 'application/csp-report' }, body })
    expect((await report('{"csp-report":{"effective-directive":"connect-src","blocked-uri":"https://x.example/"}}')).status).toBe(204)
    expect(violations).toEqual([{ directive: 'connect-src', blockedUrl: 'https://x.example/' }])
    const long = JSON.stringify({ 'csp-report': { 'effective-directive': 'd'.repeat(20_000), 'blocked-uri': 'u'.repeat(40_000) } })
    expect((await report(long)).status).toBe(204)
    expect(violations.pop()).toEqual({ directive: 'd'.repeat(500), blockedUrl: 'u'.repeat(500) })
    expect((await report('nonsense')).status).toBe(400)
    expect((await report(`{"csp-report":${'['.repeat(70_000)}}`)).status).toBe(413)
    expect((await ask('shop-sandbox.localhost', `/r/${KEY}`)).status).toBe(405)
    expect((await ask('shop-sandbox.localhost', `/v/${KEY}`, { method: 'POST' })).status).toBe(405)
    expect(violations).toHaveLength(1)
  })
})
