import { CHATGPT_2025, CHATGPT_2026, MCP_APPS_ONLY } from '@lockstep/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ModelContext } from '../model/model.ts'
import { createScriptedModel } from '../model/scripted-model.ts'
import { mcpApps } from '../platforms/mcp-apps/profile.ts'
import { PLATFORMS } from '../platforms/profiles.ts'
import { createCoreHarness, goldenOf, type CoreHarness } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const readOnly = { readOnlyHint: true }
const golden = goldenOf({ 'show both': ['both'], 'show old': ['old'], 'show new': ['new'], 'read it': ['read'] })
const result = {
  content: [{ type: 'text' as const, text: 'shown' }],
  structuredContent: { apples: 3 },
  _meta: { canary: 'META-CANARY' },
}
const madeUp = {
  ...mcpApps,
  offers: {
    ...MCP_APPS_ONLY,
    id: 'made-up',
    title: 'Made up',
    client: { ...MCP_APPS_ONLY.client, requestHints: ['openai/locale'] },
    tellsWidgetSession: true,
  },
  userAgent: 'made-up-host',
}

let server: TestServer
let harness: CoreHarness
let metas: Array<Record<string, unknown>>
let contexts: ModelContext[]

beforeAll(async () => {
  const shown = (_meta: Record<string, unknown>, name: string) => ({
    name,
    annotations: readOnly,
    meta: _meta,
    run: (_args: unknown, meta: Record<string, unknown>) => (metas.push(meta), result),
  })
  server = await startTestServer({
    tools: [
      shown({ ui: { resourceUri: 'ui://t/new.html' }, 'openai/outputTemplate': 'ui://t/old.html', 'openai/widgetAccessible': true }, 'both'),
      shown({ 'openai/outputTemplate': 'ui://t/old.html' }, 'old'),
      shown({ ui: { resourceUri: 'ui://t/new.html' } }, 'new'),
      shown({}, 'read'),
    ],
    resources: [
      {
        uri: 'ui://t/new.html',
        mimeType: 'text/html;profile=mcp-app',
        text: '<!doctype html><p>new',
        meta: { 'openai/widgetDescription': 'Apples in a bowl.' },
      },
      { uri: 'ui://t/old.html', mimeType: 'text/html+skybridge', text: '<!doctype html><p>old' },
    ],
  })
})
beforeEach(() => {
  metas = []
  contexts = []
  const scripted = createScriptedModel([{ app: 'app', golden }])
  harness = createCoreHarness({
    mcpUrl: server.mcpUrl,
    golden,
    model: { info: scripted.info, respond: (context, signal) => (contexts.push(context), scripted.respond(context, signal)) },
    platforms: { ...PLATFORMS, 'made-up': madeUp },
  })
})
afterEach(() => harness.core.close())
afterAll(() => server.close())

async function play(profile: string): Promise<void> {
  harness.core.changeSettings({ profile })
  await harness.core.whenIdle()
}

