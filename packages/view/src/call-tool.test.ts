import { expect, test, vi } from 'vitest'
import { connect, onBridge, onOpenAi } from '../../../test/support/view-hosts.ts'
import { bridgeHost, FakeHost, settle } from '../test/fake-host.ts'

const never = () => new Promise<never>(() => {})

test.each([
  [-32602, 'MCP error -32602: Tool get_card not found', 'VIEW_UNKNOWN_TOOL'],
  [-32602, 'Unknown tool: get_card', 'VIEW_UNKNOWN_TOOL'],
  [-32602, 'The server has no tool get_card.', 'VIEW_UNKNOWN_TOOL'],
  [-32602, 'tools/call expects an object as arguments.', 'VIEW_REFUSED'],
  [-32602, 'Invalid arguments for tool get_cart: id not found', 'VIEW_REFUSED'],
  [-32601, 'Method not found', 'VIEW_REFUSED'],
  [-32000, 'The tool get_card is for the model only.', 'VIEW_REFUSED'],
  [-32603, 'the tool server is not found on the network', 'VIEW_TRANSPORT'],
  [-32001, 'Request timed out', 'VIEW_TRANSPORT'],
])('S1.B.5 bridge: %i %s -> %s', async (code, message, expected) => {
  const { runtime, host } = await onBridge()
  host.answers['tools/call'] = () => ({ error: { code, message } })
  await expect(runtime.callTool('get_card')).rejects.toMatchObject({ code: expected, message, data: { rpcCode: code } })
})

test.each([
  ['Tool get_card not found', 'VIEW_UNKNOWN_TOOL'],
  ['The tool get_card is for the model only; add "app" to its _meta.ui.visibility to call it from a view.', 'VIEW_REFUSED'],
  ['Tool is not accessible from widgets', 'VIEW_REFUSED'],
  ['network', 'VIEW_TRANSPORT'],
])('S1.B.5 window.openai: %s -> %s', async (message, expected) => {
  const { runtime, methods } = await onOpenAi()
  methods.callTool.mockRejectedValue(new Error(message))
  await expect(runtime.callTool('get_card')).rejects.toMatchObject({ code: expected, message })
  methods.callTool.mockImplementation(() => {
    throw message
  })
  await expect(runtime.callTool('get_card')).rejects.toMatchObject({ code: expected, message })
})

test("S1.B.5 a tool's own error is an answer on either road", async () => {
  const failed = { content: [{ type: 'text', text: 'sold out' }], isError: true }
  const bridge = await onBridge()
  bridge.host.answers['tools/call'] = () => failed
  const openai = await onOpenAi()
  openai.methods.callTool.mockResolvedValue(failed)
  for (const { runtime } of [bridge, openai]) expect(await runtime.callTool('buy')).toEqual(failed)
})

test('S1.B.5 a call given up is VIEW_ABORTED, and the bridge hears of it once', async () => {
  const { runtime, host, sent, clock } = await onBridge()
  host.answers['tools/call'] = never
  const abort = new AbortController()
  const outcome = runtime.callTool('get_cart', {}, { signal: abort.signal }).catch((error: unknown) => error)
  await settle()
  const id = host.sent('tools/call')[0]?.id
  abort.abort()
  expect(await outcome).toMatchObject({ code: 'VIEW_ABORTED' })
  await settle()
  expect(sent('notifications/cancelled')).toEqual([{ requestId: id }])
  await host.post({ jsonrpc: '2.0', id, result: { content: [] } })
  expect(await clock.drain()).toBe(0)
})

test('S1.B.5 a call that is over cannot be given up, and one given up before is never sent', async () => {
  const { runtime, sent } = await onBridge()
  const abort = new AbortController()
  await runtime.callTool('get_cart', {}, { signal: abort.signal })
  abort.abort()
  await settle()
  expect(sent('notifications/cancelled')).toEqual([])
  await expect(runtime.callTool('get_cart', {}, { signal: abort.signal })).rejects.toMatchObject({ code: 'VIEW_ABORTED' })
  expect(sent('tools/call')).toHaveLength(1)
})

test('S1.B.5 window.openai: a call given up is not waited for, one given up before is not made', async () => {
  const { runtime, methods, clock } = await onOpenAi()
  methods.callTool.mockImplementation(never)
  const abort = new AbortController()
  const outcome = runtime.callTool('get_cart', {}, { signal: abort.signal }).catch((error: unknown) => error)
  await settle()
  abort.abort()
  expect(await outcome).toMatchObject({ code: 'VIEW_ABORTED' })
  expect(await clock.drain()).toBe(0)
  await expect(runtime.callTool('get_cart', {}, { signal: abort.signal })).rejects.toMatchObject({ code: 'VIEW_ABORTED' })
  expect(methods.callTool).toHaveBeenCalledTimes(1)
})

