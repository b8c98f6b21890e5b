import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startHost, type HostOptions, type RunningHost } from './start-host.ts'
import { goldenOf } from './testing/core-harness.ts'
import { startTestServer, type TestServer } from './testing/mcp-test-server.ts'
import { pipePageDir } from './testing/pipe-page.ts'
import { rawRequest } from './testing/raw-request.ts'

/** What the view declares; a test may change it as an edited app does. */
const declared: { csp: { resourceDomains: string[] } } = { csp: { resourceDomains: [] } }
let server: TestServer
let pageDir: string
let dataDir: string
const hosts: RunningHost[] = []
const sessions: unknown[] = []

beforeAll(async () => {
  pageDir = await pipePageDir()
  server = await startTestServer({
    tools: [
      {
        name: 'show',
        annotations: { readOnlyHint: true },
        meta: { ui: { resourceUri: 'ui://t/v.html' } },
        run: (_args, meta) => {
          sessions.push(meta['openai/session'])
          return { content: [{ type: 'text', text: 'shown' }], structuredContent: { apples: 3 } }
        },
      },
      { name: 'wipe', run: () => ({ content: [{ type: 'text', text: 'wiped' }] }) },
    ],
    resources: [{ uri: 'ui://t/v.html', mimeType: 'text/html;profile=mcp-app', text: '<!doctype html><p>view', meta: { ui: declared } }],
  })
})

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lockstep-data-'))
})

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()))
  await rm(dataDir, { recursive: true, force: true })
})

afterAll(() => server.close())

async function start(options: Partial<HostOptions> = {}): Promise<RunningHost> {
  const golden = goldenOf({ 'show it': ['show'], 'wipe it': ['wipe'] })
  const host = await startHost({ apps: [{ name: 'app', mcpUrl: server.mcpUrl, golden }], port: 0, sandboxPort: 0, pageDir, dataDir, ...options })
  hosts.push(host)
  return host
}

async function stop(host: RunningHost): Promise<void> {
  hosts.splice(hosts.indexOf(host), 1)
  await host.close()
}

describe('startHost', () => {
  it.each<[string, (taken: RunningHost) => Partial<HostOptions>]>([
    ['the page', ({ port }) => ({ port })],
    ['the sandbox', ({ sandboxPort }) => ({ sandboxPort })],
  ])('says clearly that the port of %s is taken, and leaves nothing running', async (use, options) => {
    const first = await start()
    const error: unknown = await start(options(first)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'HOST_PORT_IN_USE', blame: 'user', message: expect.stringContaining(use) })
    expect(hosts).toHaveLength(1)
  })

  it('runs while the server is still away', async () => {
    const away = await start({ apps: [{ name: 'app', mcpUrl: 'http://127.0.0.1:1/mcp' }] })
    await vi.waitUntil(() => away.core.getState().apps[0]?.status === 'failed')
    expect((await rawRequest({ port: away.port, path: '/', headers: { host: `localhost:${away.port}` } })).status).toBe(200)
  })

  it('S1.B.3 the conversation, its session and a view’s state outlive the host', async () => {
    const first = await start()
    first.core.sendMessage('show it')
    await first.core.whenIdle()
    const before = first.core.getState()
    const id = before.instances[0]?.id ?? ''
    await first.core.receiveFromView(id, 'm', {
      jsonrpc: '2.0',
      method: 'openai/setWidgetState',
      params: { args: [{ privateContent: { draft: 'milk' } }] },
    })
    await stop(first)

    const second = await start()
    const after = second.core.getState()
    expect(after.conversation.entries).toEqual(before.conversation.entries)
    expect(after.instances).toMatchObject([{ id, widgetState: { privateContent: { draft: 'milk' } } }])
    const frame = new URL(after.instances[0]?.frameUrl ?? '')
    expect(frame.port).toBe(String(second.sandboxPort))
    const inner = await rawRequest({
      port: second.sandboxPort,
      path: frame.pathname.replace('/p/', '/v/'),
      headers: { host: frame.host.replace('-proxy', '-sandbox') },
    })
    expect(inner.status).toBe(200)
    expect(inner.body).toContain('"draft":"milk"')
    second.core.sendMessage('show it')
    await second.core.whenIdle()
    expect(sessions.at(-1)).toBe(sessions.at(-2))
  })

  it('S1.I.3 a view of an earlier run gets the policy of the document it is given now, not of the one it had then', async () => {
    const first = await start()
    first.core.sendMessage('show it')
    await first.core.whenIdle()
    await stop(first)
    declared.csp = { resourceDomains: ['http://127.0.0.1:4703'] }
    const second = await start()
    await second.core.connect()
    const frame = new URL(second.core.getState().instances[0]?.frameUrl ?? '')
    const inner = await rawRequest({
      port: second.sandboxPort,
      path: frame.pathname.replace('/p/', '/v/'),
      headers: { host: frame.host.replace('-proxy', '-sandbox') },
    })
    expect(inner.headers['content-security-policy']).toContain("script-src 'self' 'unsafe-inline' http://127.0.0.1:4703;")
    declared.csp = { resourceDomains: [] }
  })

  it('a card that waited still waits after a restart, and can be approved', async () => {
    const first = await start()
    first.core.sendMessage('wipe it')
    await first.core.whenIdle()
    await stop(first)
    const second = await start()
    await second.core.connect()
    const card = second.core.getState().conversation.entries.at(-1)
    expect(card).toMatchObject({ kind: 'tool', phase: 'awaiting-approval' })
    second.core.approve(card?.id ?? '')
    await second.core.whenIdle()
    expect(second.core.getState().conversation.entries.at(-1)).toMatchObject({ kind: 'assistant', text: 'wiped' })
  })

  const lists = { entries: [], views: [], timeline: [], queue: [], links: [], trace: [] }
  const saved = (change: object): string => JSON.stringify({ version: 2, subject: 's', conversation: { id: 'c', ...lists, ...change } })
  it.each([
    '',
    '{',
    '[]',
    '{"version":99}',
    '{"version":2,"subject":"s","conversation":{"id":4}}',
    saved({}).replace('"version":2', '"version":1'),
    saved({ entries: [null] }),
    saved({ views: 'x' }),
    saved({ views: [null] }),
    saved({ timeline: [null] }),
    saved({ trace: 7 }),
  ])('starts anew from a file that is damaged or of another version, says so and keeps it: %j', async (text) => {
    const path = join(dataDir, 'conversation.json')
    await writeFile(path, text)
    const host = await start()
    expect(host.core.getState().conversation.entries).toEqual([])
    expect(host.problem).toContain(path)
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text)
  })

  it('has nothing to say of a first start', async () => {
    expect((await start()).problem).toBeNull()
  })

  it('writes a file that only its owner reads, without a trace of half a write', async () => {
    const host = await start()
    host.core.sendMessage('show it')
    await host.core.whenIdle()
    await vi.waitUntil(async () => (await readFile(join(dataDir, 'conversation.json'), 'utf8').catch(() => '')).includes('"shown"'), {
      timeout: 3_000,
    })
    await stop(host)
    const saved = JSON.parse(await readFile(join(dataDir, 'conversation.json'), 'utf8')) as { version: number }
    expect(saved.version).toBe(2)
  })
})