describe('a platform is data', () => {
  it('H25 a fifth platform that the contract does not know is played like the four', async () => {
    expect(harness.core.getState().platforms.map(({ id }) => id)).toEqual(['chatgpt-2026', 'chatgpt-2025', 'mcp-apps', 'text', 'made-up'])
    await play('made-up')
    await harness.say('show new')
    const view = harness.view(harness.lastView().id)
    expect((await view.initialize())['result']).toMatchObject({ hostInfo: { name: 'mcp-apps-host' }, hostContext: { userAgent: 'made-up-host' } })
    expect(metas.at(-1)).toMatchObject({ 'openai/locale': 'en-US' })
    expect(Object.keys(metas.at(-1) ?? {}).filter((key) => key.startsWith('openai/'))).toEqual(['openai/locale'])
  })

  it('H25 a platform that does not exist is refused, and nothing changes', () => {
    const before = harness.core.getState()
    expect(() => harness.core.changeSettings({ profile: 'nowhere', locale: 'de-DE' })).toThrow(
      /Expected one of the platforms chatgpt-2026.*got nowhere/,
    )
    expect(harness.core.getState()).toBe(before)
  })

  it.each([
    ['chatgpt-2026', 'show both', { hasBridge: true, resourceUri: 'ui://t/new.html' }],
    ['chatgpt-2026', 'show old', { hasBridge: false, resourceUri: 'ui://t/old.html' }],
    ['chatgpt-2025', 'show both', { hasBridge: false, resourceUri: 'ui://t/old.html' }],
    ['mcp-apps', 'show both', { hasBridge: true, resourceUri: 'ui://t/new.html' }],
  ])('H6 %s, asked to %s, mounts the template of the dialect it reads', async (profile, prompt, expected) => {
    await play(profile)
    await harness.say(prompt)
    expect(harness.lastView()).toMatchObject({ ...expected, mountFailure: null, platformId: profile })
  })

  it.each([
    ['text', 'show both', 'No view: the platform “Text only” shows none. The model still has the tool’s answer.'],
    [
      'chatgpt-2025',
      'show new',
      'No view: the platform “ChatGPT 2025” reads only _meta openai/outputTemplate, and this tool names its view under ui.resourceUri.',
    ],
    [
      'mcp-apps',
      'show old',
      'No view: the platform “MCP Apps only” reads only _meta ui.resourceUri, and this tool names its view under openai/outputTemplate.',
    ],
  ])('H25 %s, asked to %s, mounts none and says why', async (profile, prompt, viewNote) => {
    await play(profile)
    await harness.say(prompt)
    expect(harness.core.getState().instances).toEqual([])
    expect(harness.lastCall()).toMatchObject({ phase: 'done', viewNote })
    await harness.say('read it')
    expect(harness.lastCall().viewNote).toBeNull()
  })

  it.each(Object.keys(PLATFORMS))('H13 S2.M.3 no _meta reaches the model on %s, content and structuredContent do', async (profile) => {
    await play(profile)
    await harness.say('show both')
    const seen = JSON.stringify(contexts)
    expect(seen).not.toContain('META-CANARY')
    expect(JSON.stringify(contexts.at(-1)?.messages)).toContain('{"apples":3}')
  })
})

describe('openai/widgetDescription', () => {
  const lastResult = () => contexts.at(-1)?.messages.findLast(({ role }) => role === 'tool-result')

  it('S1.I.2 is told to the model with the result that the view shows, where the platform reads it', async () => {
    await harness.say('show both')
    expect(lastResult()).toMatchObject({ view: 'Apples in a bowl.' })
    await harness.say('read it')
    expect(lastResult()).not.toHaveProperty('view')
    await play('mcp-apps')
    await harness.say('show both')
    expect(lastResult()).not.toHaveProperty('view')
  })
})

describe('what a view gets of a result', () => {
  const expectedOf = (id: string) => ({ ...result, _meta: { ...result._meta, 'openai/widgetSessionId': id } })

  it.each([
    ['chatgpt-2026', (id: string) => ({ status: 'success', call_tool_result: expectedOf(id), mcp_tool_result: expectedOf(id) })],
    ['chatgpt-2025', (id: string) => expectedOf(id)._meta],
  ])('H10 H11 toolResponseMetadata on %s', async (profile, expected) => {
    await play(profile)
    await harness.say('show both')
    const { id } = harness.lastView()
    const view = harness.view(id)
    await view.notify('openai/hello')
    const globals = { toolOutput: { apples: 3 }, toolResponseMetadata: expected(id) }
    expect(view.received()[0]).toMatchObject({ method: 'openai/set_globals', params: { globals } })
  })

  it('H11 mcp-apps tells no widgetSessionId', async () => {
    await play('mcp-apps')
    await harness.say('show both')
    const view = harness.view(harness.lastView().id)
    await view.initialize()
    expect(view.received().at(-1)).toMatchObject({ method: 'ui/notifications/tool-result' })
    expect(view.received().at(-1)?.['params']).toMatchObject(result)
    expect(JSON.stringify(view.received())).not.toContain('widgetSessionId')
  })
})

