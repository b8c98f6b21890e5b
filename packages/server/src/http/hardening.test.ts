import { HTTPException } from 'hono/http-exception'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '@lockstep/contract'
import { z } from 'zod'
import { createApp, type Listening } from '../app.ts'
import { memory } from '../memory.ts'
import { rawRequest, type RawAnswer, type RawRequest } from '../testing/raw-request.ts'
import { logInto, type LogLine } from '../testing/open-app.ts'
import { reply } from '../tools/reply.ts'
import { httpError } from './http-refusal.ts'
import { JSON_MAX_ELEMENTS, MCP_BATCH_MAX, MCP_BODY_MAX_BYTES, ROUTE_BODY_MAX_BYTES, TOOL_INPUT_MAX_ELEMENTS } from './http-limits.ts'

const ALLOWED = 'http://demo-sandbox.localhost:4701'
const JSON_TYPE = { 'Content-Type': 'application/json' }
const MCP_TYPES = { ...JSON_TYPE, Accept: 'application/json, text/event-stream' }
const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })

let open: Listening
/** What reached a handler: nothing may, when a request is refused. */
let reached: unknown[] = []
const lines: LogLine[] = []

beforeAll(async () => {
  const app = createApp({ name: 'demo', version: '1', store: memory(), logger: logInto(lines) })
  app.tool(
    'count',
    { title: 'C', description: 'Count', effect: 'read', input: z.strictObject({ ids: z.array(z.int()) }), output: z.strictObject({ n: z.int() }) },
    ({ ids }) => {
      reached.push(ids.length)
      return reply({ model: { n: ids.length }, text: `${ids.length}` })
    },
  )
  app.route(
    'POST',
    '/sync',
    (request) => {
      reached.push(request.body)
      return { json: { got: request.body, origin: request.origin, loopback: request.remoteIsLoopback }, headers: { ETag: '"7"' } }
    },
    { origin: 'optional-on-loopback' },
  )
  app.route('POST', '/strict', ({ body }) => {
    reached.push(body)
    return { json: {} }
  })
  app.route('GET', '/carts/:id', ({ params, query }) => ({ json: { id: params['id'], page: query.get('page') } }))
  app.route('GET', '/page', () => ({ html: '<!doctype html><title>Order</title>' }))
  app.route('GET', '/refuse', () => {
    throw httpError(410, 'cart_expired', 'Gone.', { path: 'cartId', headers: { 'Retry-After': '3' }, data: { current: { revision: 7 } } })
  })
  app.hono.use('/closed', () => {
    throw new HTTPException(401, { res: new Response('closed', { status: 401, headers: { 'WWW-Authenticate': 'Basic' } }) })
  })
  app.route('GET', '/down', () => {
    throw new AppError('STORE_UNAVAILABLE', 'disk I/O error at /srv/data')
  })
  app.route('GET', '/doubt', () => {
    throw new AppError('STORE_UNAVAILABLE', 'no answer from /srv/data', { data: { isOutcomeUnknown: true } })
  })
  app.route('GET', '/crash', () => {
    throw new Error('select * from secrets at /srv/app.ts')
  })
  open = await app.listen({ port: 0, allowedOrigins: [ALLOWED] })
})
afterAll(() => open.close())
beforeEach(() => {
  reached = []
})

const send = (request: Omit<RawRequest, 'port'>): Promise<RawAnswer> => rawRequest({ port: open.port, ...request })
const post = (path: string, body: string | readonly string[], headers: Record<string, string> = JSON_TYPE): Promise<RawAnswer> =>
  send({ method: 'POST', path, body, headers: path === '/mcp' ? { ...MCP_TYPES, ...headers } : headers })

