import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ModelContext } from '../model/model.ts'
import { createCoreHarness, type CoreHarness } from '../testing/core-harness.ts'
import { flowApp, flowGolden, watchedModel, type RecordedCall } from '../testing/flow-app.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const calls: RecordedCall[] = []
const contexts: ModelContext[] = []
let server: TestServer
let harness: CoreHarness

beforeAll(async () => {
  server = await startTestServer(flowApp(calls))
})

beforeEach(() => {
  calls.length = 0
  contexts.length = 0
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: flowGolden, model: watchedModel(contexts) })
})

afterEach(() => harness.core.close())

afterAll(() => server.close())

describe('mounting', () => {
  it('S2.V.3 mounts the view that the tool points to, on origins of its own', async () => {
    await harness.say('render it')
    const view = harness.lastView()
    expect(view).toMatchObject({ toolName: 'render', mountFailure: null, entryId: harness.lastCall().id })
    expect(harness.lastCall().instanceId).toBe(view.id)
    expect(new URL(view.frameUrl).origin).toBe(view.outerOrigin)
    expect(new Set([view.outerOrigin, view.innerOrigin, 'http://localhost:4700']).size).toBe(3)
  })

  it('names the gate that kept a view from being shown', async () => {
    await harness.say('break the view')
    expect(harness.lastView().mountFailure).toMatchObject({ gate: 'mime', message: expect.stringContaining('text/html;profile=mcp-app') })
  })

  it('H11 each mount has an id of its own, which its result carries', async () => {
    await harness.say('render it')
    const first = harness.lastView().id
    await harness.say('render it')
    const second = harness.lastView().id
    expect(second).not.toBe(first)
    const view = harness.view(second)
    await view.initialize()
    expect(view.received().find(({ method }) => method === 'ui/notifications/tool-result')).toMatchObject({
      params: { _meta: { 'openai/widgetSessionId': second, hidden: 'META-CANARY' } },
    })
  })

  it('H12 a new mount starts without state', async () => {
    await harness.say('render it')
    await harness.view(harness.lastView().id).notify('openai/setWidgetState', { args: [{ privateContent: { draft: 1 } }] })
    await harness.say('render it')
    expect(harness.core.getState().instances.map(({ widgetState }) => widgetState)).toEqual([{ privateContent: { draft: 1 } }, null])
  })

  it('H22 closeWidget of a model’s call closes the newest view of that app', async () => {
    await harness.say('render it')
    await harness.say('close it')
    await vi.waitUntil(() => harness.lastView().phase === 'closed', { timeout: 3_000 })
    expect(harness.lastCall().phase).toBe('done')
  })
})