describe('a switch while views are open', () => {
  it('H25 mounts them anew with the new platform, keeps widgetState where that keeps it', async () => {
    await harness.say('show both')
    const { id, frameKey } = harness.lastView()
    const before = harness.view(id)
    await before.initialize()
    await before.notify('openai/setWidgetState', { args: [{ a: 1 }] })
    await play('chatgpt-2025')
    expect(harness.lastView()).toMatchObject({
      id,
      frameKey: frameKey + 1,
      hasBridge: false,
      phase: 'loading',
      widgetState: { a: 1 },
      platformId: 'chatgpt-2025',
    })
    await play('mcp-apps')
    expect(harness.lastView()).toMatchObject({ id, frameKey: frameKey + 2, hasBridge: true, widgetState: null, resourceUri: 'ui://t/new.html' })
    expect(await harness.core.sandbox.readDocument(new URL(harness.lastView().frameUrl).pathname.split('/').at(-1) ?? '')).toMatchObject({
      shim: null,
    })
  })

  it('H25 one that was closed while another was read anew stays closed', async () => {
    await harness.say('show both')
    await harness.say('show both')
    const [first, second] = harness.core.getState().instances
    const stop = harness.core.subscribe(() => {
      if (harness.core.getState().instances[0]?.frameKey === first?.frameKey) return
      stop()
      harness.core.closeView(second?.id ?? '')
    })
    await play('mcp-apps')
    await harness.core.whenIdle()
    expect(harness.core.getState().instances.map(({ phase }) => phase)).toEqual(['loading', 'closed'])
  })

  it('H25 closes them where there are no views; back again they can be shown again', async () => {
    await harness.say('show both')
    const { id } = harness.lastView()
    await play('text')
    expect(harness.lastView()).toMatchObject({ id, phase: 'closed', canShowAgain: false })
    await play('mcp-apps')
    expect(harness.lastView()).toMatchObject({ phase: 'closed', canShowAgain: true })
    harness.core.reopenView(id)
    await expect.poll(() => harness.lastView()).toMatchObject({ phase: 'loading', hasBridge: true, platformId: 'mcp-apps' })
  })
})

describe('a platform serves what it offers and nothing else', () => {
  async function answers(profile: string, method: string): Promise<Record<string, unknown>> {
    await play(profile)
    await harness.say(profile === 'chatgpt-2025' ? 'show old' : 'show new')
    return harness.view(harness.lastView().id).request(method, { args: [{ mode: 'inline' }] })
  }

  it.each([
    ['mcp-apps', 'openai/callTool', 'This platform has no window.openai.'],
    ['chatgpt-2025', 'openai/requestModal', 'This platform’s window.openai has no requestModal.'],
    ['chatgpt-2026', 'openai/selectFiles', 'This platform’s window.openai has no selectFiles.'],
    ['chatgpt-2026', 'ui/download-file', 'This platform does not offer downloadFile.'],
    ['chatgpt-2025', 'ui/message', 'This view has no MCP Apps bridge: it needs a platform with one, and the MIME type text/html;profile=mcp-app.'],
  ])('H25 %s refuses %s', async (profile, method, message) => {
    expect(await answers(profile, method)).toMatchObject({ error: { code: -32601, message } })
  })

  it('H25 the members differ as the contract says', async () => {
    const members = async (profile: string): Promise<readonly string[] | undefined> => {
      await play(profile)
      await harness.say('show both')
      const key = new URL(harness.lastView().frameUrl).pathname.split('/').at(-1) ?? ''
      return (await harness.core.sandbox.readDocument(key))?.shim?.members
    }
    expect(await members('chatgpt-2026')).toEqual(CHATGPT_2026.openai?.methods)
    expect(await members('chatgpt-2025')).toEqual(CHATGPT_2025.openai?.methods)
    expect(await members('mcp-apps')).toBeUndefined()
    harness.core.changeSettings({ hasFilePicker: true })
    expect(await members('chatgpt-2026')).toContain('selectFiles')
    expect(await members('chatgpt-2025')).not.toContain('selectFiles')
  })
})