describe('a request that is as it should be', () => {
  test('S0.5 one port serves MCP, routes and health', async () => {
    expect((await post('/mcp', LIST)).status).toBe(200)
    expect((await post('/sync', '{"a":1}')).json).toEqual({ got: { a: 1 }, origin: null, loopback: true })
    expect((await send({ path: '/health' })).json).toEqual({ status: 'ok', name: 'demo', version: '1' })
    expect((await send({ path: '/carts/c%201?page=2' })).json).toEqual({ id: 'c 1', page: '2' })
  })

  test.each(['localhost', '127.0.0.1', '[::1]', 'demo.localhost', 'LOCALHOST'])('answers to the host name %s', async (name) => {
    expect((await send({ path: '/health', headers: { Host: `${name}:${open.port}` } })).status).toBe(200)
  })

  test('every answer forbids caching and sniffing', async () => {
    for (const answer of [
      await send({ path: '/health' }),
      await send({ path: '/nowhere' }),
      await post('/sync', '{}'),
      await send({ headers: { Host: 'evil.example' } }),
    ]) {
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    }
  })

  test('a page runs no script and is framed by nobody', async () => {
    const { headers } = await send({ path: '/page' })
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  })

  test('a body may come in chunks, and after leave to send it', async () => {
    expect((await post('/sync', ['{"a"', ':1}'])).json).toMatchObject({ got: { a: 1 } })
    expect((await post('/sync', '{"a":1}', { ...JSON_TYPE, Expect: '100-continue' })).status).toBe(200)
  })
})

