import { describe, expect, it, vi } from 'vitest'
import { setUpFlow } from '../testing/set-up-flow.ts'

const flow = setUpFlow()

describe('mounting', () => {
  it('S2.V.3 mounts the view that the tool points to, on origins of its own', async () => {
    await flow.harness.say('render it')
    const view = flow.harness.lastView()
    expect(view).toMatchObject({ toolName: 'render', mountFailure: null, entryId: flow.harness.lastCall().id })
    expect(flow.harness.lastCall().instanceId).toBe(view.id)
    expect(new URL(view.frameUrl).origin).toBe(view.outerOrigin)
    expect(new Set([view.outerOrigin, view.innerOrigin, 'http://localhost:4700']).size).toBe(3)
  })

  it('names the gate that kept a view from being shown', async () => {
    await flow.harness.say('break the view')
    expect(flow.harness.lastView().mountFailure).toMatchObject({ gate: 'mime', message: expect.stringContaining('text/html;profile=mcp-app') })
  })

  it('H11 each mount has an id of its own, which its result carries', async () => {
    await flow.harness.say('render it')
    const first = flow.harness.lastView().id
    await flow.harness.say('render it')
    const second = flow.harness.lastView().id
    expect(second).not.toBe(first)
    const view = flow.harness.view(second)
    await view.initialize()
    expect(view.received().find(({ method }) => method === 'ui/notifications/tool-result')).toMatchObject({
      params: { _meta: { 'openai/widgetSessionId': second, hidden: 'META-CANARY' } },
    })
  })

  it('H12 a new mount starts without state', async () => {
    await flow.harness.say('render it')
    await flow.harness.view(flow.harness.lastView().id).notify('openai/setWidgetState', { args: [{ privateContent: { draft: 1 } }] })
    await flow.harness.say('render it')
    expect(flow.harness.core.getState().instances.map(({ widgetState }) => widgetState)).toEqual([{ privateContent: { draft: 1 } }, null])
  })

  it('H22 S1.H.3 closeWidget of a model’s call closes the newest view of that app', async () => {
    await flow.harness.say('render it')
    await flow.harness.say('close it')
    await vi.waitUntil(() => flow.harness.lastView().phase === 'closed', { timeout: 3_000 })
    expect(flow.harness.lastCall().phase).toBe('done')
  })

  it('H22 a view that was loaded anew before its server wanted the last document gone stays', async () => {
    await flow.harness.say('render it')
    const { id } = flow.harness.lastView()
    const last = flow.harness.view(id)
    await last.initialize()
    const answer = last.request('tools/call', { name: 'finish', arguments: {} })
    flow.harness.core.remountView(id)
    await answer
    await flow.harness.view(id).initialize()
    expect(flow.harness.lastView().phase).toBe('live')
  })
})
