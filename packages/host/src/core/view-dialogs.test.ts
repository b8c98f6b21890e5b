import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Instance } from '../api/host-state.ts'
import type { ConversationFile, SavedHost } from './conversation-file.ts'
import { createCoreHarness, goldenOf, type CoreHarness, type ViewEnd } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const mimeType = 'text/html;profile=mcp-app'
const uri = 'ui://t/v.html'
const annotations = { readOnlyHint: true }
const ui = { domain: 'https://app.example.com' }

let server: TestServer
let other: TestServer
let harness: CoreHarness
let opener: ViewEnd
let openerId: string
/** What would be on disk. */
let saved: SavedHost | null

beforeAll(async () => {
  const run = (): { structuredContent: Record<string, unknown> } => ({ structuredContent: { apples: 3 } })
  server = await startTestServer({
    tools: [
      { name: 'render', title: 'Apples', annotations, meta: { ui: { resourceUri: uri } }, run },
      { name: 'big', annotations, meta: { ui: { resourceUri: 'ui://t/big.html' } }, run },
      { name: 'start', annotations, meta: { ui: { resourceUri: uri }, 'openai/ui': { entrypoints: [{ type: 'global' }] } }, run },
      { name: 'fail', annotations, meta: { ui: { resourceUri: uri } }, run: () => ({ isError: true, content: [{ type: 'text', text: 'no' }] }) },
    ],
    resources: [
      { uri, mimeType, text: '<!doctype html><p>view', meta: { ui } },
      { uri: 'ui://t/detail.html', mimeType, text: '<!doctype html><p>detail', meta: { 'openai/widgetDescription': 'One apple' } },
      { uri: 'ui://t/big.html', mimeType, text: '<!doctype html><p>big', meta: { 'openai/ui': { availableDisplayModes: ['inline', 'fullscreen'] } } },
    ],
  })
  other = await startTestServer({ tools: [], resources: [{ uri: 'ui://other/v.html', mimeType, text: '<!doctype html><p>other' }] })
})
beforeEach(async () => {
  saved = null
  const file: ConversationFile = {
    load: async () => ({ saved: null, problem: null }),
    save: (host) => void (saved = host),
    flush: async () => undefined,
  }
  harness = createCoreHarness({
    mcpUrl: server.mcpUrl,
    file,
    golden: goldenOf({ 'render it': ['render'], 'show big': ['big'], 'fail it': ['fail'], 'start it': ['start'] }),
  })
  await harness.say('render it')
  openerId = harness.lastView().id
  opener = harness.view(openerId)
})
afterEach(() => harness.core.close())
afterAll(async () => {
  await server.close()
  await other.close()
})

const find = (id: string): Instance | undefined => harness.core.getState().instances.find((instance) => instance.id === id)
const answerOf = (end: ViewEnd, id: string): unknown => end.received().find((message) => message['id'] === id)

/** Asks for a dialog; the instance in it. The answer comes as a delivery under the id `modal`. */
async function openModal(...args: unknown[]): Promise<Instance> {
  expect(await opener.raw({ jsonrpc: '2.0', id: 'modal', method: 'openai/requestModal', params: { args } })).toBeNull()
  await vi.waitUntil(() => harness.lastView().modal !== null && harness.lastView().phase !== 'closed')
  return harness.lastView()
}

/** The error with which a request for a dialog is answered. */
async function refusal(...args: unknown[]): Promise<unknown> {
  const at = opener.received().length
  await opener.raw({ jsonrpc: '2.0', id: `refused-${at}`, method: 'openai/requestModal', params: { args } })
  await vi.waitUntil(() => answerOf(opener, `refused-${at}`) !== undefined)
  return answerOf(opener, `refused-${at}`)
}

