import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCoreHarness, goldenOf, type CoreHarness, type ViewEnd } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const MIME = 'text/html;profile=mcp-app'
const uri = 'ui://t/v.html'
const readOnlyHint = { readOnlyHint: true }
const golden = goldenOf({ 'render it': ['render'], 'render old': ['render_old'], 'look at {id}': ['look', { id: '{id}' }] })

let server: TestServer
let harness: CoreHarness
let instance: string
let view: ViewEnd

beforeAll(async () => {
  server = await startTestServer({
    tools: [
      {
        name: 'render',
        annotations: readOnlyHint,
        meta: { ui: { resourceUri: uri } },
        run: () => ({ content: [{ type: 'text', text: 'shown' }], structuredContent: { apples: 3 } }),
      },
      {
        name: 'render_old',
        annotations: readOnlyHint,
        meta: { 'openai/outputTemplate': 'ui://t/old.html' },
        run: () => ({ structuredContent: { apples: 3 } }),
      },
      {
        name: 'look',
        annotations: readOnlyHint,
        meta: { ui: { visibility: ['model'] } },
        run: () => ({ content: [{ type: 'text', text: 'seen' }] }),
      },
      {
        name: 'echo',
        annotations: { destructiveHint: true },
        meta: { ui: { visibility: ['app'] } },
        run: (args) => ({ structuredContent: { echoed: args } }),
      },
      { name: 'no', meta: { ui: { visibility: ['app'] } }, run: () => ({ content: [{ type: 'text', text: 'no' }], isError: true }) },
      {
        name: 'finish',
        meta: { ui: { visibility: ['app'] } },
        run: () => ({ structuredContent: { order: 7 }, _meta: { 'openai/closeWidget': true } }),
      },
    ],
    resources: [
      {
        uri,
        mimeType: MIME,
        text: '<!doctype html><p>view',
        meta: { 'openai/widgetCSP': { redirect_domains: ['http://localhost:8000'] }, ui: { prefersBorder: true } },
      },
      { uri: 'ui://t/old.html', mimeType: 'text/html+skybridge', text: '<!doctype html><p>old' },
    ],
  })
})

beforeEach(async () => {
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden })
  await harness.say('render it')
  instance = harness.lastView().id
  view = harness.view(instance)
})
afterEach(() => harness.core.close())
afterAll(() => server.close())

const phase = (): string => harness.lastView().phase

