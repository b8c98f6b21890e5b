import { expect, test } from 'vitest'
import { onBridge, onOpenAi } from '../../../../test/support/view-hosts.ts'
import { settle } from '../../test/fake-host.ts'
import { createOpenAiFacade, type OpenAiFacade } from './create-facade.ts'

/** Old forms are wrong by today's types, which is the point. */
type Loose = Record<Exclude<keyof OpenAiFacade, 'context'>, (...args: unknown[]) => Promise<unknown>>

function facadeOf(runtime: Parameters<typeof createOpenAiFacade>[0]) {
  return createOpenAiFacade(runtime) as unknown as Loose
}

const call = { name: 'get_cart', arguments: { id: 'c_1' } }

test.each([
  ['positional', ['get_cart', { id: 'c_1' }], call],
  ['positional, no arguments', ['get_cart'], { name: 'get_cart', arguments: {} }],
  ['an object', [call], call],
  ['an object with args', [{ name: 'get_cart', args: { id: 'c_1' } }], call],
  ['an object with a name alone', [{ name: 'get_cart' }], { name: 'get_cart', arguments: {} }],
])('X1 S2.A.1 callTool, %s: one canonical call on either road', async (_form, args, wire) => {
  const bridge = await onBridge()
  expect(await facadeOf(bridge.runtime).callTool(...args)).toEqual({ content: [], structuredContent: { by: 'bridge' } })
  expect(bridge.sent('tools/call')).toEqual([wire])
  const openai = await onOpenAi()
  expect(await facadeOf(openai.runtime).callTool(...args)).toEqual({ content: [], structuredContent: { by: 'openai' } })
  expect(openai.methods.callTool.mock.calls).toEqual([[wire.name, wire.arguments]])
})

test.each([
  ['a text', ['Any eggs left?'], { prompt: 'Any eggs left?' }],
  ['{ message }', [{ message: 'Any eggs left?' }], { prompt: 'Any eggs left?' }],
  ['{ prompt }', [{ prompt: 'Any eggs left?' }], { prompt: 'Any eggs left?' }],
  ['both, where prompt wins', [{ message: 'no', prompt: 'Any eggs left?' }], { prompt: 'Any eggs left?' }],
  ['{ prompt, scrollToBottom }', [{ prompt: 'Any eggs left?', scrollToBottom: false }], { prompt: 'Any eggs left?', scrollToBottom: false }],
])('X4 S2.A.2 sendFollowUpMessage, %s', async (_form, args, prompt) => {
  const bridge = await onBridge()
  await facadeOf(bridge.runtime).sendFollowUpMessage(...args)
  expect(bridge.sent('ui/message')).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Any eggs left?' }] }])
  const openai = await onOpenAi()
  await facadeOf(openai.runtime).sendFollowUpMessage(...args)
  expect(openai.methods.sendFollowUpMessage.mock.calls).toEqual([[prompt]])
})

test.each([
  ['a text', 'fullscreen'],
  ['{ mode }', { mode: 'fullscreen' }],
])('X5 S2.A.6 requestDisplayMode, %s: answers the mode that was granted', async (_form, given) => {
  const bridge = await onBridge()
  expect(await facadeOf(bridge.runtime).requestDisplayMode(given)).toEqual({ mode: 'fullscreen' })
  expect(bridge.sent('ui/request-display-mode')).toEqual([{ mode: 'fullscreen' }])
  const openai = await onOpenAi()
  openai.methods.requestDisplayMode.mockResolvedValue({ mode: 'inline' })
  expect(await facadeOf(openai.runtime).requestDisplayMode(given)).toEqual({ mode: 'inline' })
  expect(openai.methods.requestDisplayMode.mock.calls).toEqual([[{ mode: 'fullscreen' }]])
})

test.each([
  ['{ title, content }', { title: 'Sure?', content: 'All of it' }, { params: { title: 'Sure?', content: 'All of it' } }],
  ['{ params, template }', { params: { id: 1 }, template: 'ui://cart/edit.html' }, { params: { id: 1 }, template: 'ui://cart/edit.html' }],
  ['{ title, params, anchor }', { title: 'Edit', params: { id: 1 }, anchor: { x: 1 } }, { params: { id: 1, title: 'Edit' } }],
  ['nothing', undefined, {}],
])('X6 S2.A.7 requestModal, %s', async (_form, given, wire) => {
  const openai = await onOpenAi()
  expect(await facadeOf(openai.runtime).requestModal(given)).toEqual({ closed: true })
  expect(openai.methods.requestModal.mock.calls).toEqual([[wire]])
  const bridge = await onBridge()
  await expect(facadeOf(bridge.runtime).requestModal(given)).rejects.toMatchObject({ code: 'VIEW_UNSUPPORTED' })
})

const href = 'https://shop.example/x'
test.each([
  ['an address', [href], { href }],
  ['an address and options', [href, { redirectUrl: false }], { href, redirectUrl: false }],
  ['{ href }', [{ href }], { href }],
  ['{ url }', [{ url: href }], { href }],
  ['{ href, redirectUrl }', [{ href, redirectUrl: 'https://back.example/' }], { href, redirectUrl: 'https://back.example/' }],
])('X7 S2.A.9 openExternal, %s', async (_form, args, wire) => {
  const bridge = await onBridge()
  await facadeOf(bridge.runtime).openExternal(...args)
  expect(bridge.sent('ui/open-link')).toEqual([{ url: href }])
  const openai = await onOpenAi()
  await facadeOf(openai.runtime).openExternal(...args)
  expect(openai.methods.openExternal.mock.calls).toEqual([[wire]])
})

