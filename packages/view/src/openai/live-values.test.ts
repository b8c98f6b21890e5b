import { expect, test } from 'vitest'
import { onBridge, onOpenAi } from '../../../../test/support/view-hosts.ts'
import { settle } from '../../test/fake-host.ts'
import { createOpenAiFacade } from './create-facade.ts'

const structuredContent = { items: [{ id: 'eggs', quantity: 2 }] }
const meta = { 'app/prices': { eggs: 3 } }
const result = { content: [{ type: 'text', text: 'two eggs' }], structuredContent, _meta: meta }

/** The same result by each road, with the facade that shows it. */
const roads = [
  [
    'bridge',
    async () => {
      const { runtime, host } = await onBridge()
      await host.notify('ui/notifications/tool-input', { arguments: { add: 'eggs' } })
      await host.notify('ui/notifications/tool-result', result)
      return createOpenAiFacade(runtime)
    },
  ],
  [
    'window.openai 2026',
    async () => {
      const envelope = { status: 'success', call_tool_result: result, mcp_tool_result: result }
      const { runtime } = await onOpenAi({ toolInput: { add: 'eggs' }, toolOutput: structuredContent, toolResponseMetadata: envelope })
      return createOpenAiFacade(runtime)
    },
  ],
  [
    'window.openai 2025',
    async () => {
      const { runtime } = await onOpenAi({ toolInput: { add: 'eggs' }, toolOutput: structuredContent, toolResponseMetadata: meta })
      return createOpenAiFacade(runtime)
    },
  ],
] as const

test.each(roads)('X2 S2.T.2 S2.K.2 X29 %s: toolOutput is structuredContent, its _meta is there and does not show', async (_road, open) => {
  const { toolOutput, toolResponseMetadata } = await open()
  expect(toolOutput).toEqual(structuredContent)
  expect(toolOutput?.['_meta']).toEqual(meta)
  expect(toolResponseMetadata).toEqual(meta)
  expect(JSON.parse(JSON.stringify(toolOutput))).toEqual(structuredContent)
  expect(Object.keys({ ...toolOutput })).toEqual(['items'])
})

test.each(roads)('S1.B.1 S2.K.1 %s: what the host told cannot be changed', async (_road, open) => {
  const facade = await open()
  const { toolInput, toolOutput } = facade
  const items = toolOutput?.['items'] as Array<{ quantity: number }>
  expect(() => Object.assign(toolInput ?? {}, { add: 'milk' })).toThrow(TypeError)
  expect(() => Object.assign(toolOutput ?? {}, { _meta: {} })).toThrow(TypeError)
  expect(() => Object.assign(items[0] ?? {}, { quantity: 9 })).toThrow(TypeError)
  expect(() => items.push({ quantity: 1 })).toThrow(TypeError)
  expect(() => Object.assign(facade, { theme: 'dark' })).toThrow(TypeError)
  expect(facade.toolOutput).toEqual(structuredContent)
  expect(facade.toolInput).toEqual({ add: 'eggs' })
})

test('X2 a _meta of the output itself wins', async () => {
  const { runtime } = await onOpenAi({ toolOutput: { _meta: 'mine' }, toolResponseMetadata: meta })
  const { toolOutput } = createOpenAiFacade(runtime)
  expect(toolOutput).toEqual({ _meta: 'mine' })
})

test('S2.T.3 S2.K.3 S1.B.2 each call has its own toolResponseMetadata; equal results keep one toolOutput', async () => {
  const { runtime, host } = await onBridge()
  const facade = createOpenAiFacade(runtime)
  await host.notify('ui/notifications/tool-result', { ...result, _meta: { call: 1 } })
  const first = facade.toolOutput
  expect([facade.toolResponseMetadata, first?.['_meta']]).toEqual([{ call: 1 }, { call: 1 }])
  await host.notify('ui/notifications/host-context-changed', { theme: 'light' })
  expect(facade.toolOutput).toBe(first)
  await host.notify('ui/notifications/tool-result', { ...result, _meta: { call: 2 } })
  expect([facade.toolResponseMetadata, facade.toolOutput?.['_meta'], first?.['_meta']]).toEqual([{ call: 2 }, { call: 2 }, { call: 1 }])
})