describe('the order of the bridge', () => {
  it('H7 sends nothing before initialized, then tool-input, then tool-result, each once', async () => {
    const answer = await view.request('ui/initialize', { protocolVersion: '2026-01-26', appInfo: {}, appCapabilities: {} })
    expect(answer['result']).toMatchObject({ protocolVersion: '2026-01-26', hostInfo: { name: 'chatgpt' }, hostCapabilities: { serverTools: {} } })
    harness.core.changeSettings({ theme: 'dark' })
    expect(view.received()).toEqual([])
    await view.notify('ui/notifications/initialized')
    expect(view.received().slice(0, 2)).toMatchObject([
      { method: 'ui/notifications/tool-input', params: { arguments: {} } },
      { method: 'ui/notifications/tool-result', params: { structuredContent: { apples: 3 } } },
    ])
    harness.core.changeSettings({ locale: 'de-DE' })
    expect(view.methods().filter((method) => method.startsWith('ui/notifications/tool-'))).toHaveLength(2)
  })

  it('H24 tells the surroundings, and only what changed of them later', async () => {
    const answer = (await view.initialize()) as { result: { hostContext: Record<string, unknown> } }
    const context = answer.result.hostContext
    expect(context).toMatchObject({
      theme: 'light',
      locale: 'en-US',
      displayMode: 'inline',
      platform: 'web',
      safeAreaInsets: { top: 0 },
      toolInfo: { tool: { name: 'render' } },
    })
    const { variables } = context['styles'] as { variables: Record<string, string> }
    expect(Object.keys(variables)).toHaveLength(76)
    harness.core.changeSettings({ theme: 'dark' })
    const changed = view.received().at(-1)
    expect(changed).toMatchObject({ method: 'ui/notifications/host-context-changed', params: { theme: 'dark' } })
    expect(Object.keys(changed?.['params'] as object).toSorted()).toEqual(['styles', 'theme'])
  })

  it('H24 tells window.openai the same', async () => {
    await view.notify('openai/hello')
    harness.core.changeSettings({ theme: 'dark' })
    expect(view.received().at(-1)).toEqual({ jsonrpc: '2.0', method: 'openai/set_globals', params: { globals: { theme: 'dark' } } })
  })

  it('H6 a legacy view has no bridge, but window.openai', async () => {
    await harness.say('render old')
    const old = harness.view(harness.lastView().id)
    expect(await old.request('ui/initialize')).toMatchObject({ error: { code: -32601 } })
    expect(await old.request('tools/call', { name: 'echo', arguments: {} })).toMatchObject({ error: { code: -32601 } })
    expect(await old.request('openai/callTool', { args: ['echo', { a: 1 }] })).toMatchObject({ result: { structuredContent: { echoed: { a: 1 } } } })
  })

  it('a page reload is a new mount that gets everything again', async () => {
    await view.initialize()
    const again = harness.view(instance)
    await again.initialize()
    expect(again.methods()).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
  })

  it('keeps what the page has not acknowledged and gives it to the next listener', async () => {
    await view.initialize()
    const seen: number[] = []
    harness.core.subscribeDeliveries(({ seq }) => seen.push(seq))()
    expect(seen).toEqual([1, 2])
    harness.core.acknowledge(instance, harness.deliveries[0]?.mountId ?? '', 1)
    seen.length = 0
    harness.core.subscribeDeliveries(({ seq }) => seen.push(seq))()
    expect(seen).toEqual([2])
  })
})

describe('calls by a view', () => {
  it('run without approval, destructive or not', async () => {
    expect(await view.request('tools/call', { name: 'echo', arguments: { a: 1 } })).toMatchObject({
      result: { structuredContent: { echoed: { a: 1 } } },
    })
  })

  it('H3 are refused for tools that are not for views', async () => {
    expect(await view.request('tools/call', { name: 'look', arguments: {} })).toMatchObject({
      error: { code: -32000, message: expect.stringContaining('"app"') },
    })
  })

  it('S1.B.5 tell an unknown tool from a tool’s own error', async () => {
    expect(await view.request('tools/call', { name: 'nope', arguments: {} })).toMatchObject({ error: { code: -32602 } })
    expect(await view.request('tools/call', { name: 'no', arguments: {} })).toMatchObject({ result: { isError: true } })
  })

  it('H22 the answer of a call that closes the view comes before its end', async () => {
    await view.initialize()
    expect(await view.raw({ jsonrpc: '2.0', id: 'buy', method: 'tools/call', params: { name: 'finish', arguments: {} } })).toBeNull()
    const [answer, teardown] = view.received().slice(2)
    expect(answer).toMatchObject({ id: 'buy', result: { structuredContent: { order: 7 } } })
    expect(teardown).toMatchObject({ method: 'ui/resource-teardown' })
    await view.raw({ jsonrpc: '2.0', id: teardown?.['id'], result: {} })
    await vi.waitUntil(() => phase() === 'closed')
    expect(harness.core.getState().conversation.entries.some((entry) => entry.kind === 'tool' && entry.instanceId === instance)).toBe(true)
  })
})

