import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Model, ModelContext } from '../model/model.ts'
import { createCoreHarness, type CoreHarness, type ViewEnd } from '../testing/core-harness.ts'
import { flowApp, flowGolden, watchedModel } from '../testing/flow-app.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]).toString('base64')
const text = (said: string): Record<string, unknown> => ({ type: 'text', text: said })

const contexts: ModelContext[] = []
let server: TestServer
let harness: CoreHarness
let view: ViewEnd
/** Holds the model's next answer back until it is let go. */
let gate: Promise<void> | null = null

function gatedModel(): Model {
  const watched = watchedModel(contexts)
  return {
    info: watched.info,
    async respond(context, signal) {
      await gate
      return watched.respond(context, signal)
    },
  }
}

beforeAll(async () => {
  server = await startTestServer(flowApp([]))
})
beforeEach(async () => {
  contexts.length = 0
  gate = null
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: flowGolden, model: gatedModel() })
  await harness.core.connect()
  await harness.say('render it')
  view = harness.view(harness.lastView().id)
})
afterEach(() => harness.core.close())
afterAll(() => server.close())

async function busy<T>(during: () => Promise<T>): Promise<T> {
  let open = (): void => undefined
  gate = new Promise((resolve) => {
    open = resolve
  })
  harness.core.sendMessage('look at one')
  const outcome = await during()
  open()
  await harness.core.whenIdle()
  return outcome
}

const followUp = (prompt: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> =>
  view.request('openai/sendFollowUpMessage', { args: [{ prompt, ...more }] })
const userTexts = (): string[] => harness.core.getState().conversation.entries.flatMap((entry) => (entry.kind === 'user' ? [entry.text] : []))
const instance = () => harness.lastView()
const newestContext = (): string => JSON.stringify(contexts.at(-1)?.messages)

describe('a view’s message', () => {
  it('S2.A.2 H15 is said in the person’s name and runs a turn; the old form with message works too', async () => {
    await view.initialize()
    await followUp('look at the tree')
    await harness.core.whenIdle()
    await view.request('openai/sendFollowUpMessage', { args: [{ message: 'look at the pond' }] })
    await harness.core.whenIdle()
    expect(userTexts()).toEqual(['render it', 'look at the tree', 'look at the pond'])
    expect(harness.lastCall()).toMatchObject({ tool: 'look', input: { id: 'the pond' } })
  })

  it('H15 while the model answers it waits its turn, or is dropped at once and without a word', async () => {
    await view.initialize()
    expect(await busy(() => followUp('look at two'))).toMatchObject({ result: {} })
    expect(userTexts().slice(-2)).toEqual(['look at one', 'look at two'])
    harness.core.changeSettings({ followUpsWhileBusy: 'ignore' })
    expect(await busy(() => followUp('look at three'))).toMatchObject({ result: {} })
    expect(userTexts().at(-1)).toBe('look at one')
    expect(harness.core.getState().trace.some(({ name }) => name === 'view.message_ignored')).toBe(true)
    expect(instance().warnings.at(-1)).toMatchObject({ member: 'sendFollowUpMessage', message: expect.stringContaining('dropped') })
    await followUp('look at four')
    await harness.core.whenIdle()
    expect(userTexts().at(-1)).toBe('look at four')
  })

  it('H15 scrollToBottom: false leaves the conversation where it is', async () => {
    await followUp('look at one')
    await harness.core.whenIdle()
    await followUp('look at two', { scrollToBottom: false })
    await harness.core.whenIdle()
    const said = harness.core.getState().conversation.entries.filter(({ kind }) => kind === 'user')
    expect(said.map((entry) => 'keepsScroll' in entry)).toEqual([false, false, true])
  })

  it('H13 images and resources in it become files that the model is told of; what the platform does not take is refused', async () => {
    await view.initialize()
    const content = [
      text('look at this'),
      { type: 'image', data: PNG, mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'x://a/notes.md', mimeType: 'text/markdown', text: '# hi' } },
      { type: 'resource_link', uri: 'https://example.com/a', name: 'A page' },
    ]
    expect(await view.request('ui/message', { role: 'user', content })).toMatchObject({ result: {} })
    await harness.core.whenIdle()
    expect(contexts.at(-1)?.messages.findLast(({ role }) => role === 'user')).toMatchObject({
      text: 'look at this\nA page: https://example.com/a',
      files: [
        { file_name: 'image.png', mime_type: 'image/png' },
        { file_name: 'notes.md', mime_type: 'text/markdown' },
      ],
    })
    const audio = { role: 'user', content: [{ type: 'audio', data: PNG, mimeType: 'audio/wav' }] }
    expect(await view.request('ui/message', audio)).toMatchObject({ error: { code: -32602, message: expect.stringContaining('audio') } })
    harness.core.changeSettings({ profile: 'mcp-apps' })
    await harness.say('render it')
    view = harness.view(harness.lastView().id)
    await view.initialize()
    expect(await view.request('ui/message', { role: 'user', content: [content[1]] })).toMatchObject({
      error: { code: -32602, message: expect.stringContaining('expects text') },
    })
  })

  it('H15 with send: false it waits in the message field; a new conversation is refused; both only where the extension was told', async () => {
    const { result } = (await view.initialize()) as { result: { hostCapabilities: { experimental: Record<string, unknown> } } }
    expect(Object.keys(result.hostCapabilities.experimental)).toEqual(['openai/modelContext', 'openai/message'])
    const ask = (target: Record<string, unknown>): Promise<Record<string, unknown>> =>
      view.request('ui/message', { role: 'user', content: [text('look at it')], _meta: { 'openai/message': target } })
    expect(await ask({ target: 'active', send: false })).toMatchObject({ result: {} })
    expect(userTexts()).toEqual(['render it'])
    const { draft } = harness.core.getState()
    expect(draft).toMatchObject({ text: 'look at it', app: 'app' })
    harness.core.takeDraft(draft?.id ?? '')
    expect(harness.core.getState().draft).toBeNull()
    expect(await ask({ target: 'new' })).toMatchObject({ error: { code: -32000, message: expect.stringContaining('active') } })
    harness.core.changeSettings({ profile: 'mcp-apps' })
    await harness.say('render it')
    view = harness.view(harness.lastView().id)
    await view.initialize()
    expect(await ask({ target: 'active', send: false })).toMatchObject({ result: {} })
    await harness.core.whenIdle()
    expect(userTexts().at(-1)).toBe('look at it')
  })
})

