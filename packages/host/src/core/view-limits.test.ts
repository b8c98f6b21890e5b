import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCoreHarness, goldenOf, type CoreHarness, type ViewEnd } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const uri = 'ui://t/v.html'
const readOnlyHint = { readOnlyHint: true }

let server: TestServer
let harness: CoreHarness
let view: ViewEnd

beforeAll(async () => {
  server = await startTestServer({
    tools: [
      { name: 'render', annotations: readOnlyHint, meta: { ui: { resourceUri: uri } }, run: () => ({ structuredContent: { apples: 3 } }) },
      { name: 'look', annotations: readOnlyHint, run: () => ({ content: [{ type: 'text', text: 'seen' }] }) },
    ],
    resources: [{ uri, mimeType: 'text/html;profile=mcp-app', text: '<!doctype html><p>view' }],
  })
})

beforeEach(async () => {
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: goldenOf({ 'render it': ['render'], 'look at {id}': ['look', { id: '{id}' }] }) })
  await harness.core.connect()
  await harness.say('render it')
  view = harness.view(harness.lastView().id)
  await view.initialize()
})

afterEach(() => harness.core.close())
afterAll(() => server.close())

describe('a view that asks for too much', () => {
  it('H19 links of one app queue up to three, so that no view can bury the person in dialogs', async () => {
    for (let index = 0; index < 10; index += 1) await view.notify('ui/open-link', { url: `https://example.com/${index}` })
    const waiting = harness.core.getState().pendingLinks
    expect(waiting).toHaveLength(3)
    expect(await view.request('ui/open-link', { url: 'https://example.com/x' })).toMatchObject({ error: { code: -32000 } })
    harness.core.answerLink(waiting[0]?.id ?? '', false)
    expect(await view.request('ui/open-link', { url: 'https://example.com/x' })).toEqual({})
    expect(harness.core.getState().pendingLinks).toHaveLength(3)
  })

  it('SEC6 what a view leaves with the host has a limit, with and without the shim', async () => {
    const kept = { modelContent: { count: 1 } }
    await view.notify('openai/setWidgetState', { args: [kept] })
    const large = { a: 'x'.repeat(100_001) }
    await view.notify('openai/setWidgetState', { args: [large] })
    expect(await view.request('openai/setWidgetState', { args: [large] })).toMatchObject({ error: { code: -32602 } })
    expect(await view.request('ui/update-model-context', { structuredContent: large })).toMatchObject({ error: { code: -32602 } })
    expect(harness.lastView()).toMatchObject({ widgetState: kept, modelContext: null })
  })

  it('SEC6 what a frame that is gone never takes is not kept without end', async () => {
    const gone = harness.view(harness.lastView().id)
    await gone.initialize()
    for (let index = 0; index < 1_000; index += 1) harness.core.changeSettings({ theme: index % 2 === 0 ? 'dark' : 'light' })
    const waiting: unknown[] = []
    harness.core.subscribeDeliveries((delivery) => waiting.push(delivery.message))()
    expect(waiting.length).toBeLessThanOrEqual(2 * 300)
    expect(waiting.at(-1)).toMatchObject({ params: { theme: 'light' } })
  })

  it('H15 messages of one app queue up to five, so that no view can talk without end', async () => {
    harness.core.sendMessage('look at one')
    const say = (text: string): Promise<unknown> => view.request('ui/message', { role: 'user', content: { type: 'text', text } })
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => say(`look at ${index}`)))
    expect(answers.filter((answer) => 'error' in Object(answer))).toHaveLength(3)
    expect(harness.core.getState().conversation.queued).toBe(5)
    await harness.core.whenIdle()
    expect(await say('look at two')).toMatchObject({ result: {} })
    await harness.core.whenIdle()
  })
})