test.each([
  ['an id', 'file_1'],
  ['{ fileId }', { fileId: 'file_1' }],
  ['{ file_id }', { file_id: 'file_1' }],
])('X8 S2.A.5 getFileDownloadUrl, %s', async (_form, given) => {
  const openai = await onOpenAi()
  expect(await facadeOf(openai.runtime).getFileDownloadUrl(given)).toEqual({ downloadUrl: 'https://files.test/file_1' })
  expect(openai.methods.getFileDownloadUrl.mock.calls).toEqual([[{ fileId: 'file_1' }]])
  const bridge = await onBridge()
  expect(createOpenAiFacade(bridge.runtime).getFileDownloadUrl).toBeUndefined()
})

test.each([
  ['a number', 320],
  ['{ height }', { height: 320 }],
])('S2.A.8 notifyIntrinsicHeight, %s: a number on either road, and bad values are ignored', async (_form, given) => {
  const bridge = await onBridge()
  const openai = await onOpenAi()
  for (const { runtime } of [bridge, openai]) {
    const facade = facadeOf(runtime)
    for (const value of [given, -1, Number.NaN, 'tall', { height: '9' }, null]) void facade.notifyIntrinsicHeight(value)
  }
  await settle()
  expect(bridge.sent('ui/notifications/size-changed')).toEqual([{ height: 320 }])
  expect(openai.methods.notifyIntrinsicHeight.mock.calls).toEqual([[320]])
})

test('X16 requestClose() and a result that says closeWidget do the same on either road', async () => {
  const openai = await onOpenAi()
  await facadeOf(openai.runtime).requestClose()
  openai.methods.callTool.mockResolvedValue({ content: [], _meta: { 'openai/closeWidget': true } })
  await facadeOf(openai.runtime).callTool('checkout')
  expect(openai.methods.requestClose).toHaveBeenCalledTimes(2)

  const bridge = await onBridge()
  await facadeOf(bridge.runtime).requestClose()
  bridge.host.answers['tools/call'] = () => ({ content: [], _meta: { 'openai/closeWidget': true } })
  await facadeOf(bridge.runtime).callTool('checkout')
  await settle()
  expect(bridge.sent('ui/notifications/request-teardown')).toHaveLength(2)
  await bridge.host.notify('ui/notifications/tool-result', { content: [], _meta: { 'openai/closeWidget': true } })
  expect(bridge.sent('ui/notifications/request-teardown')).toHaveLength(3)
})

test.each([
  ['callTool', [{ arguments: {} }]],
  ['callTool', []],
  ['sendFollowUpMessage', [{}]],
  ['sendFollowUpMessage', ['  ']],
  ['requestDisplayMode', ['huge']],
  ['openExternal', [{}]],
  ['getFileDownloadUrl', [7]],
  ['setOpenInAppUrl', [{}]],
] as const)('%s with %j is refused with the canonical form, and nothing is sent', async (name, args) => {
  const openai = await onOpenAi()
  await expect(facadeOf(openai.runtime)[name](...args)).rejects.toMatchObject({ code: 'VIEW_INVALID', message: expect.stringContaining(name) })
  for (const method of Object.values(openai.methods)) expect(method).not.toHaveBeenCalled()
})

test('what the host lacks is absent, and what it has works: files, checkout, the button of fullscreen views', async () => {
  const openai = await onOpenAi()
  const facade = facadeOf(openai.runtime)
  expect(await facade.uploadFile(new File(['x'], 'a.png', { type: 'image/png' }), { library: true })).toEqual({ fileId: 'file_up' })
  expect(openai.methods.uploadFile.mock.calls).toEqual([[expect.any(File), { library: true }]])
  expect(await facade.selectFiles()).toEqual([{ fileId: 'file_pick', fileName: 'a.png', mimeType: 'image/png' }])
  expect(await facade.requestCheckout({ id: 's_1' })).toEqual({ paid: true })
  await facade.setOpenInAppUrl({ href })
  await facade.setOpenInAppUrl(href)
  expect(openai.methods.setOpenInAppUrl.mock.calls).toEqual([[{ href }], [{ href }]])
  const bare = createOpenAiFacade((await onBridge()).runtime)
  expect([bare.uploadFile, bare.selectFiles, bare.requestCheckout]).toEqual([undefined, undefined, undefined])
  await bare.setOpenInAppUrl({ href })
})

test.each([
  ['openExternal', 'https://shop.example/'],
  ['setOpenInAppUrl', 'https://shop.example/'],
] as const)('a refused %s that nobody waits for, as old code does, is no unhandled rejection', async (name, argument) => {
  const openai = await onOpenAi()
  openai.methods[name].mockImplementation(() => Promise.reject(new Error('refused')))
  const told: unknown[] = []
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (error) => told.push(error))
  const asked = facadeOf(openai.runtime)[name](argument)
  await new Promise((resolve) => setImmediate(resolve))
  process.removeAllListeners('unhandledRejection')
  for (const other of others) process.on('unhandledRejection', other)
  expect(told).toEqual([])
  await expect(asked).rejects.toMatchObject({ code: 'VIEW_REFUSED' })
})