describe('what a view tells the model', () => {
  it('H13 the last one wins, and it is read with the next message, not in the running turn', async () => {
    await view.initialize()
    await view.request('ui/update-model-context', { content: [text('OLD')] })
    await busy(() => view.request('ui/update-model-context', { content: [text('NEW')] }))
    const duringTurn = contexts.slice(-2).map(({ messages }) => JSON.stringify(messages))
    expect(duringTurn.filter((read) => read.includes('NEW'))).toEqual([])
    await harness.say('look at two')
    expect(newestContext()).toContain('NEW')
    expect(newestContext()).not.toContain('OLD')
  })

  it('H13 each update has an id, the view is told what the model has, and null when the person took it away', async () => {
    await view.initialize()
    const answer = (await view.request('ui/update-model-context', { content: [text('CHOSEN')] })) as {
      result: { _meta: Record<string, { updateId: string }> }
    }
    const updateId = answer.result._meta['openai/modelContext']?.updateId
    expect(updateId).toMatch(/^update_/)
    expect(view.received().at(-1)).toMatchObject({
      method: 'ui/notifications/host-context-changed',
      params: { 'openai/modelContext': { updateId, content: [text('CHOSEN')] } },
    })
    harness.core.removeModelContext(instance().id)
    expect(view.received().at(-1)).toMatchObject({ params: { 'openai/modelContext': null } })
    await harness.say('look at two')
    expect(newestContext()).not.toContain('CHOSEN')
  })

  it('H13 audio is refused, and so is a block that is none', async () => {
    await view.initialize()
    const tell = (content: unknown): Promise<Record<string, unknown>> => view.request('ui/update-model-context', { content })
    expect(await tell([{ type: 'audio', data: '', mimeType: 'audio/wav' }])).toMatchObject({ error: { code: -32602 } })
    expect(await tell(['x'])).toMatchObject({ error: { code: -32602 } })
    expect(await tell([{ type: 'image', data: PNG, mimeType: 'image/png' }])).toMatchObject({ result: {} })
    expect(instance().modelContext).not.toBeNull()
  })

  it('S2.K.4 S2.T.4 state in one piece is read by the model at its next turn; past 4,000 tokens the developer is warned', async () => {
    await view.notify('openai/setWidgetState', { args: [{ chosen: 'NUT' }] })
    await harness.say('look at two')
    expect(newestContext()).toContain('NUT')
    expect(instance().warnings).toEqual([])
    await view.notify('openai/setWidgetState', { args: [{ modelContent: { list: 'x'.repeat(16_100) }, privateContent: null }] })
    expect(instance().warnings).toMatchObject([{ member: 'setWidgetState', message: expect.stringMatching(/about 4\d{3} tokens/) }])
    await view.notify('openai/setWidgetState', { args: [{ modelContent: null, privateContent: { list: 'x'.repeat(16_100) } }] })
    expect(instance().warnings).toHaveLength(1)
  })

  it('H13 the model is lent to no view: sampling is refused as a method that is not there', async () => {
    const { result } = (await view.initialize()) as { result: { hostCapabilities: Record<string, unknown> } }
    expect(result.hostCapabilities).not.toHaveProperty('sampling')
    expect(await view.request('sampling/createMessage', { messages: [] })).toMatchObject({ error: { code: -32601 } })
  })

  it('H13 a log message stands in the timeline with its level', async () => {
    await view.initialize()
    await view.notify('notifications/message', { level: 'warning', logger: 'cart', data: 'low on eggs' })
    expect(harness.core.getState().trace.find(({ name }) => name === 'view.log')?.detail).toMatchObject({ level: 'warning', data: 'low on eggs' })
  })
})

