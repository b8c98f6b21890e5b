import { describe, expect, it } from 'vitest'
import { setUpFlow } from '../testing/set-up-flow.ts'

const flow = setUpFlow()

describe('what the model sees', () => {
  it('S2.M.1 the model is given the descriptors of the tools it may call', async () => {
    await flow.harness.say('look at it')
    expect(flow.contexts[0]?.tools.map(({ name }) => name)).toContain('look')
    expect(flow.contexts[0]?.tools[0]).toMatchObject({ description: expect.any(String), inputSchema: expect.any(Object) })
  })

  it('S2.M.2 the model is given content and structuredContent', async () => {
    await flow.harness.say('look at the tree')
    expect(flow.contexts.at(-1)?.messages.at(-1)).toMatchObject({
      role: 'tool-result',
      content: [{ type: 'text', text: 'You see the tree.' }],
      structuredContent: { id: 'the tree', colour: 'green' },
    })
  })

  it('S2.M.3 the model is never given _meta', async () => {
    await flow.harness.say('look at the tree')
    await flow.harness.say('render it')
    await flow.harness.say('look at the pond')
    expect(JSON.stringify(flow.harness.lastCall().result)).toContain('META-CANARY')
    expect(JSON.stringify(flow.contexts)).not.toContain('META-CANARY')
    expect(JSON.stringify(flow.harness.core.getState().modelSees)).not.toContain('META-CANARY')
  })

  it('H13 the panel is exactly what the model is given next', async () => {
    await flow.harness.say('look at the tree')
    await flow.harness.say('render it')
    const view = flow.harness.view(flow.harness.lastView().id)
    await view.initialize()
    await view.request('ui/update-model-context', { structuredContent: { selected: 'old' } })
    await view.request('ui/update-model-context', { structuredContent: { selected: 'new' } })
    const staged = flow.harness.core.files.stage(flow.harness.lastView().id, { name: 'a.txt', mimeType: 'text/plain', bytes: new Uint8Array([1]) })
    const { fileId } = (await view.request('openai/uploadFile', { staged }))['result'] as { fileId: string }
    await view.notify('openai/setWidgetState', {
      args: [{ modelContent: { picked: 7 }, privateContent: { draft: 'PRIVATE-CANARY' }, imageIds: [fileId] }],
    })
    const { parts, totalTokens } = flow.harness.core.getState().modelSees
    const shown = parts.slice(2).map(({ text }) => JSON.parse(text) as unknown)
    await flow.harness.say('qwertz')
    expect(shown).toEqual(flow.contexts.at(-1)?.messages.slice(0, -1))
    expect(shown.slice(-2)).toEqual([
      { role: 'model-context', app: 'app', view: 'render', structuredContent: { selected: 'new' } },
      { role: 'widget-state', app: 'app', view: 'render', modelContent: { picked: 7 }, imageIds: [fileId] },
    ])
    expect(JSON.stringify(parts)).not.toContain('PRIVATE-CANARY')
    expect(JSON.stringify(flow.contexts)).not.toContain('PRIVATE-CANARY')
    expect(totalTokens).toBe(parts.reduce((sum, { tokens }) => sum + tokens, 0))
  })

  it('H13 a part is counted by the bytes of what is sent, which no tokenizer exceeds: no white space, letters beyond ASCII in full', async () => {
    await flow.harness.say('look at the Bäume')
    const { parts } = flow.harness.core.getState().modelSees
    const [, tools, said] = parts
    expect(said).toMatchObject({ text: '{"role":"user","text":"look at the Bäume","by":"person"}', tokens: 57 })
    expect(tools?.text).toBe(JSON.stringify(flow.contexts.at(-1)?.tools))
    for (const { text, tokens } of parts) expect(tokens).toBe(new TextEncoder().encode(text).length)
  })

  it('H13 a state in another form is all visible', async () => {
    await flow.harness.say('render it')
    await flow.harness.view(flow.harness.lastView().id).notify('openai/setWidgetState', { args: [{ anything: 1 }] })
    expect(flow.harness.core.getState().modelSees.parts.at(-1)?.text).toContain('"anything":1')
  })

  it('S1.I.5 a private tool is not offered to the model and not called by it', async () => {
    await flow.harness.say('call hidden')
    expect(flow.contexts[0]?.tools.map(({ name }) => name)).not.toContain('hidden')
    expect(flow.calls).toEqual([])
    expect(JSON.stringify(flow.harness.core.getState().modelSees)).not.toContain('hidden"')
  })
})

describe('hints', () => {
  it('H2 each call carries the conversation, the person, the locale and the agent; the session lives as long as the conversation', async () => {
    await flow.harness.say('look at one')
    await flow.harness.say('look at two')
    const [first, second] = flow.calls.map(({ meta }) => meta)
    expect(first).toMatchObject({
      'openai/session': flow.harness.core.getState().conversation.id,
      'openai/locale': 'en-US',
      'openai/userAgent': 'chatgpt',
      'openai/subject': expect.any(String),
    })
    expect(second?.['openai/session']).toBe(first?.['openai/session'])
    expect(first).not.toHaveProperty('openai/widgetSessionId')
    flow.harness.core.reset()
    await flow.harness.say('look at three')
    expect(flow.calls[2]?.meta['openai/session']).not.toBe(first?.['openai/session'])
    expect(flow.calls[2]?.meta['openai/subject']).toBe(first?.['openai/subject'])
  })

  it('S1.B.7 a view’s calls carry the id of its mount', async () => {
    await flow.harness.say('render it')
    const { id } = flow.harness.lastView()
    await flow.harness.view(id).request('tools/call', { name: 'hidden', arguments: {} })
    expect(flow.calls[0]?.meta).toMatchObject({ 'openai/widgetSessionId': id, 'openai/session': flow.harness.core.getState().conversation.id })
  })
})