test.each([
  [
    'bridge',
    async () => (await onBridge({ hostContext: { theme: 'dark', locale: 'nl', safeAreaInsets: { top: 1, bottom: 34, left: 3, right: 4 } } })).runtime,
  ],
  [
    'window.openai',
    async () => (await onOpenAi({ theme: 'dark', locale: 'nl', safeArea: { insets: { top: 1, bottom: 34, left: 3, right: 4 } } })).runtime,
  ],
])('X10 X11 %s: the surroundings are there flat and as context, the safe area as insets and as sides', async (_road, open) => {
  const facade = createOpenAiFacade(await open())
  const sides = { top: 1, bottom: 34, left: 3, right: 4 }
  expect(facade).toMatchObject({ theme: 'dark', locale: 'nl', displayMode: 'inline', safeArea: { insets: sides, ...sides } })
  expect(facade.context).toMatchObject({ theme: 'dark', locale: 'nl', safeArea: { insets: sides, ...sides } })
  expect(facade.context.safeArea).toBe(facade.safeArea)
  expect(() => Object.assign(facade.context, { theme: 'light' })).toThrow(TypeError)
})

test('X10 S2.K.5 the context is live: the same object tells what changed', async () => {
  const bridge = await onBridge()
  const openai = await onOpenAi({ displayMode: 'inline', theme: 'light', maxHeight: 500 })
  const [first, second] = [createOpenAiFacade(bridge.runtime).context, createOpenAiFacade(openai.runtime).context]
  await bridge.host.notify('ui/notifications/host-context-changed', { displayMode: 'fullscreen', containerDimensions: { maxHeight: 700 } })
  openai.host.setGlobals({ displayMode: 'fullscreen', maxHeight: 700 })
  for (const context of [first, second]) expect(context).toMatchObject({ displayMode: 'fullscreen', maxHeight: 700 })
})

test('X12 view has mode and params, and the layout bounds of older texts', async () => {
  const { runtime, host } = await onOpenAi({ view: { mode: 'modal', params: { id: 7 } } })
  const facade = createOpenAiFacade(runtime, Object.assign(Object.create(host.window) as typeof host.window, { innerWidth: 700, innerHeight: 400 }))
  expect(facade.view).toEqual({ mode: 'modal', params: { id: 7 }, width: 700, height: 400 })
  expect(facade.view).toBe(facade.view)
  expect(createOpenAiFacade((await onBridge()).runtime).view).toEqual({ mode: 'inline', params: null, width: 0, height: 0 })
})

test.each([
  ['bridge', async () => (await onBridge({ hostContext: { platform: 'mobile', deviceCapabilities: { touch: true, hover: false } } })).runtime],
  ['window.openai', async () => (await onOpenAi({ userAgent: { device: { type: 'mobile' }, capabilities: { touch: true, hover: false } } })).runtime],
])('S2.T.5 %s: userAgent is the object that ChatGPT has', async (_road, open) => {
  const facade = createOpenAiFacade(await open())
  expect(facade.userAgent).toEqual({ device: { type: 'mobile' }, capabilities: { touch: true, hover: false } })
  expect(facade.context.userAgent).toBe(facade.userAgent)
})

test('S1.B.7 the session id is there once any result told it', async () => {
  const { runtime, host, sent } = await onBridge()
  const facade = createOpenAiFacade(runtime)
  expect(facade.widgetSessionId).toBeNull()
  await host.notify('ui/notifications/tool-result', { ...result, _meta: { 'openai/widgetSessionId': 'w_1' } })
  expect(facade.widgetSessionId).toBe('w_1')
  await facade.callTool('get_cart')
  await settle()
  expect(sent('tools/call')).toEqual([{ name: 'get_cart', arguments: {}, _meta: { 'openai/widgetSessionId': 'w_1' } }])
})
