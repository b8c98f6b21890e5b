import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rawRequest, type RawAnswer } from '../../packages/server/src/testing/raw-request.ts'
import { sendBytes, statusesOf } from './raw-socket.ts'
import { SECRET } from './target-app.ts'
import { startTarget, type TargetProcess } from './target-process.ts'

const LEAK = new RegExp(`${SECRET}|/srv/|node_modules|\\.ts:\\d|select |ENOENT|relation`)
const ENVELOPE = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} }

let target: TargetProcess
beforeAll(async () => {
  target = await startTarget()
})
afterAll(() => target.close())

/** One request of either era; headers are right unless they are given. */
async function rpc(
  method: string,
  params: Record<string, unknown>,
  era: 'legacy' | 'modern',
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const version = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...(nameOf(params) === '' ? {} : { 'Mcp-Name': nameOf(params) }) }
  const answer = await rawRequest({
    port: target.port,
    method: 'POST',
    path: '/mcp',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...(era === 'modern' ? version : {}), ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: era === 'modern' ? { _meta: ENVELOPE, ...params } : params }),
  })
  const data = /^data: (.*)$/m.exec(answer.text)?.[1]
  return data === undefined ? answer : { ...answer, json: JSON.parse(data) }
}

function nameOf({ name, uri }: Record<string, unknown>): string {
  return [name, uri].find((value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value))?.toString() ?? ''
}

describe.each(['legacy', 'modern'] as const)('bad input at the wire, %s era', (era) => {
  const invalid: ReadonlyArray<readonly [string, string, Record<string, unknown>, RegExp]> = [
    ['an unknown tool', 'tools/call', { name: 'nope', arguments: {} }, /Tool nope not found/],
    ['a tool called as a member of every object', 'tools/call', { name: 'constructor', arguments: {} }, /Tool constructor not found/],
    ['a tool without a name', 'tools/call', { arguments: {} }, /name/],
    ['arguments that are no object', 'tools/call', { name: 'echo', arguments: 'text' }, /arguments/],
    ['an unknown prompt', 'prompts/get', { name: 'hasOwnProperty' }, /hasOwnProperty not found/],
    ['an unknown resource', 'resources/read', { uri: 'target://nope/deeper/text' }, /not found/i],
  ]
  test.each(invalid)('%s is an error of the protocol that says which', async (_, method, params, message) => {
    const { json } = await rpc(method, params, era)
    expect(json.error).toMatchObject({ code: -32602, message: expect.stringMatching(message) })
  })

  test.each([
    ['a wrong type', { n: '3' }, /counted at n/],
    ['out of range', { n: 100 }, /counted at n/],
    ['not whole', { n: 1.5 }, /counted at n/],
    ['missing', {}, /counted at n/],
    ['an unknown member', { n: 1, evil: true }, /evil/],
  ])('arguments with %s are told to the model, with their path', async (_, input, message) => {
    const { json } = await rpc('tools/call', { name: 'counted', arguments: input }, era)
    const result = json['result'] as { isError: boolean; content: Array<{ text: string }> }
    expect([result.isError, result.content[0]?.text]).toEqual([true, expect.stringMatching(message)])
  })

  test('an unknown method is told by the code for it', async () => {
    const answer = await rpc('tools/destroy', {}, era)
    expect([answer.status, answer.json.error?.code]).toEqual([era === 'modern' ? 404 : 200, -32601])
  })

  test.each([
    ['huge', { note: 'x'.repeat(400_000) }],
    [
      'full of odd keys',
      Object.fromEntries(['toString', 'hasOwnProperty', 'valueOf', '', '\u0000', 'a'.repeat(10_000)].map((key) => [key, { a: 1 }])),
    ],
    ['hints of wrong types', { 'openai/subject': { a: 1 }, 'openai/session': ['x'], 'openai/locale': 7, 'openai/userAgent': null }],
    ['hints that are long', { 'openai/subject': 'x'.repeat(100_000) }],
  ])('SEC11 _meta that is %s changes nothing', async (_, meta) => {
    const { json } = await rpc(
      'tools/call',
      { name: 'echo', arguments: { text: 'hi' }, _meta: era === 'modern' ? { ...ENVELOPE, ...meta } : meta },
      era,
    )
    expect(json['result']).toMatchObject({ structuredContent: { text: 'hi' } })
  })

  test.each(['__proto__', 'constructor', 'prototype'])('SEC11 the member %s is refused wherever it stands', async (key) => {
    for (const where of [
      '"params":{"KEY":{}}',
      '"params":{"_meta":{"KEY":{"polluted":1}}}',
      '"params":{"name":"echo","arguments":{"text":"x","more":{"KEY":1}}}',
    ]) {
      const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call",${where.replace('KEY', key)}}`
      const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }
      const answer = await rawRequest({ port: target.port, method: 'POST', path: '/mcp', headers, body })
      expect([answer.status, answer.json.error?.data]).toEqual([400, { code: 'forbidden_key' }])
    }
  })

  test('SEC23 what breaks inside is told by an id: tools, resources, routes', async () => {
    const answers = [
      await rpc('tools/call', { name: 'broken', arguments: {} }, era),
      await rpc('resources/read', { uri: 'target://broken' }, era),
      await rawRequest({ port: target.port, path: '/broken' }),
    ]
    for (const { text } of answers) {
      expect(text).toMatch(/err_[\w-]{22}/)
      expect(text).not.toMatch(LEAK)
    }
    const refused = await rpc('tools/call', { name: 'refused', arguments: {} }, era)
    expect(refused.text).toContain('That is not yours. Ask for another one.')
  })
})

