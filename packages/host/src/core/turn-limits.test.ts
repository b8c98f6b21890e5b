import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Model } from '../model/model.ts'
import { createCoreHarness, type CoreHarness } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'
import { TURN_MAX_STEPS } from './turn-runner.ts'

let server: TestServer
let harness: CoreHarness
let finish: () => void = () => undefined
let isAnswered = new Promise<void>(() => undefined)
let runs = 0

const model = (respond: () => ReturnType<Model['respond']>): Model => ({ info: { id: 'm', kind: 'script', label: 'm', detail: '' }, respond })
const call = (tool: string): ReturnType<Model['respond']> => Promise.resolve({ kind: 'call', app: 'app', tool, arguments: { id: 1 } })
const once = (tool: string): Model => {
  let isFirst = true
  return model(() => {
    const step = isFirst ? call(tool) : Promise.resolve({ kind: 'say' as const, text: 'done' })
    isFirst = false
    return step
  })
}

async function start(used: Model): Promise<void> {
  runs = 0
  isAnswered = new Promise((resolve) => {
    finish = resolve
  })
  server = await startTestServer({
    tools: [
      { name: 'quick', annotations: { readOnlyHint: true }, run: () => ((runs += 1), { content: [{ type: 'text', text: 'ok' }] }) },
      {
        name: 'slow',
        annotations: { readOnlyHint: true },
        meta: { ui: { resourceUri: 'ui://t/v.html' } },
        run: async () => {
          await isAnswered
          return { content: [{ type: 'text', text: 'ok' }], structuredContent: { n: 1 } }
        },
      },
    ],
    resources: [{ uri: 'ui://t/v.html', mimeType: 'text/html;profile=mcp-app', text: '<!doctype html><p>view' }],
  })
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, model: used })
}

afterEach(async () => {
  finish()
  await harness.core.close()
  await server.close()
})

describe('a turn', () => {
  it('ends when the model never stops calling', async () => {
    await start(model(() => call('quick')))
    await harness.say('go')
    expect(runs).toBe(TURN_MAX_STEPS)
    expect(harness.lastText()).toContain(`${TURN_MAX_STEPS} steps`)
  })

  it('refuses a tool that the model was not told of', async () => {
    await start(model(() => call('nobody knows')))
    await harness.say('go')
    expect(harness.lastText()).toContain('nobody knows')
    expect(harness.core.getState().conversation.busy).toBe(false)
  })

  it('survives a model that fails', async () => {
    await start(model(() => Promise.reject(new Error('out of paper'))))
    await harness.say('go')
    expect(harness.lastText()).toBe('The model failed: out of paper')
  })

  it('H8 shows the view of a slow call without a result, which follows', async () => {
    await start(once('slow'))
    harness.core.sendMessage('go')
    await vi.waitUntil(() => harness.core.getState().instances.length === 1, { timeout: 5_000 })
    const view = harness.view(harness.lastView().id)
    await view.initialize()
    expect(view.methods()).toEqual(['ui/notifications/tool-input'])
    finish()
    await harness.core.whenIdle()
    expect(view.methods()).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
    expect(harness.core.getState().instances).toHaveLength(1)
  })

  it('H7 tells the view of a stopped call, and that it may have been done', async () => {
    await start(once('slow'))
    harness.core.sendMessage('go')
    await vi.waitUntil(() => harness.core.getState().instances.length === 1, { timeout: 5_000 })
    const view = harness.view(harness.lastView().id)
    await view.initialize()
    harness.core.stop()
    await harness.core.whenIdle()
    expect(view.methods()).toContain('ui/notifications/tool-cancelled')
    expect(harness.lastCall()).toMatchObject({ phase: 'failed', error: { message: expect.stringContaining('may have done it') } })
    expect(harness.lastText()).toBe('Stopped.')
  })

  it('that runs while the conversation is reset leaves nothing in the new one', async () => {
    await start(once('slow'))
    harness.core.sendMessage('go')
    await vi.waitUntil(() => harness.core.getState().conversation.entries.length === 2, { timeout: 5_000 })
    harness.core.reset()
    finish()
    await harness.core.whenIdle()
    expect(harness.core.getState()).toMatchObject({ conversation: { entries: [], busy: false }, instances: [] })
  })
})
