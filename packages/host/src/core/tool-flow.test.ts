import { describe, expect, it, vi } from 'vitest'
import { setUpFlow } from '../testing/set-up-flow.ts'

const flow = setUpFlow()

const traceNames = (): string[] => flow.harness.core.getState().trace.map(({ name }) => name)
const traced = (name: string): Record<string, unknown> => flow.harness.core.getState().trace.findLast((event) => event.name === name)?.detail ?? {}

describe('from a prompt to an answer', () => {
  it('S2.F.1 a prompt makes the model select a tool', async () => {
    await flow.harness.say('look at the tree')
    expect(traced('model.select_tool')).toMatchObject({ tool: 'look', arguments: { id: 'the tree' } })
  })

  it('S2.F.2 the server runs it', async () => {
    await flow.harness.say('look at the tree')
    expect(traced('mcp.call')).toMatchObject({ tool: 'look', by: 'model' })
    expect(flow.calls).toMatchObject([{ tool: 'look', args: { id: 'the tree' } }])
  })

  it('S2.F.3 the result comes back with its data', async () => {
    await flow.harness.say('look at the tree')
    expect(traced('mcp.result')).toMatchObject({ isError: false, structuredContent: { colour: 'green' } })
    expect(flow.harness.lastCall()).toMatchObject({ phase: 'done', result: { structuredContent: { colour: 'green' } } })
  })

  it('S2.F.4 the model reads the structuredContent and answers', async () => {
    await flow.harness.say('look at the tree')
    expect(traced('model.read')).toMatchObject({ structuredContent: { colour: 'green' } })
    expect(flow.harness.lastText()).toBe('You see the tree.')
    expect(traceNames().filter((name) => name.startsWith('m'))).toEqual(['model.read', 'model.select_tool', 'mcp.call', 'mcp.result', 'model.read'])
  })

  it.each([
    ['render it', { apples: 3 }, undefined],
    ['render from meta', undefined, { apples: 4 }],
  ])('S2.F.5 a view gets its data from structuredContent or from _meta: %s', async (sentence, structuredContent, meta) => {
    await flow.harness.say(sentence)
    const view = flow.harness.view(flow.harness.lastView().id)
    await view.initialize()
    const result = view.received().find(({ method }) => method === 'ui/notifications/tool-result')?.['params']
    expect(result).toMatchObject({ ...(structuredContent ? { structuredContent } : {}), ...(meta ? { _meta: meta } : {}) })
  })

  it('S2.F.6 a view’s message starts the next turn', async () => {
    await flow.harness.say('render it')
    const view = flow.harness.view(flow.harness.lastView().id)
    await view.initialize()
    await view.request('ui/message', { role: 'user', content: [{ type: 'text', text: 'look at the pond' }] })
    await flow.harness.core.whenIdle()
    expect(flow.harness.core.getState().conversation.entries.findLast(({ kind }) => kind === 'user')).toMatchObject({
      by: 'view',
      author: 'app',
      text: 'look at the pond',
    })
    expect(flow.harness.lastText()).toBe('You see the pond.')
  })

  it('shows the tool’s own words while it runs and when it is done', async () => {
    await flow.harness.say('write a line')
    expect(flow.harness.lastCall().statusText).toBe('Written')
  })

  it('answers with what the tool said when it reports an error, and shows no view', async () => {
    await flow.harness.say('fail please')
    expect(flow.harness.lastCall()).toMatchObject({ phase: 'failed', error: { kind: 'tool', message: 'No such thing.' }, instanceId: null })
    expect(flow.harness.lastText()).toBe('The tool says: No such thing.')
  })

  it('asks the person for the arguments when no golden prompt fits', async () => {
    await flow.harness.say('I should like to write')
    expect(flow.harness.lastCall()).toMatchObject({ tool: 'write', phase: 'awaiting-arguments' })
    expect(flow.calls).toEqual([])
    flow.harness.core.giveArguments(flow.harness.lastCall().id, {})
    await flow.harness.core.whenIdle()
    expect(flow.calls).toMatchObject([{ tool: 'write', args: {} }])
  })
})

describe('approval', () => {
  it.each(['clear it', 'wipe it'])('H9 a destructive or unmarked tool waits: %s', async (sentence) => {
    await flow.harness.say(sentence)
    expect(flow.harness.lastCall().phase).toBe('awaiting-approval')
    expect(flow.calls).toEqual([])
    expect(flow.harness.core.getState().conversation.busy).toBe(false)
    flow.harness.core.approve(flow.harness.lastCall().id)
    await flow.harness.core.whenIdle()
    expect(flow.harness.lastCall().phase).toBe('done')
    expect(flow.calls).toHaveLength(1)
  })

  it.each(['look at it', 'write it'])('H9 a read-only or expressly harmless tool runs at once: %s', async (sentence) => {
    await flow.harness.say(sentence)
    expect(flow.harness.lastCall().phase).toBe('done')
  })

  it('H9 a view has no arguments until the call is approved', async () => {
    await flow.harness.say('wipe it')
    const view = flow.harness.view(flow.harness.lastView().id)
    await view.initialize()
    await view.notify('openai/hello')
    const globals = view.received().find(({ method }) => method === 'openai/set_globals')?.['params'] as { globals: Record<string, unknown> }
    expect(globals.globals['toolInput']).toBeNull()
    expect(view.methods()).not.toContain('ui/notifications/tool-input')
    flow.harness.core.approve(flow.harness.lastCall().id)
    await flow.harness.core.whenIdle()
    expect(view.methods().filter((method) => method.startsWith('ui/'))).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
  })

  it('S1.D.3 a declined call never reaches the server, and its view is told and goes', async () => {
    await flow.harness.say('wipe it')
    const instance = flow.harness.lastView().id
    const view = flow.harness.view(instance)
    await view.initialize()
    flow.harness.core.decline(flow.harness.lastCall().id)
    await flow.harness.core.whenIdle()
    expect(flow.calls).toEqual([])
    expect(view.methods()).toContain('ui/notifications/tool-cancelled')
    await vi.waitUntil(() => flow.harness.lastView().phase === 'closed', { timeout: 3_000 })
    expect(flow.harness.lastText()).toContain('left it as it is')
  })

  it('a new message of the person settles a waiting card by declining it', async () => {
    await flow.harness.say('clear it')
    await flow.harness.say('look at the tree')
    expect(flow.harness.core.getState().conversation.entries.find(({ kind }) => kind === 'tool')).toMatchObject({ phase: 'declined' })
    expect(flow.harness.lastText()).toBe('You see the tree.')
    expect(flow.calls.map(({ tool }) => tool)).toEqual(['look'])
  })

  it('refuses to approve what does not wait', async () => {
    await flow.harness.say('look at it')
    expect(() => flow.harness.core.approve(flow.harness.lastCall().id)).toThrow(expect.objectContaining({ code: 'HOST_NO_SUCH_CARD' }))
  })
})
