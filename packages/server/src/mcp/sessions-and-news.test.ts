import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import type { App } from '../app.ts'
import { connect, openApp } from '../testing/open-app.ts'
import { rawRequest, type RawAnswer } from '../testing/raw-request.ts'
import { reply } from '../tools/reply.ts'
import { noteRequest } from './request-notes.ts'
import { createLegacySessions, SESSION_IDLE_MS, SESSIONS_MAX, SESSIONS_PER_OWNER_MAX } from './legacy-sessions.ts'
import { McpServer } from '@modelcontextprotocol/server'

const NOTHING = z.strictObject({})
const MCP = { legacySessions: true, changes: true } as const
const TYPES = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }
const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
})

function declareAsk(app: App): void {
  app.resource('notes://1', { title: 'N', description: 'N' }, () => 'one')
  app.tool('ask', { title: 'A', description: 'Asks', effect: 'read', input: NOTHING, output: NOTHING }, async (_, { mcp }) => {
    const form = { type: 'object', properties: { color: { type: 'string' } }, required: ['color'] } as const
    const answer = await mcp?.mcpReq.elicitInput({ message: 'Which color?', requestedSchema: { ...form, required: ['color'] } })
    return reply({ model: {}, text: `${answer?.action} ${JSON.stringify(answer?.content)}` })
  })
}

async function connectAsked(mcpUrl: string, color: string): Promise<Client> {
  const client = new Client({ name: 'asked', version: '1' }, { capabilities: { elicitation: {} } })
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { color } }))
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl)))
  onTestFinished(() => client.close())
  return client
}

describe('sessions for clients of the 2025 era', () => {
  test('SEC17 a tool asks the person of its own client, and of no other', async () => {
    const { mcpUrl } = await openApp(declareAsk, { mcp: MCP })
    const colors = Array.from({ length: 12 }, (_, index) => `color-${index}`)
    const clients = await Promise.all(colors.map((color) => connectAsked(mcpUrl, color)))
    const answers = await Promise.all(clients.map((client) => client.callTool({ name: 'ask', arguments: {} })))
    for (const [index, { content }] of answers.entries()) expect(JSON.stringify(content)).toContain(`color-${index}\\"`)
  })

  test('news reaches who listens: lists all, a resource its subscribers', async () => {
    const apps: App[] = []
    const { mcpUrl } = await openApp(
      (made) => {
        apps.push(made)
        declareAsk(made)
      },
      { mcp: MCP },
    )
    const [app] = apps
    const client = await connectAsked(mcpUrl, 'red')
    const heard: string[] = []
    client.setNotificationHandler('notifications/tools/list_changed', () => void heard.push('tools'))
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri))
    await client.subscribeResource({ uri: 'notes://1' })
    // the stream of news is opened beside the session, so the first may come before it
    await vi.waitFor(() => {
      app?.notify.toolsChanged()
      expect(heard).toContain('tools')
    })
    app?.notify.resourceUpdated('notes://2')
    app?.notify.resourceUpdated('notes://1')
    await vi.waitFor(() => expect(heard.filter((entry) => entry.startsWith('notes'))).toEqual(['notes://1']))
    await client.unsubscribeResource({ uri: 'notes://1' })
    app?.notify.resourceUpdated('notes://1')
    const told = heard.filter((entry) => entry === 'tools').length
    app?.notify.toolsChanged()
    await vi.waitFor(() => expect(heard.filter((entry) => entry === 'tools').length).toBeGreaterThan(told))
    expect(heard.filter((entry) => entry.startsWith('notes'))).toEqual(['notes://1'])
  })

  test('who opens none is served without, and a session that nobody knows is 404', async () => {
    const { port, mcpUrl } = await openApp(declareAsk, { mcp: MCP })
    const send = (method: string, headers: Record<string, string>, body?: string): Promise<RawAnswer> =>
      rawRequest({ port, path: '/mcp', method, headers: { ...TYPES, ...headers }, ...(body === undefined ? {} : { body }) })
    const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
    expect((await send('POST', {}, list)).status).toBe(200)
    const unknown = await send('POST', { 'Mcp-Session-Id': 's_guessed' }, list)
    expect([unknown.status, unknown.json.error?.data]).toEqual([404, { code: 'session_unknown' }])
    expect((await send('DELETE', { 'Mcp-Session-Id': 's_guessed' })).status).toBe(404)
    const opened = await send('POST', {}, INITIALIZE)
    const session = { 'Mcp-Session-Id': String(opened.headers['mcp-session-id']), 'MCP-Protocol-Version': '2025-11-25' }
    expect(session['Mcp-Session-Id']).toMatch(/^s_[\w-]{22}$/)
    expect((await send('POST', session, list)).status).toBe(200)
    expect((await send('DELETE', session)).status).toBe(200)
    expect((await send('POST', session, list)).status).toBe(404)
    expect((await connect(mcpUrl, 'modern')).getServerCapabilities()?.tools).toEqual({ listChanged: true })
  })

  test('an app without them has none', async () => {
    const { port } = await openApp(declareAsk)
    const opened = await rawRequest({ port, path: '/mcp', method: 'POST', headers: TYPES, body: INITIALIZE })
    expect([opened.status, opened.headers['mcp-session-id']]).toEqual([200, undefined])
    expect(opened.text).toContain('"listChanged":false')
    expect((await rawRequest({ port, path: '/mcp', headers: TYPES })).status).toBe(405)
  })
})