describe('a view in a dialog', () => {
  it('H18 S2.A.7 is a new instance of the same template, with params, title and the data of its opener', async () => {
    const { entries } = harness.core.getState().conversation
    const modal = await openModal({ params: { apple: 2 }, title: 'Apple 2' })
    expect(modal).toMatchObject({
      modal: { openerId, title: 'Apple 2', params: { apple: 2 } },
      resourceUri: uri,
      displayMode: 'inline',
      availableModes: ['inline'],
    })
    expect(modal.id).not.toBe(openerId)
    expect(modal.frameUrl).not.toBe(find(openerId)?.frameUrl)
    // It is no entry of the conversation, and the card keeps its own view.
    expect(harness.core.getState().conversation.entries).toHaveLength(entries.length)
    expect(harness.lastCall().instanceId).toBe(openerId)
    const end = harness.view(modal.id)
    await end.notify('openai/hello')
    const globals = { view: { mode: 'modal', params: { apple: 2 } }, toolInput: {}, toolOutput: { apples: 3 }, widgetState: null }
    expect(end.received()[0]).toMatchObject({ method: 'openai/set_globals', params: { globals } })
    await end.initialize()
    expect(end.methods()).toContain('ui/notifications/tool-result')
  })

  it('H18 shows another template of the same server, as that declares itself', async () => {
    expect(await openModal({ template: 'ui://t/detail.html' })).toMatchObject({
      resourceUri: 'ui://t/detail.html',
      description: 'One apple',
      modal: { title: 'Apples' },
    })
  })

  it('S2.A.7 takes the old form: title and content become params', async () => {
    expect((await openModal({ title: 'Sure?', content: 'All apples go.' })).modal).toMatchObject({
      title: 'Sure?',
      params: { content: 'All apples go.' },
    })
  })

  it.each(['ui://t/none.html', 'ui://other/v.html', 'https://example.com/x', 'file:///etc/passwd'])(
    'H18 refuses the template %s, which its server does not have',
    async (template) => {
      expect(await refusal({ template })).toMatchObject({ error: { message: expect.stringMatching(/\S/) } })
      expect(harness.lastView().id).toBe(openerId)
    },
  )

  it('H18 a phone refuses a template (#220), and shows the view’s own', async () => {
    harness.core.changeSettings({ device: 'phone' })
    expect(await refusal({ template: uri })).toMatchObject({ error: { code: -32000, message: expect.stringContaining('issue 220') } })
    expect((await openModal({ params: {} })).modal).not.toBeNull()
  })

  it('H18 there is one at a time, and none in a dialog', async () => {
    const modal = await openModal({})
    expect(await refusal({})).toMatchObject({ error: { message: expect.stringContaining('Another dialog') } })
    const inner = harness.view(modal.id)
    await inner.raw({ jsonrpc: '2.0', id: 'inner', method: 'openai/requestModal', params: { args: [{}] } })
    await vi.waitUntil(() => answerOf(inner, 'inner') !== undefined)
    expect(answerOf(inner, 'inner')).toMatchObject({ error: { message: expect.stringContaining('A view in a dialog opens no other') } })
  })

  it('H18 S2.A.7 answers its opener when it is closed: by the person, or by its view', async () => {
    const byPerson = await openModal({})
    expect(answerOf(opener, 'modal')).toBeUndefined()
    harness.core.closeView(byPerson.id)
    await vi.waitUntil(() => answerOf(opener, 'modal') !== undefined)
    expect(answerOf(opener, 'modal')).toMatchObject({ result: { closedBy: 'person' } })
    expect(find(byPerson.id)).toMatchObject({ phase: 'closed', canShowAgain: false })

    await opener.raw({ jsonrpc: '2.0', id: 'second', method: 'openai/requestModal', params: { args: [] } })
    await vi.waitUntil(() => harness.lastView().id !== byPerson.id)
    await harness.view(harness.lastView().id).request('openai/requestClose', { args: [] })
    await vi.waitUntil(() => answerOf(opener, 'second') !== undefined)
    expect(answerOf(opener, 'second')).toMatchObject({ result: { closedBy: 'view' } })
  })

  it('H18 goes when its opener goes, or is loaded anew', async () => {
    const first = await openModal({})
    harness.core.remountView(openerId)
    await vi.waitUntil(() => find(first.id)?.phase === 'closed')
    opener = harness.view(openerId)
    const second = await openModal({})
    harness.core.closeView(openerId)
    await vi.waitUntil(() => find(openerId)?.phase === 'closed')
    expect(find(second.id)?.phase).toBe('closed')
  })

  it('H18 does not outlive the host, whose restart its opener’s promise does not survive', async () => {
    await openModal({})
    const again = createCoreHarness({ mcpUrl: server.mcpUrl, saved })
    expect(again.lastView()).toMatchObject({ phase: 'closed' })
    await again.core.close()
  })
})

describe('closing and coming back', () => {
  it('H22 S1.H.3 a closed view comes back by a click, in a new frame, with its state', async () => {
    await opener.notify('openai/setWidgetState', { args: [{ modelContent: { kept: 1 } }] })
    const before = find(openerId)
    await opener.request('openai/requestClose', { args: [] })
    await vi.waitUntil(() => find(openerId)?.phase === 'closed')
    expect(find(openerId)?.canShowAgain).toBe(true)
    harness.core.reopenView(openerId)
    expect(find(openerId)).toMatchObject({
      phase: 'loading',
      canShowAgain: false,
      frameKey: (before?.frameKey ?? 0) + 1,
      widgetState: { modelContent: { kept: 1 } },
    })
    const end = harness.view(openerId)
    await end.initialize()
    expect(end.methods()).toContain('ui/notifications/tool-result')
    expect(find(openerId)?.phase).toBe('live')
  })

  it('H22 a view that is open, and one whose call came to nothing, cannot be shown again', async () => {
    expect(() => harness.core.reopenView(openerId)).toThrow('cannot be shown again')
    expect(() => harness.core.reopenView('none')).toThrow()
  })
})

