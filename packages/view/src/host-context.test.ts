import { expect, test } from 'vitest'
import { onBridge, onOpenAi } from '../../../test/support/view-hosts.ts'
import { deviceOf } from './device-of.ts'
import { isModal } from './features/modal.ts'

test('S2.T.5 the bridge: modes, device and all else the host told', async () => {
  const hostContext = {
    availableDisplayModes: ['inline', 'fullscreen', 'huge'],
    platform: 'mobile',
    deviceCapabilities: { touch: true, hover: false },
    timeZone: 'Europe/Berlin',
    toolInfo: { id: 7, tool: { name: 'show_cart' } },
    'openai/deepLink': { url: 'https://chatgpt.com/plugins/p/app/show_cart?path=x' },
  }
  const { runtime } = await onBridge({ hostContext })
  const context = runtime.getSnapshot().hostContext
  expect(context).toMatchObject({ availableDisplayModes: ['inline', 'fullscreen'], view: { mode: 'inline', params: null }, told: hostContext })
  expect(deviceOf(context)).toEqual({ type: 'mobile', touch: true, hover: false })
  expect(() => Object.assign(context.told, { timeZone: 'x' })).toThrow(TypeError)
})

test('S2.T.5 window.openai: device, view and its parameters, live', async () => {
  const { runtime, host } = await onOpenAi({ userAgent: { device: { type: 'tablet' }, capabilities: { touch: true, hover: false } } })
  expect(deviceOf(runtime.getSnapshot().hostContext)).toEqual({ type: 'tablet', touch: true, hover: false })
  expect(runtime.getSnapshot().hostContext).toMatchObject({ availableDisplayModes: null, view: { mode: 'inline', params: null } })
  host.setGlobals({ view: { mode: 'modal', params: { id: 1 } }, displayMode: 'inline' })
  expect(runtime.getSnapshot().hostContext.view).toEqual({ mode: 'modal', params: { id: 1 } })
  expect(isModal(runtime.getSnapshot())).toBe(true)
})

test('a view mode that lags behind the display mode is not believed', async () => {
  const { runtime } = await onBridge({ hostContext: { displayMode: 'fullscreen' }, openai: { view: { mode: 'inline' }, displayMode: 'inline' } })
  expect(runtime.getSnapshot().hostContext).toMatchObject({ displayMode: 'fullscreen', view: { mode: 'fullscreen' } })
})

test('nonsense counts as absent', async () => {
  const { runtime } = await onBridge({
    hostContext: {
      theme: 'red',
      displayMode: 9,
      availableDisplayModes: 'all',
      containerDimensions: [],
      platform: 'web',
      deviceCapabilities: { touch: 'yes' },
    },
    openai: { userAgent: 'chatgpt', view: 'inline', safeArea: { top: 3 } },
  })
  const context = runtime.getSnapshot().hostContext
  expect(context).toMatchObject({ theme: 'light', displayMode: 'inline', availableDisplayModes: null, userAgent: {}, safeArea: { top: 0 } })
  expect(deviceOf(context)).toEqual({ type: 'unknown', touch: null, hover: null })
})

test('a mode the host says it does not have is not asked for; the mode of now is the answer', async () => {
  const { runtime, sent } = await onBridge({ hostContext: { displayMode: 'inline', availableDisplayModes: ['inline', 'fullscreen'] } })
  expect(await runtime.requestDisplayMode('pip')).toBe('inline')
  expect(sent('ui/request-display-mode')).toEqual([])
})

test.each([
  ['bridge', async () => (await onBridge()).runtime],
  ['window.openai', async () => (await onOpenAi({ displayMode: 'inline' })).runtime],
])('%s: a granted mode shows at once, without waiting for the news of it', async (_road, open) => {
  const runtime = await open()
  expect(await runtime.requestDisplayMode('fullscreen')).toBe('fullscreen')
  expect(runtime.getSnapshot().hostContext).toMatchObject({ displayMode: 'fullscreen', view: { mode: 'fullscreen' } })
})