describe('closing', () => {
  it.each<[string, (view: ViewEnd) => Promise<unknown>]>([
    ['request-teardown', (end) => end.notify('ui/notifications/request-teardown')],
    ['requestClose', (end) => end.request('openai/requestClose', { args: [] })],
  ])('H22 %s asks the view to put things away and waits for its answer', async (_name, ask) => {
    await view.initialize()
    await ask(view)
    const teardown = view.received().at(-1)
    expect(teardown).toMatchObject({ method: 'ui/resource-teardown' })
    expect(phase()).toBe('closing')
    await view.raw({ jsonrpc: '2.0', id: teardown?.['id'], result: {} })
    await vi.waitUntil(() => phase() === 'closed')
  })

  it('H22 a view that does not answer is closed after a second', async () => {
    await view.initialize()
    harness.core.closeView(instance)
    await vi.waitUntil(() => phase() === 'closed', { timeout: 3_000 })
    expect(await view.request('tools/call', { name: 'echo' })).toEqual({})
  })
})

describe('what else a view may ask', () => {
  it('S1.B.6 S2.A.6 the granted mode is the answer, in both dialects and the old form, and the view is told', async () => {
    await view.initialize()
    expect(await view.request('ui/request-display-mode', { mode: 'fullscreen' })).toMatchObject({ result: { mode: 'fullscreen' } })
    expect(harness.lastView().displayMode).toBe('fullscreen')
    expect(view.received().at(-1)).toMatchObject({ method: 'ui/notifications/host-context-changed', params: { displayMode: 'fullscreen' } })
    expect(await view.request('openai/requestDisplayMode', { args: [{ mode: 'pip' }] })).toMatchObject({ result: { mode: 'pip' } })
    expect(await view.request('openai/requestDisplayMode', { args: ['inline'] })).toMatchObject({ result: { mode: 'inline' } })
  })

  it('S1.B.6 H16 a mode that is switched off is answered with the one the view has, and what stands there goes back', async () => {
    await view.notify('openai/hello')
    await view.request('openai/requestDisplayMode', { args: [{ mode: 'pip' }] })
    expect(view.received().at(-1)).toMatchObject({ method: 'openai/set_globals', params: { globals: { displayMode: 'pip', view: { mode: 'pip' } } } })
    harness.core.changeSettings({ displayModesOff: ['pip'] })
    expect(harness.lastView()).toMatchObject({ displayMode: 'inline', availableModes: ['inline', 'fullscreen'] })
    expect(await view.request('openai/requestDisplayMode', { args: [{ mode: 'pip' }] })).toMatchObject({ result: { mode: 'inline' } })
  })

  it('H16 on a phone pip is fullscreen', async () => {
    harness.core.changeSettings({ device: 'phone' })
    expect(await view.request('openai/requestDisplayMode', { args: [{ mode: 'pip' }] })).toMatchObject({ result: { mode: 'fullscreen' } })
  })

  it('H16 a mode that the view did not declare is never given', async () => {
    await view.request('ui/initialize', { appCapabilities: { availableDisplayModes: ['inline'] } })
    expect(await view.request('ui/request-display-mode', { mode: 'fullscreen' })).toMatchObject({ result: { mode: 'inline' } })
  })

  it.each(['fullscreen', 'pip'])('H16 one view at a time is %s', async (mode) => {
    await view.request('ui/request-display-mode', { mode })
    await harness.say('render it')
    await harness.view(harness.lastView().id).request('ui/request-display-mode', { mode })
    expect(harness.core.getState().instances.map(({ displayMode }) => displayMode)).toEqual(['inline', mode])
  })

  it.each<[number, number]>([
    [120.4, 121],
    [1e9, 16_000],
    [0, 16],
  ])('clamps a height of %d to %d', async (height, expected) => {
    await view.notify('ui/notifications/size-changed', { height })
    expect(harness.lastView().heightPx).toBe(expected)
    await view.notify('openai/notifyIntrinsicHeight', { args: [height] })
    expect(harness.lastView().heightPx).toBe(expected)
  })

  it('ignores a height that is none', async () => {
    await view.notify('ui/notifications/size-changed', { height: 'tall' })
    await view.notify('ui/notifications/size-changed', { height: -4 })
    expect(harness.lastView().heightPx).toBe(0)
  })

  it('H19 a link waits for the person, unless its origin was declared', async () => {
    await view.request('ui/open-link', { url: 'https://example.com/x' })
    await view.request('openai/openExternal', { args: [{ href: 'http://localhost:8000/orders/1', redirectUrl: false }] })
    const [asked, trusted] = harness.core.getState().pendingLinks
    expect(asked).toMatchObject({ url: 'https://example.com/x', isTrusted: false, app: 'app' })
    expect(trusted).toMatchObject({ url: 'http://localhost:8000/orders/1', isTrusted: true })
    expect(harness.core.answerLink(asked?.id ?? '', false)).toBeNull()
    expect(harness.core.answerLink(trusted?.id ?? '', true)).toBe('http://localhost:8000/orders/1')
    expect(harness.core.getState().pendingLinks).toEqual([])
    expect(await view.request('ui/open-link', { url: 'javascript:alert(1)' })).toMatchObject({ error: { code: -32000 } })
  })

  it('H15 a message while the model is busy waits for its turn', async () => {
    harness.core.sendMessage('look at one')
    await view.request('ui/message', { role: 'user', content: { type: 'text', text: 'look at two' } })
    expect(harness.core.getState().conversation.queued).toBe(1)
    await harness.core.whenIdle()
    const said = harness.core.getState().conversation.entries.flatMap((entry) => (entry.kind === 'user' ? [[entry.text, entry.by]] : []))
    expect(said.slice(1)).toEqual([
      ['look at one', 'person'],
      ['look at two', 'view'],
    ])
  })

  it('reads resources through the host', async () => {
    expect(await view.request('resources/read', { uri })).toMatchObject({ result: { contents: [{ uri, mimeType: MIME }] } })
  })

  it('answers ping', async () => {
    expect(await view.request('ping')).toMatchObject({ result: {} })
  })
})