describe('the first place', () => {
  it('H16 a resource that lists both modes starts fullscreen, and takes the place of another', async () => {
    await opener.request('openai/requestDisplayMode', { args: [{ mode: 'fullscreen' }] })
    await harness.say('show big')
    expect(harness.lastView()).toMatchObject({ displayMode: 'fullscreen', availableModes: ['inline', 'fullscreen'] })
    expect(find(openerId)?.displayMode).toBe('inline')
    const answer = (await harness.view(harness.lastView().id).initialize()) as { result: { hostContext: Record<string, unknown> } }
    expect(answer.result.hostContext).toMatchObject({ displayMode: 'fullscreen', availableDisplayModes: ['inline', 'fullscreen'] })
  })

  it('H16 a tool with an entrypoint that the person opens by itself starts fullscreen; the model’s call of it does not', async () => {
    await harness.core.callTool({ app: 'app', tool: 'start', arguments: {}, isApproved: true })
    await harness.core.whenIdle()
    expect(harness.lastView()).toMatchObject({ toolName: 'start', displayMode: 'fullscreen' })
    await harness.say('start it')
    expect(harness.lastView()).toMatchObject({ toolName: 'start', displayMode: 'inline' })
  })

  it('S2.K.9 a view that asks for room as soon as it is loaded is warned of, one that asks later is not', async () => {
    const key = new URL(find(openerId)?.frameUrl ?? '').pathname.slice(3)
    await opener.request('openai/requestDisplayMode', { args: [{ mode: 'fullscreen' }] })
    expect(find(openerId)?.warnings).toEqual([])
    await opener.request('openai/requestDisplayMode', { args: [{ mode: 'inline' }] })
    await harness.core.sandbox.readDocument(key)
    await opener.request('openai/requestDisplayMode', { args: [{ mode: 'fullscreen' }] })
    expect(find(openerId)).toMatchObject({ displayMode: 'fullscreen', warnings: [{ member: 'requestDisplayMode' }] })
  })

  it('H16 the person leaves fullscreen always, and enters only what there is', async () => {
    await harness.say('show big')
    const { id } = harness.lastView()
    harness.core.setDisplayMode(id, 'inline')
    expect(harness.lastView().displayMode).toBe('inline')
    expect(() => harness.core.setDisplayMode(id, 'pip')).toThrow('It can be inline, fullscreen.')
  })
})

describe('H17 Open in <app>', () => {
  it('H17 asks before it opens the path of the frame on the declared domain, or what the view set', async () => {
    expect(find(openerId)?.openInAppUrl).toBe('https://app.example.com/')
    await opener.notify('lockstep-frame/history', { canGoBack: true, canGoForward: false, path: '/apples/2' })
    expect(find(openerId)).toMatchObject({ openInAppUrl: 'https://app.example.com/apples/2', history: { canGoBack: true } })
    await opener.request('openai/setOpenInAppUrl', { args: [{ href: 'https://app.example.com/x?y=1' }] })
    harness.core.openInApp(openerId)
    expect(harness.core.getState().pendingLinks).toMatchObject([{ url: 'https://app.example.com/x?y=1', isTrusted: false }])
    expect(await opener.request('openai/setOpenInAppUrl', { args: [{ href: 'javascript:alert(1)' }] })).toMatchObject({ error: {} })
  })

  it('H17 a view without a domain has no such button', async () => {
    await harness.say('show big')
    expect(harness.lastView().openInAppUrl).toBeNull()
    expect(() => harness.core.openInApp(harness.lastView().id)).toThrow('no button')
  })
})

describe('H21 history', () => {
  it('H21 the host’s buttons reach the frame, and a new frame begins anew', async () => {
    await opener.notify('lockstep-frame/history', { canGoBack: true, canGoForward: true, path: '/b' })
    harness.core.navigateView(openerId, -1)
    expect(opener.received().at(-1)).toMatchObject({ method: 'lockstep-frame/navigate', params: { delta: -1 } })
    harness.core.remountView(openerId)
    expect(find(openerId)?.history).toEqual({ canGoBack: false, canGoForward: false, path: '/' })
  })
})
