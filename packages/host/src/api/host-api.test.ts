import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startHost, type RunningHost } from '../start-host.ts'
import { goldenOf } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'
import { pipePageDir } from '../testing/pipe-page.ts'
import { rawRequest, type RawAnswer, type RawRequest } from '../testing/raw-request.ts'
import { BODY_MAX_BYTES } from './host-api.ts'
import {
  BOOT_ELEMENT_ID,
  FILE_HEADER,
  TOKEN_HEADER,
  type HostState,
  type LoggedMessageBody,
  type MessageList,
  type MetadataReport,
} from './host-state.ts'

let server: TestServer
let host: RunningHost
let good: Record<string, string>

beforeAll(async () => {
  server = await startTestServer({
    tools: [
      { name: 'look', annotations: { readOnlyHint: true }, run: () => ({ content: [{ type: 'text', text: 'seen' }] }) },
      {
        name: 'write',
        annotations: { destructiveHint: false },
        inputSchema: { type: 'object', properties: { count: { type: 'integer' } } },
        run: () => ({}),
      },
    ],
  })
  host = await startHost({
    apps: [{ name: 'app', mcpUrl: server.mcpUrl, golden: goldenOf({ 'look here': ['look'] }) }],
    port: 0,
    sandboxPort: 0,
    pageDir: await pipePageDir(),
  })
  good = { host: `localhost:${host.port}`, origin: host.url, 'content-type': 'application/json', [TOKEN_HEADER]: host.token }
})

beforeEach(() => host.core.reset())

afterAll(async () => {
  await host.close()
  await server.close()
})

const ask = (request: Omit<RawRequest, 'port'>): Promise<RawAnswer> => rawRequest({ port: host.port, ...request })
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  ask({ path, method: 'POST', headers: { ...good, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) })
const without = (name: string): Record<string, string> => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))
const code = (answer: RawAnswer): string => (JSON.parse(answer.body) as { error: { code: string } }).error.code
const entries = (): unknown[] => host.core.getState().conversation.entries

describe('who may talk to the host', () => {
  it.each<[string, Record<string, string>]>([
    ['another name for this machine', { host: 'evil.example' }],
    ['a name with our port', { host: 'localhost.evil.example:4700' }],
    ['the number instead of the name', { host: '127.0.0.1:1' }],
    ['the sandbox’s name', { host: 'x-sandbox.localhost:4701' }],
  ])('SEC3 a wrong Host is 403 before anything else: %s', async (_name, headers) => {
    for (const path of ['/', '/api/state', '/api/message', '/nothing']) {
      expect((await ask({ path, headers: { ...good, ...headers } })).status).toBe(403)
    }
  })

  it.each(['https://evil.example', 'null', 'http://localhost', 'http://localhost:1', 'http://127.0.0.1:4700'])(
    'SEC3 a foreign Origin is 403: %s',
    async (origin) => {
      const answer = await post('/api/message', { text: 'look here' }, { origin })
      expect(answer.status).toBe(403)
      expect(code(answer)).toBe('WRONG_ORIGIN')
      expect(entries()).toEqual([])
    },
  )

  it('SEC3 a change without an Origin is 403', async () => {
    const answer = await ask({ path: '/api/message', method: 'POST', headers: without('origin'), body: '{"text":"look here"}' })
    expect(answer.status).toBe(403)
    expect(entries()).toEqual([])
  })

  it.each(['/api/state', '/api/events', '/api/nothing'])('SEC4 no token, no answer: GET %s', async (path) => {
    expect((await ask({ path, headers: without(TOKEN_HEADER) })).status).toBe(401)
    expect((await ask({ path: `${path}?token=${host.token}`, headers: without(TOKEN_HEADER) })).status).toBe(401)
    expect((await ask({ path, headers: { ...good, [TOKEN_HEADER]: `${host.token}x` } })).status).toBe(401)
  })

  it('SEC4 no token, no command', async () => {
    const answer = await ask({ path: '/api/message', method: 'POST', headers: without(TOKEN_HEADER), body: '{"text":"look here"}' })
    expect(answer.status).toBe(401)
    expect(entries()).toEqual([])
  })

  it('SEC2 answers on the loopback of both families', async () => {
    expect((await ask({ path: '/', headers: good })).status).toBe(200)
    const other = await ask({ path: '/', headers: good, address: '::1' }).catch((error: NodeJS.ErrnoException) => error.code)
    expect(typeof other === 'string' ? other : other?.status).toSatisfy((outcome: unknown) => outcome === 200 || outcome === 'EADDRNOTAVAIL')
  })
})