describe('bad messages', () => {
  it.each<[string, Record<string, unknown>]>([
    ['sampling/createMessage', {}],
    ['constructor', {}],
    ['__proto__', {}],
    ['openai/nothing', {}],
  ])('SEC6 an unknown method is -32601: %s', async (method, params) => {
    expect(await view.request(method, params)).toMatchObject({ error: { code: -32601 } })
  })

  it.each<[string, Record<string, unknown>]>([
    ['tools/call', {}],
    ['tools/call', { name: 'echo', arguments: [] }],
    ['resources/read', { uri: 4 }],
    ['ui/message', { content: [] }],
    ['ui/message', { content: [{ type: 'text', text: 'x'.repeat(20_001) }] }],
    ['ui/update-model-context', { structuredContent: 'x' }],
    ['ui/open-link', {}],
    ['ui/request-display-mode', { mode: 'huge' }],
    ['openai/callTool', { args: 'x' }],
    ['openai/sendFollowUpMessage', { args: [{}] }],
    ['openai/setWidgetState', { args: ['x'] }],
  ])('SEC6 wrong parameters are -32602: %s %j', async (method, params) => {
    expect(await view.request(method, params)).toMatchObject({ error: { code: -32602 } })
  })

  it.each([
    null,
    4,
    'x',
    [],
    {},
    { jsonrpc: '1.0', method: 'ping' },
    { jsonrpc: '2.0', method: 'ping', params: 'x', id: 1 },
    { jsonrpc: '2.0', id: {}, method: 'ping' },
    { jsonrpc: '2.0', id: 'unknown', result: {} },
  ])('SEC6 a malformed message changes nothing: %j', async (message) => {
    // That it came is told to the view's author, and is all that there is of it.
    const views = () => harness.core.getState().instances.map(({ steps: _observed, ...rest }) => rest)
    const before = views()
    const answer = await view.raw(message)
    expect(answer === null || 'error' in answer).toBe(true)
    expect(views()).toEqual(before)
  })
})
