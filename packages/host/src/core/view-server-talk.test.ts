import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RPC_CODES } from '@lockstep/contract'
import { createCoreHarness, type CoreHarness, type ViewEnd } from '../testing/core-harness.ts'
import { startTestServer, type TestApp, type TestServer } from '../testing/mcp-test-server.ts'

const VIEW = 'ui://t/v.html'
let aborted = 0
const release = new Set<() => void>()
const app = (): TestApp => ({
  tools: [
    { name: 'show', annotations: { readOnlyHint: true }, meta: { ui: { resourceUri: VIEW } }, run: () => ({ content: [] }) },
    {
      name: 'long',
      annotations: { readOnlyHint: true },
      async run(_args, _meta, { signal, progress }) {
        signal.addEventListener('abort', () => (aborted += 1))
        await progress({ progress: 1, total: 3, message: 'one of three' })
        await new Promise<void>((resolve) => release.add(resolve))
        return { content: [{ type: 'text', text: 'long done' }] }
      },
    },
  ],
  resources: [{ uri: VIEW, mimeType: 'text/html;profile=mcp-app', text: '<!doctype html><p>v' }],
})

let server: TestServer
let harness: CoreHarness
let view: ViewEnd

beforeEach(async () => {
  aborted = 0
  release.clear()
  server = await startTestServer(app())
  harness = createCoreHarness({ mcpUrl: server.mcpUrl })
  harness.core.changeSettings({ profile: 'mcp-apps' })
  await harness.core.connect()
  await harness.core.callTool({ app: 'app', tool: 'show', arguments: {} })
  await harness.core.whenIdle()
  view = harness.view(harness.lastView().id)
  await view.initialize()
})
afterEach(async () => {
  await harness.core.close()
  await server.close()
})

describe('what a view asks of its server', () => {
  it.each<[string, Record<string, unknown>]>([
    ['tools/list', { tools: [{ name: 'show' }, { name: 'long' }] }],
    ['resources/list', { resources: [{ uri: VIEW }] }],
    ['resources/templates/list', { resourceTemplates: [] }],
    ['prompts/list', { prompts: [] }],
    ['ping', {}],
  ])('S2.W.1 %s is passed on, and its answer is as it came', async (method, result) => {
    expect(await view.request(method)).toMatchObject({ result })
  })

  it('S2.W.1 news of a long call reach the view that asked for them, under its own token', async () => {
    const call = view.raw({ jsonrpc: '2.0', id: 'call', method: 'tools/call', params: { name: 'long', _meta: { progressToken: 'mine' } } })
    await vi.waitUntil(() => view.methods().includes('notifications/progress'))
    expect(view.received().find(({ method }) => method === 'notifications/progress')).toMatchObject({
      params: { progressToken: 'mine', progress: 1, total: 3, message: 'one of three' },
    })
    release.forEach((resolve) => resolve())
    await call
  })

  it('S2.W.1 a call that the view gives up ends at the server too, and is not answered', async () => {
    const call = view.raw({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'long' } })
    await vi.waitUntil(() => release.size === 1)
    await view.notify('notifications/cancelled', { requestId: 7, reason: 'changed my mind' })
    await vi.waitUntil(() => aborted === 1)
    expect(await call).toBeNull()
    expect(view.received().filter(({ id }) => id === 7)).toEqual([])
    expect(harness.core.getState().apps[0]?.status).toBe('connected')
  })

  it('a server that is away is trouble, not a refusal: asking again may help', async () => {
    await server.close()
    const answer = await view.request('tools/call', { name: 'long' })
    expect(answer).toMatchObject({ error: { code: RPC_CODES.internalError, message: expect.stringContaining(server.mcpUrl) } })
  })
})

describe('news of the server', () => {
  it('S2.W.1 a changed list of tools is read anew, and the view is told where the platform promised so', async () => {
    server.change({ tools: [{ name: 'new', annotations: { readOnlyHint: true }, run: () => ({}) }] })
    await vi.waitUntil(() => harness.core.getState().apps[0]?.tools[0]?.name === 'new')
    await vi.waitUntil(() => view.methods().includes('notifications/tools/list_changed'))
  })

  it('S2.W.1 a platform that promised nothing passes nothing on', async () => {
    harness.core.changeSettings({ profile: 'chatgpt-2026' })
    // When the second change is here, the first one has gone its whole way.
    for (const name of ['new', 'newer']) {
      server.change({ tools: [{ name, annotations: { readOnlyHint: true }, run: () => ({}) }] })
      await vi.waitUntil(() => harness.core.getState().apps[0]?.tools[0]?.name === name)
    }
    expect(view.methods()).not.toContain('notifications/tools/list_changed')
  })
})
