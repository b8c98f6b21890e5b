import { expect, it } from 'vitest'
import type { HostSettings } from '../api/host-state.ts'
import { setUpFlow } from '../testing/set-up-flow.ts'
import { DEFAULT_SETTINGS } from './default-settings.ts'

const flow = setUpFlow()

/** What the view hears of one change of the settings, over both bridges. */
async function heard(change: Partial<HostSettings>, before: Partial<HostSettings> = {}): Promise<Array<Record<string, unknown>>> {
  const { core, say, lastView, view } = flow.harness
  core.changeSettings(before)
  await say('render it')
  const end = view(lastView().id)
  await end.initialize()
  await end.notify('openai/hello')
  const count = end.received().length
  core.changeSettings(change)
  return end.received().slice(count)
}

it.each<[Partial<HostSettings>, hostContext: Record<string, unknown>, globals: Record<string, unknown> | null]>([
  [{ theme: 'dark' }, { theme: 'dark' }, { theme: 'dark' }],
  [{ locale: 'ar-EG' }, { locale: 'ar-EG' }, { locale: 'ar-EG' }],
  [{ timeZone: 'Asia/Tokyo' }, { timeZone: 'Asia/Tokyo' }, null],
  [{ systemTimeZone: 'Asia/Tokyo' }, { timeZone: 'Asia/Tokyo' }, null],
  [{ maxHeightPx: 480 }, { containerDimensions: { width: 768, maxHeight: 480 } }, { maxHeight: 480 }],
  [{ columnWidthPx: 400 }, { containerDimensions: { width: 400, maxHeight: 16_000 } }, null],
  [
    { safeAreaInsets: { top: 1, right: 2, bottom: 3, left: 4 } },
    { safeAreaInsets: { top: 1, right: 2, bottom: 3, left: 4 } },
    { safeArea: { insets: { top: 1, right: 2, bottom: 3, left: 4 } } },
  ],
  [{ displayModesOff: ['pip'] }, { availableDisplayModes: ['inline', 'fullscreen'] }, null],
])('H24 S2.T.5 %j is told at once, and nothing else', async (change, hostContext, globals) => {
  const [context, set, ...more] = await heard(change)
  expect(context).toMatchObject({ method: 'ui/notifications/host-context-changed' })
  expect({ ...(context?.['params'] as object), styles: null }).toEqual({ ...hostContext, styles: null })
  expect(set).toEqual(globals === null ? undefined : { jsonrpc: '2.0', method: 'openai/set_globals', params: { globals } })
  expect(more).toEqual([])
})

it('H24 S2.T.5 a device changes what both bridges and the frame itself say of it', async () => {
  const told = await heard({ device: 'phone' })
  expect(told).toMatchObject([
    { method: 'lockstep/surroundings', params: { surroundings: { isInputForced: true, hover: false, touch: true } } },
    {
      method: 'ui/notifications/host-context-changed',
      params: { platform: 'mobile', deviceCapabilities: { touch: true, hover: false }, containerDimensions: { width: 375 } },
    },
    { method: 'openai/set_globals', params: { globals: { userAgent: { device: { type: 'mobile' }, capabilities: { hover: false, touch: true } } } } },
  ])
})

it.each<[Partial<HostSettings>, Record<string, unknown>]>([
  [{ reducedMotion: 'reduce' }, { reducedMotion: 'reduce' }],
  [{ textSizePercent: 200 }, { textSizePercent: 200 }],
])('H24 %j has no member in either bridge: only the frame is told', async (change, surroundings) => {
  const told = await heard(change)
  expect(told).toMatchObject([{ method: 'lockstep/surroundings', params: { surroundings } }])
})

it('H24 surroundings that change between a document and its first word are told with the first answer', async () => {
  const { core, say, lastView, view } = flow.harness
  await say('render it')
  const { id, frameUrl } = lastView()
  await core.sandbox.readDocument(frameUrl.split('/p/')[1] ?? '')
  core.changeSettings({ reducedMotion: 'reduce' })
  const end = view(id)
  await end.notify('openai/hello')
  expect(end.received()).toContainEqual(
    expect.objectContaining({
      method: 'lockstep/surroundings',
      params: { surroundings: expect.objectContaining({ reducedMotion: 'reduce' }) },
    }),
  )
})

it('H24 a zone of its own is not moved by the page', async () => {
  expect(await heard({ systemTimeZone: 'Asia/Tokyo' }, { timeZone: 'America/Lima' })).toEqual([])
})

it('H2 every hint of the platform comes with a call, and each can be switched off', async () => {
  const { core, say } = flow.harness
  const keys = ['locale', 'userAgent', 'userLocation', 'subject', 'session', 'organization'].map((name) => `openai/${name}`)
  const sent = async (): Promise<Record<string, unknown>> => {
    await say('look at me')
    return Object.fromEntries(Object.entries(flow.calls.at(-1)?.meta ?? {}).filter(([key]) => key.startsWith('openai/')))
  }
  core.changeSettings({ locale: 'de-CH' })
  const all = await sent()
  expect(Object.keys(all).toSorted()).toEqual(keys.toSorted())
  expect(all).toMatchObject({ 'openai/locale': 'de-CH', 'openai/userLocation': DEFAULT_SETTINGS.userLocation, 'openai/userAgent': 'chatgpt' })
  for (const off of keys) {
    core.changeSettings({ hintsOff: [off] })
    expect(Object.keys(await sent()).toSorted()).toEqual(keys.filter((key) => key !== off).toSorted())
  }
  core.changeSettings({ hintsOff: [], organization: '', userLocation: { city: 'Bern' } })
  const fewer = await sent()
  expect(fewer['openai/userLocation']).toEqual({ city: 'Bern' })
  expect(fewer).not.toHaveProperty('openai/organization')
})