describe('the page', () => {
  it('comes with its token and a policy that lets it load and frame only what it must', async () => {
    const answer = await ask({ path: '/', headers: { host: good['host'] ?? '' } })
    expect(answer.body).toContain(`id="${BOOT_ELEMENT_ID}">${JSON.stringify({ token: host.token })}`)
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    // Views of servers that are added later must be shown without loading the page again; the sandbox’s port is the host’s own.
    expect(policy).toContain(`frame-src http://*.localhost:${host.sandboxPort};`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it('under the machine’s number leads to its name, without the token', async () => {
    const answer = await ask({ path: '/', headers: { host: `127.0.0.1:${host.port}` } })
    expect([answer.status, answer.headers['location']]).toEqual([302, `${host.url}/`])
    expect(answer.body).not.toContain(host.token)
  })

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/ui.stamp', '/.hidden'])('serves no other file: %s', async (path) => {
    expect((await ask({ path, headers: good })).status).toBe(404)
  })

  it('serves its own files with their type', async () => {
    const answer = await ask({ path: '/pipe.js', headers: good })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
  })
})

describe('commands', () => {
  it('a message runs a turn', async () => {
    expect((await post('/api/message', { text: 'look here' })).status).toBe(200)
    await host.core.whenIdle()
    const state = JSON.parse((await ask({ path: '/api/state', headers: good })).body) as HostState
    expect(state.conversation.entries.map(({ kind }) => kind)).toEqual(['user', 'tool', 'assistant'])
    await post('/api/reset', {})
    expect(entries()).toEqual([])
  })

  it.each<[string, string, unknown, number, string]>([
    ['broken JSON', '/api/message', '{"text":', 400, 'BAD_JSON'],
    ['an empty message', '/api/message', { text: '  ' }, 400, 'BAD_BODY'],
    ['a number as text', '/api/message', { text: 4 }, 400, 'BAD_BODY'],
    ['an unknown key', '/api/message', { text: 'x', run: 'rm' }, 400, 'BAD_BODY'],
    ['a list', '/api/message', [], 400, 'BAD_BODY'],
    ['an unknown card', '/api/approve', { entryId: 'x' }, 409, 'HOST_NO_SUCH_CARD'],
    ['an unknown view', '/api/instances/x/rpc', { mountId: 'm', message: {} }, 404, 'HOST_NO_SUCH_VIEW'],
    ['a move of the model that nobody waits for', '/api/model/say', { text: 'x' }, 404, 'HOST_NO_SUCH_MOVE'],
    ['golden prompts where there are none', '/api/golden/run', {}, 400, 'HOST_NO_GOLDEN'],
    ['an unknown link', '/api/link', { linkId: 'x', open: true }, 404, 'HOST_NO_SUCH_LINK'],
    ['an unknown file', '/api/files/remove', { fileId: 'x' }, 404, 'HOST_NO_SUCH_FILE'],
    ['a message with an unknown file', '/api/message', { text: '', fileIds: ['x'] }, 404, 'HOST_NO_SUCH_FILE'],
    ['a choice of files that nobody waits for', '/api/pick', { pickId: 'x', fileIds: [] }, 404, 'HOST_NO_SUCH_PICK'],
    ['a download that nobody waits for', '/api/download', { downloadId: 'x', save: true }, 404, 'HOST_NO_SUCH_DOWNLOAD'],
    ['an unknown app', '/api/apps/reconnect', { name: 'x' }, 404, 'HOST_NO_SUCH_APP'],
    ['a bad locale', '/api/settings', { locale: 'not a locale' }, 400, 'BAD_BODY'],
    ['a link without a server', '/api/deep-link', { server: '', tool: 'look', input: null }, 400, 'HOST_BAD_URL'],
    [
      'a link to a tool with no name',
      '/api/deep-link',
      { server: 'http://localhost/mcp', tool: 'x'.repeat(2_000), input: null },
      400,
      'HOST_BAD_LINK',
    ],
    ['an unknown command', '/api/exec', {}, 404, 'NOT_FOUND'],
  ])('refuse %s', async (_name, path, body, status, expected) => {
    const answer = await post(path, body)
    expect([answer.status, code(answer)]).toEqual([status, expected])
  })

  it('refuse another content type, another method, and too much', async () => {
    expect((await post('/api/message', '{"text":"x"}', { 'content-type': 'text/plain' })).status).toBe(415)
    const wrong = await ask({ path: '/api/message', headers: good })
    expect([wrong.status, wrong.headers['allow']]).toEqual([405, 'POST'])
    expect((await post('/api/message', JSON.stringify({ text: 'x'.repeat(BODY_MAX_BYTES) }))).status).toBe(413)
    expect((await ask({ path: '/', method: 'DELETE', headers: good })).status).toBe(405)
  })

  it('S2.A.4 SEC3 take the bytes of a file, only with the token, and no more than 20 MB', async () => {
    const about = { name: 'größe.txt', mimeType: 'text/plain', instanceId: null }
    const send = (body: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
      ask({ path: '/api/files', method: 'POST', headers: { ...good, [FILE_HEADER]: encodeURIComponent(JSON.stringify(about)), ...headers }, body })
    const stored = await send('hello')
    expect([stored.status, JSON.parse(stored.body)]).toMatchObject([200, { file: { name: 'größe.txt', sizeBytes: 5, source: 'person' } }])
    expect((await send('hello', { [TOKEN_HEADER]: 'wrong' })).status).toBe(401)
    expect((await send('hello', { origin: 'http://evil.example' })).status).toBe(403)
    expect((await send('x'.repeat(20_000_001))).status).toBe(413)
    expect([(await send('')).status, code(await send(''))]).toEqual([400, 'HOST_BAD_FILE'])
    for (const bad of ['', '%', encodeURIComponent('{}')]) expect(code(await send('hello', { [FILE_HEADER]: bad }))).toBe('BAD_FILE')
    const strange = { [FILE_HEADER]: encodeURIComponent(JSON.stringify({ ...about, instanceId: 'x' })) }
    expect(code(await send('hello', strange))).toBe('HOST_NO_SUCH_VIEW')
    expect((await ask({ path: '/api/files', headers: good })).status).toBe(405)
    const { file } = JSON.parse(stored.body) as { file: { id: string } }
    await post('/api/files/remove', { fileId: file.id })
    expect(host.core.getState().files).toEqual([])
  })

  it('name the argument that does not parse', async () => {
    await post('/api/message', { text: 'writing' })
    await host.core.whenIdle()
    const entry = host.core.getState().conversation.entries.at(-1)
    expect(entry).toMatchObject({ kind: 'tool', phase: 'awaiting-arguments' })
    const answer = await post('/api/arguments', { entryId: entry?.id, fields: { count: 'many' } })
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { error: { code: 'HOST_BAD_FIELD', path: 'count' } }])
  })

  it('settings resolve the theme', async () => {
    await post('/api/settings', { theme: 'system', systemTheme: 'dark' })
    expect(host.core.getState().theme).toBe('dark')
    await post('/api/settings', { theme: 'light' })
    expect(host.core.getState().theme).toBe('light')
  })
})

