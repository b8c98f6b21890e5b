import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Instance } from '../api/host-state.ts'
import { createCoreHarness, goldenOf, type CoreHarness } from '../testing/core-harness.ts'
import { startTestServer, type TestApp, type TestServer } from '../testing/mcp-test-server.ts'

const mimeType = 'text/html;profile=mcp-app'
const uri = 'ui://t/v.html'
let app: TestApp
let server: TestServer
let harness: CoreHarness

beforeEach(async () => {
  app = {
    tools: [{ name: 'show', annotations: { readOnlyHint: true }, meta: { ui: { resourceUri: uri } }, run: () => ({ content: [] }) }],
    resources: [{ uri, mimeType, text: '<!doctype html><p>one', meta: { ui: { csp: { connectDomains: ['https://api.example'] } } } }],
  }
  server = await startTestServer(app)
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: goldenOf({ show: ['show'] }) })
})

afterEach(async () => {
  await harness.core.close()
  await server.close()
})

function change(next: Partial<NonNullable<TestApp['resources']>[number]>): void {
  app.resources = app.resources?.map((resource) => ({ ...resource, ...next })) ?? []
}

async function mount(): Promise<Instance> {
  await harness.say('show')
  return harness.lastView()
}

const latest = (id: string): Instance | undefined => harness.core.getState().instances.find((instance) => instance.id === id)
const served = async ({ frameUrl }: Instance): Promise<string | undefined> =>
  (await harness.core.sandbox.readDocument(new URL(frameUrl).pathname.slice(3)))?.html

describe('what the host keeps of a view’s resource', () => {
  it('H4 marks a view stale when its server has another template, and shows that one when asked to', async () => {
    const first = await mount()
    expect(first.template).toMatchObject({ isStale: false })
    change({ text: '<!doctype html><p>two' })
    const second = await mount()
    expect(latest(first.id)?.template).toMatchObject({ isStale: true })
    expect(latest(second.id)?.template).toMatchObject({ isStale: false })
    expect(await served(first)).toContain('one')
    await harness.core.refreshTemplate(first.id)
    expect(await served(first)).toContain('two')
    expect(latest(first.id)).toMatchObject({ template: { isStale: false }, frameKey: 2, phase: 'loading' })
  })

  it('H4 shows a view that could not be shown, once its server gives a view; and keeps what it has when that fails', async () => {
    change({ mimeType: 'text/html' })
    const view = await mount()
    expect(view.mountFailure).toMatchObject({ gate: 'mime' })
    await expect(harness.core.refreshTemplate(view.id)).rejects.toMatchObject({ code: 'HOST_TEMPLATE_UNREADABLE', blame: 'user' })
    change({ mimeType, meta: { ui: { permissions: { microphone: {} }, prefersBorder: true } } })
    await harness.core.refreshTemplate(view.id)
    expect(latest(view.id)).toMatchObject({ mountFailure: null, frameAllow: 'microphone', prefersBorder: true, phase: 'loading' })
    expect(await served(view)).toContain('one')
    app.resources = []
    await expect(harness.core.refreshTemplate(view.id)).rejects.toMatchObject({ code: 'HOST_TEMPLATE_UNREADABLE' })
    expect(await served(view)).toContain('one')
  })

  it('H4 keeps a template for an hour where that was chosen', async () => {
    harness.core.changeSettings({ templateCache: 'hour' })
    await mount()
    change({ text: '<!doctype html><p>two' })
    const second = await mount()
    expect(await served(second)).toContain('one')
    await vi.waitUntil(() => latest(second.id)?.template?.isStale === true, { timeout: 5_000 })
  })

  it('H4 asks resources/list only for what the contents do not say', async () => {
    await mount()
    expect(server.requests).toContain('resources/read')
    expect(server.requests).not.toContain('resources/list')
    app.resources = [{ uri, mimeType, text: '<!doctype html><p>x', listedMeta: { ui: { csp: { connectDomains: ['https://listed.example'] } } } }]
    const view = await mount()
    const document = await harness.core.sandbox.readDocument(new URL(view.frameUrl).pathname.slice(3))
    expect(document?.csp).toEqual({ connectDomains: ['https://listed.example'] })
    expect(view.isCspDeclared).toBe(true)
  })

  it('S1.I.1 moves a view to the origin of its domain when that is declared later', async () => {
    const view = await mount()
    change({ meta: { ui: { domain: 'https://shop.example.com' } } })
    await harness.core.refreshTemplate(view.id)
    const moved = latest(view.id)
    expect(moved?.domain).toBe('https://shop.example.com')
    expect(moved?.innerOrigin).toMatch(/^http:\/\/shop-example-com-/)
    expect(new URL(moved?.frameUrl ?? '').origin).toBe(moved?.outerOrigin)
  })

  it('tells the view what it is granted of what it declared', async () => {
    change({ meta: { ui: { csp: { connectDomains: ['https://api.example', '*'] }, permissions: { clipboardWrite: {}, teleport: {} } } } })
    const view = await mount()
    harness.core.sandbox.served(new URL(view.frameUrl).pathname.slice(3), {
      addedLines: 0,
      rejected: [{ field: 'connectDomains', entry: '*', reason: 'is not an origin' }],
    })
    expect(await harness.view(view.id).initialize()).toMatchObject({
      result: { hostCapabilities: { sandbox: { csp: { connectDomains: ['https://api.example'] }, permissions: { clipboardWrite: {} } } } },
    })
  })

  it('SEC6 believes a frame nothing but what it says of its own view', async () => {
    const view = await mount()
    const frame = harness.view(view.id)
    // Before it said hello there is no document to tell of.
    await frame.notify('lockstep-frame/report', { errorCount: 3 })
    expect(latest(view.id)?.facts).toBeNull()
    await frame.notify('lockstep-frame/hello')
    expect(latest(view.id)?.facts).toMatchObject({ errorCount: 0, firstError: null })
    expect(latest(view.id)?.unusedDeclarations).toEqual([{ field: 'connectDomains', source: 'https://api.example' }])
    await frame.raw({
      jsonrpc: '2.0',
      method: 'lockstep-frame/report',
      params: JSON.parse('{"__proto__":{"errorCount":9},"errorCount":1,"isPermissive":true,"phase":"closed"}'),
    })
    expect(latest(view.id)).toMatchObject({ facts: { errorCount: 1 }, isPermissive: false, phase: 'loading' })
    for (const message of [
      null,
      7,
      'x',
      [],
      { jsonrpc: '2.0' },
      JSON.parse('{"jsonrpc":"2.0","id":1,"method":"__proto__"}'),
      JSON.parse('{"jsonrpc":"2.0","id":2,"method":"constructor","params":{"__proto__":{"polluted":1}}}'),
    ]) {
      await frame.raw(message)
    }
    expect(await frame.request('ping')).toMatchObject({ result: {} })
    expect('polluted' in {}).toBe(false)
  })

  it('forgets what it saw when a new document starts', async () => {
    const view = await mount()
    const frame = harness.view(view.id)
    await frame.notify('lockstep-frame/hello')
    await frame.notify('lockstep-frame/report', { loadedMs: 5, network: [{ origin: 'https://api.example', kind: 'fetch', count: 1, failed: 0 }] })
    expect(latest(view.id)).toMatchObject({ facts: { loadedMs: 5 }, unusedDeclarations: [], network: [{ origin: 'https://api.example' }] })
    await frame.notify('lockstep-frame/hello')
    expect(latest(view.id)).toMatchObject({ facts: { loadedMs: null }, network: [] })
  })
})
