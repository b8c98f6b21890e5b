import { VIEW_TOOL_CALL_TIMEOUT_MS } from '@lockstep/contract'
import { expect, test, vi } from 'vitest'
import { connectView, HANDSHAKE_TIMEOUT_MS } from './connect-view.ts'
import { ViewError } from './view-error.ts'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { bridgeHost, FakeHost, settle } from '../test/fake-host.ts'

const appInfo = { name: 'cart', version: '1.0.0' }

function connect(host: FakeHost) {
  const clock = createFakeClock()
  return { clock, runtime: connectView({ window: host.window, appInfo, clock }) }
}

test('a tool call made while connecting waits for the bridge and goes there, though window.openai has one too', async () => {
  const callTool = vi.fn()
  const host = bridgeHost({ openai: { callTool } })
  host.answers['tools/call'] = ({ name }) => ({ content: [], structuredContent: { called: name } })
  const { runtime } = connect(host)
  expect(await runtime.callTool('get_cart', { cartId: 'c_1' })).toEqual({ content: [], structuredContent: { called: 'get_cart' } })
  expect(host.sent('tools/call')[0]?.params).toEqual({ name: 'get_cart', arguments: { cartId: 'c_1' } })
  expect(callTool).not.toHaveBeenCalled()
})

test('a bridge that does not offer tools leaves the call to window.openai', async () => {
  const callTool = vi.fn(async () => ({ result: 'plain text', meta: { a: 1 } }))
  const host = bridgeHost({ openai: { callTool }, capabilities: {} })
  const { runtime } = connect(host)
  expect(await runtime.callTool('get_cart', { x: 1 })).toEqual({ content: [{ type: 'text', text: 'plain text' }], _meta: { a: 1 } })
  expect(callTool).toHaveBeenCalledWith('get_cart', { x: 1 })
  expect(host.sent('tools/call')).toHaveLength(0)
})

test("a tool's own error resolves, the host's refusal and trouble reject with their codes", async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  host.answers['tools/call'] = () => ({ content: [], isError: true, _meta: { 'lockstep/error': { code: 'not_found' } } })
  expect(await runtime.callTool('get_cart')).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'not_found' } } })
  host.answers['tools/call'] = () => ({ error: { code: -32000, message: 'not visible to views' } })
  const refusal = await runtime.callTool('get_cart').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ViewError)
  expect(refusal).toMatchObject({ code: 'VIEW_REFUSED', message: 'not visible to views', data: { rpcCode: -32000 } })
  host.answers['tools/call'] = () => ({ error: { code: -32603, message: 'server unreachable' } })
  await expect(runtime.callTool('get_cart')).rejects.toMatchObject({ code: 'VIEW_TRANSPORT' })
})

test('a call that is never answered is given up after 30 s on both roads', async () => {
  const silent = bridgeHost()
  const openai = new FakeHost({ hasParent: false, openai: { callTool: () => new Promise(() => {}) } })
  for (const host of [silent, openai]) {
    const { runtime, clock } = connect(host)
    await settle()
    const outcome = runtime.callTool('get_cart').catch((error: unknown) => error)
    let isOver = false
    void outcome.then(() => (isOver = true))
    await clock.advance(VIEW_TOOL_CALL_TIMEOUT_MS - 1)
    expect(isOver).toBe(false)
    await clock.advance(1)
    expect(await outcome).toMatchObject({ code: 'VIEW_TIMEOUT' })
    expect(await clock.drain()).toBe(0)
  }
})

test('a rejection of window.openai is trouble on the way, with its cause', async () => {
  const cause = new Error('network')
  const { runtime } = connect(new FakeHost({ hasParent: false, openai: { callTool: () => Promise.reject(cause) } }))
  await expect(runtime.callTool('get_cart')).rejects.toMatchObject({ code: 'VIEW_TRANSPORT', message: 'network', cause })
})

