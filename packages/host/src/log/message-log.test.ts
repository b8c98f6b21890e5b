import { expect, test } from 'vitest'
import { createMessageLog, type LogEntry, type MessageLog } from './message-log.ts'

const fromView = (message: unknown, at = 0, instanceId = 'view_1'): LogEntry => ({ at, route: 'view-to-host', app: 'app', instanceId, message })
const toView = (message: unknown, at = 0, instanceId = 'view_1'): LogEntry => ({ at, route: 'host-to-view', app: 'app', instanceId, message })
const request = (id: number, method = 'tools/call', params: Record<string, unknown> = { name: 'add' }) => ({ jsonrpc: '2.0', id, method, params })
const answer = (id: number, result: Record<string, unknown> = {}) => ({ jsonrpc: '2.0', id, result })

function logOf(...entries: LogEntry[]): MessageLog {
  const log = createMessageLog()
  for (const entry of entries) log.record(entry)
  return log
}

test('an answer is told with the method of its request and the time it took', () => {
  const log = logOf(fromView(request(7), 100), toView(answer(7), 140))
  expect(log.list(0).messages).toEqual([
    expect.objectContaining({ seq: 1, kind: 'request', method: 'tools/call', subject: 'add', id: '7', answerTo: null, tookMs: null }),
    expect.objectContaining({ seq: 2, kind: 'answer', method: 'tools/call', subject: 'add', id: '7', answerTo: 1, tookMs: 40 }),
  ])
})

test('the same id on another road, of another view or of another mount is another request', () => {
  const log = logOf(
    fromView(request(1, 'ping')),
    toView(answer(1), 5, 'view_2'),
    { ...toView(answer(1), 6), channel: 'other mount' },
    fromView(answer(1), 7),
    toView(answer(1), 8),
  )
  expect(log.list(0).messages.map(({ answerTo }) => answerTo)).toEqual([null, null, null, null, 1])
})

test('a failure and a result with isError are errors; what is no JSON-RPC is foreign', () => {
  const log = logOf(
    toView({ jsonrpc: '2.0', id: 1, error: { code: -32000, message: 'no' } }),
    toView(answer(2, { isError: true })),
    fromView({ type: 'hi' }),
    fromView({ jsonrpc: '2.0', method: 'ui/notifications/initialized' }),
  )
  expect(log.list(0).messages.map(({ kind }) => kind)).toEqual(['error', 'error', 'foreign', 'notification'])
})

test('size is that of the whole message in UTF-8, a body is cut at its limit, _meta is marked', () => {
  const log = logOf(fromView(request(1, 'm', { text: 'ä'.repeat(200_000) })), toView(answer(2, { _meta: { a: 1 } })))
  const [large, marked] = log.list(0).messages
  expect(large?.bytes).toBeGreaterThan(400_000)
  expect(log.find(1)).toMatchObject({ isCut: true, body: expect.stringMatching(/^.{100000}$/) })
  expect([large?.hasHiddenMeta, marked?.hasHiddenMeta]).toEqual([false, true])
  expect(large).not.toHaveProperty('body')
})

test('the newest two thousand are kept, and the list says from where', () => {
  const log = logOf(...Array.from({ length: 2_500 }, (_, index) => fromView(request(index))))
  const { messages, firstSeq, lastSeq } = log.list(0)
  expect(messages.length).toBeLessThanOrEqual(2_200)
  expect(messages.length).toBeGreaterThanOrEqual(2_000)
  expect([messages[0]?.seq, messages.at(-1)?.seq, lastSeq]).toEqual([firstSeq, 2_500, 2_500])
  expect(log.list(2_498).messages.map(({ seq }) => seq)).toEqual([2_499, 2_500])
  expect(log.find(1)).toBeNull()
})

test('all bodies together have a limit too: the oldest lose theirs, never the newest', () => {
  const log = logOf(...Array.from({ length: 300 }, (_, index) => fromView(request(index, 'm', { text: 'a'.repeat(99_000) }))))
  const bodies = log.list(0).messages.map(({ seq }) => log.find(seq)?.body.length ?? 0)
  expect(bodies.reduce((sum, chars) => sum + chars, 0)).toBeLessThanOrEqual(20_000_000)
  expect(bodies[0]).toBe(0)
  expect(bodies.at(-1)).toBeGreaterThan(99_000)
})

test.each([
  ['by name', { headers: { Authorization: 'CANARY-1234 x' }, client_secret: 'a"CANARY', n: [{ 'api-key': 12345 }] }],
  ['as a bearer token in a text', { text: 'sent Bearer CANARY.abc-def12345' }],
  ['as a key of a model', { text: 'key sk-CANARYCANARYCANARY1' }],
  ['in JSON inside a text', { text: JSON.stringify({ access_token: 'CANARY', other: 1 }) }],
  ['in JSON inside a text, with a quote and a line break', { text: JSON.stringify({ password: 'a"CANARY\nCANARY"', other: 1 }) }],
  ['in JSON inside JSON inside a text', { text: JSON.stringify({ text: JSON.stringify({ password: 'a"CANARY\nCANARY', other: 1 }) }) }],
  ['that ends in a backslash', { text: JSON.stringify({ password: '\\"CANARY\\', other: 1 }), password: 'CANARY\\' }],
  ['in an address', { url: 'https://a.example/?access_token=CANARY&b=1' }],
  ['in the other spelling', { accessToken: 'CANARY', clientSecret: 'CANARY', refreshToken: 'CANARY' }],
  ['that opens a file for a while', { download_url: 'http://127.0.0.1:4701/f/url_CANARY1234' }],
])('a secret %s is not logged, what stands beside it is', (_what, params) => {
  const body = logOf(fromView(request(1, 'm', { ...params, beside: 'kept' }))).find(1)?.body ?? ''
  expect(body).not.toMatch(/CANARY|12345/)
  expect(body).toContain('"beside":"kept"')
  expect(() => JSON.parse(body) as unknown).not.toThrow()
})

test('a secret is not in the line that says what a message is about', () => {
  const log = logOf(fromView(request(1, 'ui/open-link', { url: `https://a.example/?${'b'.repeat(70)}&access_token=CANARYCANARY` })))
  expect(log.list(0).messages[0]?.subject).toMatch(/^https:\/\/a\.example\/\?b+&access_token=/)
  expect(JSON.stringify(log.list(0))).not.toContain('CANARY')
})

test('a text made to take long takes no time', () => {
  const texts = [
    '\\'.repeat(50_000),
    '"'.repeat(50_000),
    'Bearer '.repeat(15_000),
    `"password"${' '.repeat(90_000)}`,
    '\\\\"password\\\\":\\\\"'.repeat(5_000),
    '"password":"\\\\'.repeat(6_000),
    'sk-'.repeat(30_000),
  ]
  const began = performance.now()
  for (const text of texts) logOf(fromView(request(1, 'm', { text })))
  expect(performance.now() - began).toBeLessThan(1_000)
})

test('a cycle is no reason to fail; a cleared log counts on and knows no old request', () => {
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  const log = logOf(fromView(cycle), fromView(request(1)))
  log.clear()
  log.record(toView(answer(1)))
  expect(log.list(0)).toMatchObject({ firstSeq: 3, lastSeq: 3, messages: [{ answerTo: null, method: '' }] })
})
