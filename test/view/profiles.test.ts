import { CHATGPT_2025, CHATGPT_2026, HOST_PROFILES, MCP_APPS_ONLY, TEXT_ONLY, type HostProfile } from '@lockstep/contract'
import { createFiles, requestModal, type ViewRuntime } from '@lockstep/view'
import { createOpenAiFacade } from '@lockstep/view/openai'
import { expect, test } from 'vitest'
import { settle } from '../../packages/view/test/fake-host.ts'
import { connect } from '../support/view-hosts.ts'
import { profileHost } from '../support/profile-host.ts'

const told = {
  toolInput: { add: 'eggs' },
  result: { content: [{ type: 'text', text: 'two eggs' }], structuredContent: { count: 2 }, _meta: { 'app/prices': { eggs: 3 } } },
  widgetState: { privateContent: { draft: 'milk' }, modelContent: { count: 2 }, imageIds: [] },
}

async function open(profile: HostProfile) {
  const { host, methods, deliver } = profileHost(profile, told)
  const { runtime, clock } = connect(host)
  await settle()
  // a host without the bridge never answers the handshake
  await clock.advance(10_000)
  await deliver()
  return { host, methods, runtime, clock }
}

const withViews = HOST_PROFILES.filter((profile) => profile.rendersMimeTypes.length > 0)
const byId = (profile: HostProfile) => [profile.id, profile] as const

test.each([
  [CHATGPT_2026.id, CHATGPT_2026, 'bridge'],
  [CHATGPT_2025.id, CHATGPT_2025, 'openai'],
  [MCP_APPS_ONLY.id, MCP_APPS_ONLY, 'bridge'],
  [TEXT_ONLY.id, TEXT_ONLY, 'standalone'],
] as const)('%s: the view finds its road by what is there', async (_id, profile, connection) => {
  const { runtime } = await open(profile)
  expect(runtime.getSnapshot().connection).toBe(connection)
})

test.each(withViews.map(byId))('X29 %s: input, output and the private part are read, whatever shape they have there', async (_id, profile) => {
  const { runtime } = await open(profile)
  const { toolInput, toolResult, toolResultCount, widgetSessionId } = runtime.getSnapshot()
  expect(toolInput).toEqual(told.toolInput)
  expect(toolResult?.structuredContent).toEqual(told.result.structuredContent)
  expect(toolResult?._meta).toMatchObject(told.result._meta)
  expect(toolResultCount).toBe(1)
  expect(widgetSessionId).toBe(profile.tellsWidgetSession ? 'w_1' : null)
})

test.each(withViews.map(byId))('S2.T.5 %s: the surroundings are the same by either dialect', async (_id, profile) => {
  const { runtime } = await open(profile)
  expect(runtime.getSnapshot().hostContext).toMatchObject({
    theme: 'dark',
    locale: 'nl-NL',
    maxHeight: 700,
    displayMode: 'inline',
    safeArea: { top: 0, bottom: 34, left: 0, right: 0 },
    view: { mode: 'inline', params: null },
  })
})

test.each(withViews.map(byId))('%s: one program does all it may on every host', async (_id, profile) => {
  const { runtime, host, methods } = await open(profile)
  expect(await runtime.callTool('get_cart', { id: 1 })).toMatchObject({ structuredContent: { called: 'get_cart' } })
  await runtime.sendMessage('hello')
  await runtime.openLink('https://shop.example/')
  expect(await runtime.requestDisplayMode('fullscreen')).toBe('fullscreen')
  runtime.setViewState({ private: { tab: 'a' }, model: { n: 1 } })
  runtime.reportHeight(300)
  runtime.requestClose()
  await settle()
  const once = (method: string, name: keyof typeof methods) =>
    expect([method, host.sent(method).length + methods[name].mock.calls.length]).toEqual([method, 1])
  once('tools/call', 'callTool')
  once('ui/message', 'sendFollowUpMessage')
  once('ui/open-link', 'openExternal')
  once('ui/request-display-mode', 'requestDisplayMode')
  once('ui/notifications/request-teardown', 'requestClose')
  expect(methods.setWidgetState.mock.calls.length).toBe(profile.openai ? 1 : 0)
  expect(host.sent('ui/update-model-context').length).toBe(profile.bridge ? 1 : 0)
})

test.each(withViews.map(byId))('S1.B.3 %s: state is restored where the host keeps it, and empty where it does not', async (_id, profile) => {
  const { runtime } = await open(profile)
  expect(runtime.getSnapshot().viewState).toMatchObject(
    profile.keepsViewState ? { private: { draft: 'milk' }, model: { count: 2 }, restored: true } : { private: null, model: null, restored: false },
  )
})

test.each(withViews.map(byId))('%s: what the host lacks is said, and the old names show it too', async (_id, profile) => {
  const { runtime } = await open(profile)
  const has = (name: string) => profile.openai?.methods.some((method) => method === name) === true
  expect(createFiles(runtime).can()).toEqual({ pick: has('selectFiles'), upload: has('uploadFile'), download: has('getFileDownloadUrl') })
  expect((await requestModal(runtime, { title: 'x' })).shown).toBe(has('requestModal') ? 'host' : 'view')
  const facade = createOpenAiFacade(runtime)
  expect(typeof facade.uploadFile).toBe(has('uploadFile') ? 'function' : 'undefined')
  expect(facade.toolOutput).toEqual(told.result.structuredContent)
})

test('TEXT_ONLY: a view that is opened anyway says that nobody is there', async () => {
  const { runtime } = await open(TEXT_ONLY)
  const calls = (of: ViewRuntime) => [of.callTool('x'), of.sendMessage('x'), of.openLink('https://x.example/')]
  for (const call of calls(runtime)) await expect(call).rejects.toMatchObject({ code: 'VIEW_TRANSPORT' })
})