describe('headers of the 2026 era', () => {
  test.each<[string, Record<string, string>, number, number]>([
    ['another method than the body', { 'Mcp-Method': 'tools/list' }, 400, -32020],
    ['another name than the body', { 'Mcp-Name': 'counted' }, 400, -32020],
    ['another version than the body', { 'MCP-Protocol-Version': '2025-11-25' }, 400, -32020],
    ['a name that is broken Base64', { 'Mcp-Name': '=?base64?%%%?=' }, 400, -32020],
  ])('%s is refused and the tool does not run', async (_, headers, status, code) => {
    const answer = await rpc('tools/call', { name: 'echo', arguments: { text: 'x' } }, 'modern', headers)
    expect([answer.status, answer.json.error?.code]).toEqual([status, code])
  })

  test('missing headers are refused and named', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: ENVELOPE } })
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'MCP-Protocol-Version': '2026-07-28' }
    const answer = await rawRequest({ port: target.port, method: 'POST', path: '/mcp', headers, body })
    expect([answer.status, answer.json.error?.code, answer.json.error?.message]).toEqual([400, -32020, expect.stringMatching(/Mcp-Method/i)])
  })
})

describe('bytes by hand', () => {
  const host = (): string => `Host: localhost:${target.port}`
  const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
  const json = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream'
  const post = (headers: string, body: string): string => `POST /mcp HTTP/1.1\r\n${host()}\r\n${json}\r\n${headers}\r\n\r\n${body}`

  test('SEC25 two lengths, a length beside chunks, chunks twice: 400 and the connection ends', async () => {
    const smuggled = 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'
    const attacks = [
      post(`Content-Length: ${list.length}\r\nContent-Length: 0`, list + smuggled),
      post(`Content-Length: ${list.length}\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${smuggled}`),
      post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', `0\r\n\r\n${smuggled}`),
      post('Transfer-Encoding: xchunked', `0\r\n\r\n${smuggled}`),
      post('Transfer-Encoding : chunked', `0\r\n\r\n${smuggled}`),
      post('Content-Length: +46', list + smuggled),
      post('Content-Length: 0x2e', list + smuggled),
    ]
    for (const attack of attacks) {
      const statuses = statusesOf(await sendBytes(target.port, attack))
      // one refusal and then nothing: what was smuggled is never answered
      expect([attack.slice(-200), statuses]).toEqual([attack.slice(-200), [400]])
    }
  })

  test('SEC25 line breaks, NUL and lone line feeds in a header are 400', async () => {
    for (const header of ['X-A: a\rB: b', 'X-A: a\u0000b', 'X-A\u0000: a', 'X A: a', ': a']) {
      const statuses = statusesOf(await sendBytes(target.port, post(`${header}\r\nContent-Length: ${list.length}\r\nConnection: close`, list)))
      expect([header, statuses]).toEqual([header, [400]])
    }
  })

  test('SEC25 nothing that a caller sent comes back as a header', async () => {
    const answer = await sendBytes(
      target.port,
      `GET /nope%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n${host()}\r\nOrigin: http://localhost:${target.port}\r\nConnection: close\r\n\r\n`,
    )
    expect(statusesOf(answer)).toEqual([404])
    expect(answer).not.toMatch(/set-cookie/i)
  })

  test.each(['Idempotency-Key', 'Authorization', 'Origin', 'Content-Type', 'If-Match'])('SEC25 %s twice is 400', async (name) => {
    const twice = `${name}: http://localhost\r\n${name}: http://localhost\r\nContent-Length: ${list.length}\r\nConnection: close`
    const answer = await sendBytes(target.port, post(twice, list))
    expect(statusesOf(answer)).toEqual([400])
    expect(answer).toContain('duplicate_header')
  })

  test('SEC25 a member twice is 400, however it is written', async () => {
    for (const body of ['{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', '{"jsonrpc":"2.0","id":1,"method":"ping","m\\u0065thod":"tools/list"}']) {
      const answer = await sendBytes(target.port, post(`Content-Length: ${body.length}\r\nConnection: close`, body))
      expect(statusesOf(answer)).toEqual([400])
      expect(answer).toContain('duplicate_key')
    }
  })

  test('SEC25 a request line of other protocols, or none, is 400', async () => {
    for (const bytes of [
      'GET http://evil.example/ HTTP/1.1\r\n\r\n',
      '\u0016\u0003\u0001\u0002',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'x\r\n\r\n',
    ]) {
      const statuses = statusesOf(await sendBytes(target.port, bytes))
      expect([bytes, statuses.every((status) => status >= 400 && status < 500)]).toEqual([bytes, true])
    }
    expect((await rawRequest({ port: target.port, path: '/health' })).status).toBe(200)
  })

  test('SEC22 headers of a megabyte are refused', async () => {
    expect(statusesOf(await sendBytes(target.port, post(`X-Big: ${'x'.repeat(1_000_000)}`, '')))).toEqual([431])
  })
})