test('S1.B.5 a call given up while the view still connects is never sent', async () => {
  const host = bridgeHost()
  const { runtime } = connect(host)
  const abort = new AbortController()
  const outcome = runtime.callTool('get_cart', {}, { signal: abort.signal }).catch((error: unknown) => error)
  abort.abort()
  expect(await outcome).toMatchObject({ code: 'VIEW_ABORTED' })
  expect(host.sent('tools/call')).toHaveLength(0)
})

test('S1.B.5 a call that takes too long is VIEW_TIMEOUT after its own time, and is cancelled on the bridge', async () => {
  const { runtime, host, sent, clock } = await onBridge()
  host.answers['tools/call'] = never
  const outcome = runtime.callTool('get_cart', {}, { timeoutMs: 50 }).catch((error: unknown) => error)
  await clock.advance(49)
  expect(sent('notifications/cancelled')).toEqual([])
  await clock.advance(1)
  expect(await outcome).toMatchObject({ code: 'VIEW_TIMEOUT', message: expect.stringContaining('may still have happened') })
  expect(sent('notifications/cancelled')).toEqual([{ requestId: host.sent('tools/call')[0]?.id }])
})

test('S1.B.7 the id of this instance goes with every call of the bridge, and another instance has another', async () => {
  const ids = []
  for (const id of ['w_1', 'w_2']) {
    const { runtime, host, sent } = await onBridge()
    await runtime.callTool('first')
    await host.notify('ui/notifications/tool-result', { content: [], _meta: { 'openai/widgetSessionId': id } })
    await runtime.callTool('second')
    await runtime.callTool('third')
    expect(runtime.getSnapshot().widgetSessionId).toBe(id)
    ids.push(...sent('tools/call').map((params) => params?.['_meta']))
  }
  const [first, second] = [{ 'openai/widgetSessionId': 'w_1' }, { 'openai/widgetSessionId': 'w_2' }]
  expect(ids).toEqual([undefined, first, first, undefined, second, second])
})

test("S1.B.7 an answer to the view's own call tells it too, but never replaces it", async () => {
  const { runtime, host } = await onBridge()
  for (const id of ['w_1', 'w_2']) {
    host.answers['tools/call'] = () => ({ content: [], _meta: { 'openai/widgetSessionId': id } })
    await runtime.callTool('get_cart')
    expect(runtime.getSnapshot().widgetSessionId).toBe('w_1')
  }
})

test('a host whose answer is no answer is trouble on the way, at once', async () => {
  const { runtime, host } = await onBridge()
  host.answers['tools/call'] = never
  const outcome = runtime.callTool('get_cart').catch((error: unknown) => error)
  await settle()
  await host.post({ jsonrpc: '2.0', id: host.sent('tools/call')[0]?.id, result: 'yes' })
  expect(await outcome).toMatchObject({ code: 'VIEW_TRANSPORT' })
})

test('a call before any host is known waits, and goes by window.openai when the bridge does not come', async () => {
  const host = new FakeHost({ openai: { callTool: async () => ({ content: [] }) } })
  const { runtime, clock } = connect(host)
  const outcome = runtime.callTool('get_cart')
  await clock.advance(1_000)
  expect(await outcome).toEqual({ content: [] })
})

test('a time limit longer than a timer can be is none, and does not end the call at once', async () => {
  const { runtime, host, clock } = await onBridge()
  const setTimer = vi.spyOn(clock, 'setTimeout')
  host.answers['tools/call'] = () => ({ content: [] })
  await runtime.callTool('import_all', {}, { timeoutMs: Number.MAX_SAFE_INTEGER })
  expect(setTimer.mock.calls.filter(([, delayMs]) => delayMs > 2 ** 31 - 1)).toEqual([])
})

test('a refusal that the browser words has no code of a protocol: its words count', async () => {
  const { runtime, methods } = await onOpenAi()
  methods.callTool.mockRejectedValue(new DOMException('The request is not allowed by the user agent.', 'NotAllowedError'))
  const error: unknown = await runtime.callTool('get_card').catch((cause: unknown) => cause)
  expect(error).toMatchObject({ code: 'VIEW_REFUSED', data: {} })
})