test('messages, links and display modes go by the bridge in its words', async () => {
  const host = bridgeHost()
  host.answers['ui/message'] = () => ({})
  host.answers['ui/open-link'] = ({ url }) => ({ isError: url === 'https://bad.example/' })
  host.answers['ui/request-display-mode'] = () => ({ mode: 'fullscreen' })
  const { runtime } = connect(host)
  await runtime.sendMessage('hello')
  expect(host.sent('ui/message')[0]?.params).toEqual({ role: 'user', content: [{ type: 'text', text: 'hello' }] })
  await runtime.openLink('https://good.example/')
  await expect(runtime.openLink('https://bad.example/')).rejects.toMatchObject({ code: 'VIEW_REFUSED' })
  expect(await runtime.requestDisplayMode('pip')).toBe('fullscreen')
})

test('messages, links and display modes go by window.openai in its words', async () => {
  const openai = { sendFollowUpMessage: vi.fn(async () => {}), openExternal: vi.fn(), requestDisplayMode: vi.fn(async () => ({ mode: 'inline' })) }
  const host = new FakeHost({ openai })
  const { runtime, clock } = connect(host)
  await clock.advance(HANDSHAKE_TIMEOUT_MS)
  await runtime.sendMessage('hello')
  expect(openai.sendFollowUpMessage).toHaveBeenCalledWith({ prompt: 'hello' })
  await runtime.openLink('https://good.example/')
  expect(openai.openExternal).toHaveBeenCalledWith({ href: 'https://good.example/' })
  expect(await runtime.requestDisplayMode('pip')).toBe('inline')
  expect(openai.requestDisplayMode).toHaveBeenCalledWith({ mode: 'pip' })
})

test('closing asks window.openai where it can, else the bridge; a result that asks for it does the same', async () => {
  const requestClose = vi.fn()
  const both = bridgeHost({ openai: { requestClose } })
  both.answers['tools/call'] = () => ({ content: [], _meta: { 'openai/closeWidget': true } })
  const first = connect(both).runtime
  await settle()
  await first.callTool('checkout')
  expect(requestClose).toHaveBeenCalledTimes(1)
  expect(both.sent('ui/notifications/request-teardown')).toHaveLength(0)

  const bridge = bridgeHost()
  const second = connect(bridge).runtime
  await settle()
  second.requestClose()
  await settle()
  expect(bridge.sent('ui/notifications/request-teardown')).toHaveLength(1)
})

test('height goes by both roads, and again once the bridge is there', async () => {
  const notifyIntrinsicHeight = vi.fn()
  const host = bridgeHost({ openai: { notifyIntrinsicHeight } })
  const { runtime } = connect(host)
  runtime.reportHeight(320)
  expect(notifyIntrinsicHeight).toHaveBeenCalledWith(320)
  await settle()
  expect(host.sent('ui/notifications/size-changed').map((message) => message.params)).toEqual([{ height: 320 }])
})

test('what only window.openai can do goes there, though a bridge is there too', async () => {
  const openai = { sendFollowUpMessage: vi.fn(async () => {}), openExternal: vi.fn() }
  const host = bridgeHost({ openai })
  host.answers['ui/message'] = () => ({})
  host.answers['ui/open-link'] = () => ({})
  const { runtime } = connect(host)
  await runtime.sendMessage('quietly', { scrollToBottom: false })
  await runtime.openLink('https://shop.example/', { redirectUrl: false })
  expect(openai.sendFollowUpMessage.mock.calls).toEqual([[{ prompt: 'quietly', scrollToBottom: false }]])
  expect(openai.openExternal.mock.calls).toEqual([[{ href: 'https://shop.example/', redirectUrl: false }]])
  await runtime.sendMessage('as ever', { scrollToBottom: true })
  await runtime.openLink('https://shop.example/')
  expect(host.sent('ui/message')).toHaveLength(1)
  expect(host.sent('ui/open-link')).toHaveLength(1)
  expect(openai.openExternal).toHaveBeenCalledTimes(1)
})