describe('a link', () => {
  async function asked(id: string, method: string, params: Record<string, unknown>): Promise<string> {
    await view.raw({ jsonrpc: '2.0', id, method, params })
    return harness.core.getState().pendingLinks.at(-1)?.id ?? ''
  }
  const answered = async (id: string): Promise<unknown> => {
    await expect.poll(() => view.received().some((message) => message['id'] === id)).toBe(true)
    return view.received().find((message) => message['id'] === id)
  }

  it('H19 S2.A.9 S2.K.10 the view is answered when the person has: opened, or isError', async () => {
    await view.initialize()
    const yes = await asked('yes', 'ui/open-link', { url: 'https://example.com/' })
    expect(view.received().some((message) => message['id'] === 'yes')).toBe(false)
    expect(harness.core.answerLink(yes, true)).toBe('https://example.com/')
    expect(await answered('yes')).toEqual({ jsonrpc: '2.0', id: 'yes', result: {} })
    harness.core.answerLink(await asked('no', 'ui/open-link', { url: 'https://example.com/' }), false)
    expect(await answered('no')).toEqual({ jsonrpc: '2.0', id: 'no', result: { isError: true } })
    harness.core.answerLink(await asked('old', 'openai/openExternal', { args: [{ href: 'https://example.com/' }] }), false)
    expect(await answered('old')).toEqual({ jsonrpc: '2.0', id: 'old', result: {} })
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/hosts', 'not an address'])(
    'H19 S2.A.9 %s is refused in both dialects',
    async (href) => {
      await view.initialize()
      expect(await view.request('ui/open-link', { url: href })).toMatchObject({ error: { code: -32000 } })
      expect(await view.request('openai/openExternal', { args: [{ href }] })).toMatchObject({ error: { code: -32000 } })
      expect(harness.core.getState().pendingLinks).toEqual([])
    },
  )

  it('H19 a view that asks for a link and closes leaves the link behind: the person still decides', async () => {
    await view.initialize()
    await asked('gone', 'ui/open-link', { url: 'https://example.com/' })
    harness.core.closeView(instance().id)
    const teardown = (): Record<string, unknown> | undefined => view.received().find(({ method }) => method === 'ui/resource-teardown')
    await expect.poll(teardown).toBeDefined()
    await view.raw({ jsonrpc: '2.0', id: teardown()?.['id'], result: {} })
    await expect.poll(() => harness.lastView().phase).toBe('closed')
    const [link] = harness.core.getState().pendingLinks
    expect(harness.core.answerLink(link?.id ?? '', true)).toBe('https://example.com/')
    expect(harness.core.getState().pendingLinks).toEqual([])
  })
})