describe('what the inspector reads', () => {
  const read = async (path: string): Promise<RawAnswer> => ask({ path, headers: good })

  it('gives messages after a number without their bodies, one with its body, and all for an export', async () => {
    host.core.sendMessage('look here')
    await host.core.whenIdle()
    const list = JSON.parse((await read('/api/messages?after=0')).body) as MessageList
    const call = list.messages.find(({ route, method }) => route === 'host-to-server' && method === 'tools/call')
    expect(call).toMatchObject({ subject: 'look', kind: 'request' })
    expect(call).not.toHaveProperty('body')
    const later = JSON.parse((await read(`/api/messages?after=${list.lastSeq}`)).body) as MessageList
    expect(later.messages).toEqual([])
    const one = JSON.parse((await read(`/api/messages/${call?.seq}`)).body) as LoggedMessageBody
    expect(JSON.parse(one.body)).toMatchObject({ method: 'tools/call', params: { name: 'look' } })
    const whole = JSON.parse((await read('/api/messages/export')).body) as { messages: LoggedMessageBody[] }
    expect(whole.messages.at(-1)?.seq).toBeGreaterThanOrEqual(list.lastSeq)
    expect((await read('/api/messages/0')).status).toBe(404)
    await post('/api/messages/clear', {})
    expect((JSON.parse((await read('/api/messages?after=0')).body) as MessageList).messages).toEqual([])
  })

  it('gives what the servers declare', async () => {
    const report = JSON.parse((await read('/api/metadata')).body) as MetadataReport
    expect(report.apps[0]?.tools.map(({ name }) => name)).toEqual(['look', 'write'])
  })

  it('gives the report of the golden prompts, which no state holds', async () => {
    expect(JSON.parse((await read('/api/golden')).body)).toEqual({ report: null })
  })

  it('SEC4 gives nothing of it without the token', async () => {
    for (const path of ['/api/messages', '/api/messages/1', '/api/messages/export', '/api/metadata', '/api/golden'])
      expect((await ask({ path, headers: without(TOKEN_HEADER) })).status, path).toBe(401)
  })
})

describe('the event stream', () => {
  it('brings the state at once and after each change, in whole', async () => {
    const stop = new AbortController()
    const answer = await fetch(`http://localhost:${host.port}/api/events`, { headers: { [TOKEN_HEADER]: host.token }, signal: stop.signal })
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    const states = readStates(answer)
    expect((await states.next()).value?.conversation.entries).toEqual([])
    host.core.sendMessage('look here')
    let newest: HostState | undefined
    while (newest === undefined || newest.conversation.entries.length < 3) newest = (await states.next()).value ?? undefined
    expect(newest.conversation.entries.at(-1)).toMatchObject({ kind: 'assistant', text: 'seen' })
    stop.abort()
  })
})

async function* readStates(answer: Response): AsyncGenerator<HostState, undefined> {
  let text = ''
  for await (const chunk of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      if (event.startsWith('event: state\n')) yield JSON.parse(event.slice(event.indexOf('data: ') + 6)) as HostState
    }
  }
  return undefined
}