describe('M14 SEC3 SEC5 who may call', () => {
  const paths = ['/mcp', '/sync', '/health', '/nowhere', '/page']

  test.each(paths)('a foreign Host is refused on %s before anything is read', async (path) => {
    for (const Host of [
      'evil.example',
      `evil.example:${open.port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '0.0.0.0',
      'localhost@evil.example',
      'notlocalhost',
      'localhost:99999',
    ]) {
      const answer = await send({ method: 'POST', path, body: 'not json', headers: { Host } })
      expect([answer.status, answer.json.error?.code]).toEqual([403, 'host_not_allowed'])
    }
  })

  test.each(paths)('a foreign Origin is refused on %s before anything is read', async (path) => {
    for (const Origin of [
      'https://evil.example',
      'null',
      'http://localhost:1',
      `https://localhost:${open.port}`,
      `${ALLOWED}.evil.example`,
      `${ALLOWED}/`,
      '',
    ]) {
      const answer = await send({ method: 'POST', path, body: 'not json', headers: { Origin } })
      expect([Origin, answer.status, answer.json.error?.code]).toEqual([Origin, 403, 'origin_not_allowed'])
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('the allowed origins, own ones too, may call and are named exactly', async () => {
    for (const Origin of [ALLOWED, `http://localhost:${open.port}`, `http://127.0.0.1:${open.port}`]) {
      const answer = await post('/sync', '{}', { ...JSON_TYPE, Origin })
      expect(answer.json).toMatchObject({ origin: Origin })
      expect(answer.headers).toMatchObject({ 'access-control-allow-origin': Origin, vary: 'Origin' })
    }
  })

  test('a preflight is answered for allowed origins on app routes only', async () => {
    const preflight = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' }
    const answer = await send({ method: 'OPTIONS', path: '/sync', headers: { Origin: ALLOWED, ...preflight } })
    expect(answer.status).toBe(204)
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': ALLOWED, 'access-control-allow-methods': 'POST, OPTIONS', vary: 'Origin' })
    const foreign = await send({ method: 'OPTIONS', path: '/sync', headers: { Origin: 'https://evil.example', ...preflight } })
    expect([foreign.status, foreign.headers['access-control-allow-origin']]).toEqual([403, undefined])
    const mcp = await send({ method: 'OPTIONS', path: '/mcp', headers: { Origin: ALLOWED, ...preflight } })
    expect([mcp.status, mcp.headers['access-control-allow-origin']]).toEqual([405, undefined])
  })

  test('a refusal is readable by the page that may call', async () => {
    const answer = await post('/sync', '{', { ...JSON_TYPE, Origin: ALLOWED })
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([400, ALLOWED])
  })

  test('a route that changes things wants an Origin unless it says otherwise', async () => {
    expect((await post('/strict', '{}')).json.error?.code).toBe('origin_required')
    expect((await post('/strict', '{}', { ...JSON_TYPE, Origin: ALLOWED })).status).toBe(200)
  })

  test.each(['Origin', 'Content-Type', 'Idempotency-Key'])('SEC25 the header %s twice is refused', async (name) => {
    const answer = await send({ method: 'POST', path: '/sync', body: '{}', headers: { ...JSON_TYPE, [name]: ['localhost', 'localhost'] } })
    expect([answer.status, answer.json.error?.code, reached]).toEqual([400, 'duplicate_header', []])
  })
})

describe('M16 M20 M21 what is refused, and how', () => {
  const deep = '['.repeat(65) + ']'.repeat(65)
  const rows: Array<
    [string, { path?: string; method?: string; body: string | readonly string[]; headers?: Record<string, string> }, number, string]
  > = [
    ['broken JSON', { body: '{"a":' }, 400, 'invalid_json'],
    ['a string without end', { body: '{"a' }, 400, 'invalid_json'],
    ['bytes after the JSON', { body: '{} {}' }, 400, 'invalid_json'],
    ['no body', { body: '' }, 400, 'empty_body'],
    ['SEC11 __proto__', { body: '{"a":{"__proto__":{"polluted":1}}}' }, 400, 'forbidden_key'],
    ['SEC11 __proto__, escaped', { body: '{"\\u005f_proto__":1}' }, 400, 'forbidden_key'],
    ['SEC11 constructor', { body: '{"constructor":{"prototype":{}}}' }, 400, 'forbidden_key'],
    ['SEC25 the same member twice', { body: '{"a":1,"b":{"a":2},"a":3}' }, 400, 'duplicate_key'],
    ['nesting past 64', { body: deep }, 400, 'too_deep'],
    ['SEC5 text/plain', { body: '{}', headers: { 'Content-Type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['SEC5 a form', { body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported_media_type'],
    ['SEC5 multipart', { body: '--x', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } }, 415, 'unsupported_media_type'],
    ['SEC5 no content type', { body: '{}', headers: {} }, 415, 'unsupported_media_type'],
    ['another charset', { body: '{}', headers: { 'Content-Type': 'application/json; charset=utf-16' } }, 415, 'unsupported_media_type'],
    ['a compressed body', { body: 'x', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } }, 415, 'unsupported_encoding'],
    ['one byte too many', { body: JSON.stringify('x'.repeat(ROUTE_BODY_MAX_BYTES - 1)) }, 413, 'too_large'],
    ['one byte too many, chunked', { body: ['"', 'x'.repeat(ROUTE_BODY_MAX_BYTES - 1), '"'] }, 413, 'too_large'],
    ['5 MB', { body: JSON.stringify('x'.repeat(5_000_000)) }, 413, 'too_large'],
    ['5 MB, chunked', { body: Array.from({ length: 50 }, () => 'x'.repeat(100_000)) }, 413, 'too_large'],
    ['5 MB after Expect: 100-continue', { body: 'x'.repeat(5_000_000), headers: { ...JSON_TYPE, Expect: '100-continue' } }, 413, 'too_large'],
    ['200,000 lines', { body: `{"items":[${Array.from({ length: 200_000 }, () => '{}').join()}]}` }, 413, 'too_large'],
    ['too many elements in few bytes', { body: `[${'1,'.repeat(JSON_MAX_ELEMENTS + 1)}1]` }, 413, 'too_large'],
    ['an unknown path', { path: '/nope', body: '{}' }, 404, 'not_found'],
    [
      'SEC5 method override',
      { path: '/carts/c_1', body: '{}', headers: { ...JSON_TYPE, 'X-HTTP-Method-Override': 'GET' } },
      405,
      'method_not_allowed',
    ],
  ]

  test.each(rows)('%s', async (_, { path = '/sync', method = 'POST', body, headers = JSON_TYPE }, status, code) => {
    const answer = await send({ method, path, body, headers })
    expect([answer.status, answer.json.error?.code]).toEqual([status, code])
    expect(answer.json.error?.message).toMatch(/\w+ \w+/)
    expect(reached).toEqual([])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect((await send({ path: '/health' })).status).toBe(200)
  })

  test('a body of exactly the limit is taken', async () => {
    expect((await post('/sync', JSON.stringify('x'.repeat(ROUTE_BODY_MAX_BYTES - 2)))).status).toBe(200)
    expect((await post('/sync', '['.repeat(64) + ']'.repeat(64))).status).toBe(200)
  })

  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('S0.6 %s on a POST path is 405 with Allow', async (method) => {
    const answer = await send({ method, path: '/sync' })
    expect([answer.status, answer.headers['allow'], answer.json.error?.code]).toEqual([405, 'POST, OPTIONS', 'method_not_allowed'])
  })

  test('a refusal a route throws keeps its code, path, facts and headers', async () => {
    const answer = await send({ path: '/refuse' })
    expect(answer.status).toBe(410)
    expect(answer.json).toEqual({ error: { code: 'cart_expired', message: 'Gone.', path: 'cartId', current: { revision: 7 } } })
    expect(answer.headers['retry-after']).toBe('3')
  })

  test('a refusal of middleware on app.hono goes out as it is, and is no error in the log', async () => {
    lines.length = 0
    const answer = await send({ path: '/closed' })
    expect([answer.status, answer.text, answer.headers['www-authenticate']]).toEqual([401, 'closed', 'Basic'])
    expect(lines.filter(({ level }) => level >= 50)).toEqual([])
  })

  test('R11 a store in trouble is 503 with a time to come back', async () => {
    const answer = await send({ path: '/down' })
    expect([answer.status, answer.json.error?.code, answer.headers['retry-after']]).toEqual([503, 'unavailable', '1'])
    expect(answer.text).not.toContain('srv')
  })

  test('S2.X.1 a store that cannot tell whether it saved is 503, and nobody is told to send it again', async () => {
    const answer = await send({ path: '/doubt' })
    expect([answer.status, answer.json.error?.code, answer.headers['retry-after']]).toEqual([503, 'unavailable', undefined])
    expect(answer.text).toContain('look at the current state')
  })

  test('SEC23 anything else it throws is told by id only, and logged', async () => {
    const answer = await send({ path: '/crash' })
    expect([answer.status, answer.json.error?.code]).toEqual([500, 'internal_error'])
    expect(answer.text).not.toMatch(/select|srv/)
    expect(JSON.stringify(lines)).toContain('select * from secrets')
  })
})

describe('the MCP endpoint', () => {
  const call = (ids: string): string => `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count","arguments":{"ids":[${ids}]}}}`

  test.each<[string, string | readonly string[], Record<string, string>, number, string]>([
    ['broken JSON', '{"a":', {}, 400, 'invalid_json'],
    ['no body', '', {}, 400, 'empty_body'],
    ['SEC11 __proto__', '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"__proto__":{}}}', {}, 400, 'forbidden_key'],
    ['text/plain', LIST, { 'Content-Type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['5 MB', JSON.stringify('x'.repeat(5_000_000)), {}, 413, 'too_large'],
    ['5 MB, chunked', Array.from({ length: 50 }, () => 'x'.repeat(100_000)), {}, 413, 'too_large'],
    ['one byte too many', JSON.stringify('x'.repeat(MCP_BODY_MAX_BYTES - 1)), {}, 413, 'too_large'],
    ['200,000 elements', call(Array.from({ length: 200_000 }, () => '1').join()), {}, 413, 'too_large'],
    ['too many elements in few bytes', call(Array.from({ length: JSON_MAX_ELEMENTS + 2 }, () => '1').join()), {}, 413, 'too_large'],
    ['a batch past its limit', `[${Array.from({ length: MCP_BATCH_MAX + 1 }, () => LIST).join()}]`, {}, 413, 'too_large'],
  ])('M16 R17 refuses %s as a JSON-RPC error', async (_, body, headers, status, code) => {
    const answer = await post('/mcp', body, headers)
    expect([answer.status, answer.json['jsonrpc'], answer.json.error?.data]).toEqual([status, '2.0', { code }])
    expect(reached).toEqual([])
  })

  test('R17 arguments with too many elements are a tool error, and the tool does not run', async () => {
    const answer = await post('/mcp', call(Array.from({ length: TOOL_INPUT_MAX_ELEMENTS + 1 }, () => '1').join()))
    expect(answer.text).toContain('"isError":true')
    expect(answer.text).toContain(`${TOOL_INPUT_MAX_ELEMENTS}`)
    expect(reached).toEqual([])
    await post('/mcp', call(Array.from({ length: TOOL_INPUT_MAX_ELEMENTS - 1 }, () => '1').join()))
    expect(reached).toEqual([TOOL_INPUT_MAX_ELEMENTS - 1])
  })

  test.each(['GET', 'DELETE', 'PUT'])('%s is 405 with Allow', async (method) => {
    const answer = await send({ method, path: '/mcp', headers: MCP_TYPES })
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST'])
  })
})

test('M21 logs hold no bodies', async () => {
  await post('/sync', '{"card":"4111-1111"}')
  await post('/sync', '{"card":"4111-1111",')
  await post('/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count","arguments":{"card":"4111-1111"}}}')
  expect(JSON.stringify(lines)).not.toContain('4111')
})
