import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AppState } from '../api/host-state.ts'
import { createCoreHarness, goldenOf, type CoreHarness } from '../testing/core-harness.ts'
import { startLegacyServer, type LegacyServer } from '../testing/legacy-mcp-server.ts'
import { startTestServer, type TestApp, type TestServer } from '../testing/mcp-test-server.ts'

const golden = goldenOf({ 'count on': ['count'], 'be slow': ['slow'] })
let harness: CoreHarness | null = null
const closers: Array<() => Promise<unknown>> = []

afterEach(async () => {
  await harness?.core.close()
  for (const close of closers.splice(0)) await close()
})

async function connect(server: LegacyServer | TestServer): Promise<CoreHarness> {
  closers.push(() => server.close())
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden })
  await harness.core.connect()
  return harness
}

const appOf = ({ core }: CoreHarness): AppState | undefined => core.getState().apps[0]

describe('servers of every era', () => {
  it('H1 one that knows only HTTP+SSE of 2024 is spoken to that way', async () => {
    const server = await startLegacyServer('http+sse')
    const host = await connect(server)
    expect(appOf(host)).toMatchObject({ status: 'connected', transport: 'http+sse', protocolVersion: '2024-11-05', serverName: 'legacy' })
    await host.say('count on')
    expect(host.lastText()).toBe('1')
  })

  it('H1 is found again when its stream broke', async () => {
    const server = await startLegacyServer('http+sse')
    const host = await connect(server)
    server.forget()
    await vi.waitUntil(() => server.taken.filter((method) => method === 'initialize').length === 2, { timeout: 5_000 })
    await host.say('count on')
    expect(host.lastCall()).toMatchObject({ phase: 'done', result: { content: [{ text: '1' }] } })
  })

  it('H1 one of 2025 is asked for a session, and told which views we show', async () => {
    const server = await startLegacyServer('session')
    const host = await connect(server)
    expect(appOf(host)).toMatchObject({ status: 'connected', transport: 'streamable-http', protocolVersion: '2025-11-25' })
    expect(server.initialized()).toMatchObject({
      capabilities: { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } } },
    })
  })

  it('H1 a platform of 2025 speaks 2025 to the newest server, and says nothing of the extension; back again, all is as before', async () => {
    const server = await startLegacyServer('session')
    const host = await connect(server)
    host.core.changeSettings({ profile: 'chatgpt-2025' })
    await vi.waitUntil(() => appOf(host)?.protocolVersion === '2025-06-18', { timeout: 5_000 })
    expect(server.initialized()).toMatchObject({ protocolVersion: '2025-06-18', clientInfo: { name: 'openai-mcp' } })
    expect(JSON.stringify(server.initialized())).not.toContain('mcp-app"')
    host.core.changeSettings({ profile: 'mcp-apps' })
    await vi.waitUntil(() => appOf(host)?.protocolVersion === '2025-11-25', { timeout: 5_000 })
    expect(server.initialized()).toMatchObject({ clientInfo: { name: 'mcp-apps-host' } })
  })
})

describe('what may be sent twice', () => {
  it('a call that met a forgotten session goes once more, on a new one', async () => {
    const server = await startLegacyServer('session')
    const host = await connect(server)
    server.forget()
    await host.core.callTool({ app: 'app', tool: 'count', arguments: {} })
    await host.core.whenIdle()
    expect(host.lastCall()).toMatchObject({ phase: 'done', result: { content: [{ text: '1' }] } })
  })

  it('a call that was carried out and whose answer was lost does not', async () => {
    const server = await startLegacyServer('session')
    const host = await connect(server)
    server.cutAnswers()
    await host.core.callTool({ app: 'app', tool: 'count', arguments: {} })
    await host.core.whenIdle()
    expect(host.lastCall()).toMatchObject({ phase: 'failed', error: { kind: 'transport' } })
    expect(server.taken.filter((method) => method === 'tools/call')).toHaveLength(1)
  })
})

describe('calls side by side', () => {
  it('a call that takes too long, or is given up, does not end the others', async () => {
    const releases: Array<() => void> = []
    const app: TestApp = {
      tools: [
        {
          name: 'slow',
          annotations: { readOnlyHint: true },
          run: () => new Promise((resolve) => releases.push(() => resolve({ content: [{ type: 'text', text: 'slow' }] }))),
        },
        { name: 'show', annotations: { readOnlyHint: true }, meta: { ui: { resourceUri: 'ui://t/v.html' } }, run: () => ({ content: [] }) },
      ],
      resources: [{ uri: 'ui://t/v.html', mimeType: 'text/html;profile=mcp-app', text: '<!doctype html><p>v' }],
    }
    const host = await connect(await startTestServer(app))
    await host.core.callTool({ app: 'app', tool: 'show', arguments: {} })
    await host.core.whenIdle()
    const view = host.view(host.lastView().id)
    await view.initialize()
    // Answered later: none of them holds the page's connection, however many there are.
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, id) => view.raw({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'slow' } })),
    )
    expect(answers).toEqual(Array.from({ length: 8 }, () => null))
    await vi.waitUntil(() => releases.length === 8)
    await view.notify('notifications/cancelled', { requestId: 3 })
    releases.forEach((release) => release())
    const answered = (): unknown[] => view.received().flatMap(({ id, result }) => (result === undefined ? [] : [id]))
    await vi.waitUntil(() => answered().length === 7)
    expect(new Set(answered())).toEqual(new Set([0, 1, 2, 4, 5, 6, 7]))
    expect(appOf(host)?.status).toBe('connected')
  })
})
