import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCoreHarness, goldenOf, type CoreHarness } from '../testing/core-harness.ts'
import { startTestServer, type TestApp, type TestServer } from '../testing/mcp-test-server.ts'

const golden = goldenOf({ 'count on': ['count'], 'ask for nothing': ['gone'] })
let counted = 0
const app: TestApp = {
  tools: [{ name: 'count', annotations: { readOnlyHint: true }, run: () => ({ content: [{ type: 'text', text: String((counted += 1)) }] }) }],
}

let harness: CoreHarness | null = null
let server: TestServer | null = null

afterEach(async () => {
  await harness?.core.close()
  await server?.close()
})

const appState = (): { status: string; problem: string | null; serverName: string | null } => {
  const [state] = harness?.core.getState().apps ?? []
  if (state === undefined) throw new Error('no app')
  return state
}

describe('a server that comes and goes', () => {
  it('H1 is spoken to in the newest revision both know, and told that we show views', async () => {
    server = await startTestServer(app)
    harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden })
    await harness.core.connect()
    expect(harness.core.getState().apps[0]).toMatchObject({
      status: 'connected',
      serverName: 'test-app',
      serverVersion: '1.2.3',
      protocolVersion: '2026-07-28',
    })
    expect(server.requests[0]).toBe('server/discover')
  })

  it('is found again after a restart between two calls', async () => {
    server = await startTestServer(app)
    const { port } = server
    harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden })
    counted = 0
    await harness.say('count on')
    await server.close()
    server = await startTestServer(app, port)
    await harness.say('count on')
    expect(harness.lastText()).toBe('2')
  })

  it('shows a transport error while it is away, and reaches it when it is back', async () => {
    server = await startTestServer(app)
    const { port } = server
    harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden })
    await harness.say('count on')
    await server.close()
    server = null
    await harness.say('count on')
    expect(harness.lastCall()).toMatchObject({
      phase: 'failed',
      error: { kind: 'transport', message: expect.stringContaining('nothing listens there') },
    })
    expect(appState()).toMatchObject({ status: 'failed' })
    server = await startTestServer(app, port)
    await vi.waitUntil(() => appState().status === 'connected', { timeout: 5_000 })
    expect(appState().problem).toBeNull()
  })

  it('tells a protocol error from a transport error', async () => {
    const changing: TestApp = { tools: [...app.tools, { name: 'gone', annotations: { readOnlyHint: true }, run: () => ({}) }] }
    server = await startTestServer(changing)
    // The tool disappears between the list and the call: the server then refuses the call itself.
    const model = {
      info: { id: 'm', kind: 'script' as const, label: 'm', detail: '' },
      respond() {
        const isFirst = changing.tools.length > 1
        changing.tools = app.tools
        return Promise.resolve(isFirst ? { kind: 'call' as const, app: 'app', tool: 'gone', arguments: {} } : { kind: 'say' as const, text: 'ok' })
      },
    }
    harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden, model })
    await harness.say('ask for nothing')
    expect(harness.lastCall()).toMatchObject({ phase: 'failed', error: { kind: 'protocol', message: expect.stringContaining('gone') } })
  })

  it('takes a web server that is no MCP server for a failure, not for a crash', async () => {
    const { createServer } = await import('node:http')
    const web = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hi'))
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const address = web.address()
    harness = createCoreHarness({ mcpUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/mcp`, golden })
    await harness.core.connect()
    expect(appState()).toMatchObject({ status: 'failed', problem: expect.any(String) })
    await new Promise((resolve) => web.close(resolve))
  })
})