describe('SEC22 sessions are bounded', () => {
  const initialize = (): Request => new Request('http://localhost/mcp', { method: 'POST', headers: TYPES })
  const signedIn = (request: Request, user: string | null): Request => {
    const person = { subject: '1', issuer: 'i', userKey: user ?? '', scopes: [], clientId: null, claims: {} }
    noteRequest(request, { remoteAddress: '127.0.0.1', auth: user === null ? null : person })
    return request
  }
  const open = async (sessions: ReturnType<typeof createLegacySessions>): Promise<string> => {
    const answer = await sessions.handle(initialize(), JSON.parse(INITIALIZE))
    return answer?.headers.get('mcp-session-id') ?? ''
  }
  const make = (now: () => number, hasSignIn = false) => {
    let count = 0
    return createLegacySessions({
      createServer: () => new McpServer({ name: 't', version: '1' }, { capabilities: { resources: {} } }),
      newId: () => `s_${++count}`,
      now,
      hasSignIn,
      onError: (error) => {
        throw error
      },
    })
  }
  const isKnown = async (sessions: ReturnType<typeof createLegacySessions>, id: string): Promise<boolean> => {
    const headers = { ...TYPES, 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' }
    const ping = { jsonrpc: '2.0', id: 2, method: 'ping' }
    return (await sessions.handle(new Request('http://localhost/mcp', { method: 'POST', headers }), ping))?.status === 200
  }

  test('SEC17 SEC18 a session is of the person who opened it: for anybody else it is not there', async () => {
    const sessions = make(() => 0)
    await sessions.handle(signedIn(initialize(), 'ada'), JSON.parse(INITIALIZE))
    const ping = async (user: string | null): Promise<number | undefined> => {
      const headers = { ...TYPES, 'mcp-session-id': 's_1', 'mcp-protocol-version': '2025-11-25' }
      const request = signedIn(new Request('http://localhost/mcp', { method: 'POST', headers }), user)
      return (await sessions.handle(request, { jsonrpc: '2.0', id: 2, method: 'ping' }))?.status
    }
    expect([await ping('ada'), await ping('grace'), await ping(null), await ping('ada')]).toEqual([200, 404, 404, 200])
  })

  test('SEC22 past their number the one that was quiet longest ends', async () => {
    const sessions = make(() => 0)
    for (let index = 0; index < SESSIONS_MAX; index++) await open(sessions)
    expect(await isKnown(sessions, 's_1')).toBe(true)
    await open(sessions)
    expect(sessions.size).toBe(SESSIONS_MAX)
    expect([await isKnown(sessions, 's_1'), await isKnown(sessions, 's_2')]).toEqual([true, false])
    await sessions.close()
    expect(sessions.size).toBe(0)
  })

  test('SEC22 with sign-in nobody ends the sessions of somebody else', async () => {
    const sessions = make(() => 0, true)
    const openAs = (user: string | null) => sessions.handle(signedIn(initialize(), user), JSON.parse(INITIALIZE))
    await openAs('ada')
    for (let index = 0; index < SESSIONS_PER_OWNER_MAX + 10; index++) await openAs('grace')
    for (let index = 0; index < SESSIONS_PER_OWNER_MAX + 10; index++) await openAs(null)
    expect(sessions.size).toBe(1 + 2 * SESSIONS_PER_OWNER_MAX)
    const request = signedIn(
      new Request('http://localhost/mcp', { method: 'POST', headers: { ...TYPES, 'mcp-session-id': 's_1', 'mcp-protocol-version': '2025-11-25' } }),
      'ada',
    )
    expect((await sessions.handle(request, { jsonrpc: '2.0', id: 2, method: 'ping' }))?.status).toBe(200)
  })

  test('SEC22 one that is not used for long ends with the next that opens', async () => {
    let now = 0
    const sessions = make(() => now)
    await open(sessions)
    now = SESSION_IDLE_MS
    await open(sessions)
    expect(sessions.size).toBe(2)
    now += 1
    await open(sessions)
    expect([sessions.size, await isKnown(sessions, 's_1'), await isKnown(sessions, 's_2')]).toEqual([2, false, true])
  })
})
