import { HOST_PROFILES } from '@lockstep/contract'
import { describe, expect, it } from 'vitest'
import { settingsChange } from '../api/commands/settings-change.ts'
import { PLATFORMS } from '../platforms/profiles.ts'
import { DEFAULT_SETTINGS } from './default-settings.ts'
import { restoreSettings } from './settings-schema.ts'
import { createSettingsStore } from './settings-store.ts'

it('H25 every profile of the contract is played, with what it offers', () => {
  expect(Object.entries(PLATFORMS).map(([id, { offers }]) => [id, offers])).toMatchObject(HOST_PROFILES.map((profile) => [profile.id, profile]))
})

describe('saved settings', () => {
  it('H24 a member that does not read has its default, the others stand', () => {
    const saved = {
      theme: 'dark',
      locale: 'not a locale',
      columnWidthPx: -4,
      device: 'fridge',
      timeZone: 'Europe/Paris',
      unknown: 1,
      userLocation: { city: 7 },
    }
    expect(restoreSettings(saved)).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', timeZone: 'Europe/Paris' })
  })

  it('the defaults are settings that the page may send', () => {
    expect(settingsChange.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS)
    expect(restoreSettings({})).toEqual(DEFAULT_SETTINGS)
  })

  it('H25 a platform that is gone falls back to the default one', () => {
    expect(createSettingsStore(PLATFORMS, { profile: 'gone', theme: 'dark' }).get()).toMatchObject({ profile: 'chatgpt-2026', theme: 'dark' })
    expect(createSettingsStore(PLATFORMS, { profile: '__proto__' }).get().profile).toBe('chatgpt-2026')
  })
})

describe('a change', () => {
  it('says what it did, and a refused one did nothing', () => {
    const settings = createSettingsStore(PLATFORMS, {})
    expect(settings.change({ theme: 'dark' })).toBe('settings')
    expect(settings.change({ theme: 'dark' })).toBe('nothing')
    expect(settings.change({ profile: 'text' })).toBe('platform')
    expect(() => settings.change({ profile: 'constructor', theme: 'light' })).toThrow(/Expected one of the platforms/)
    expect(settings.get()).toMatchObject({ profile: 'text', theme: 'dark' })
  })

  it.each([
    [{ locale: 'x' }],
    [{ timeZone: 'Mars/Phobos' }],
    [{ textSizePercent: 12 }],
    [{ safeAreaInsets: { top: 1 } }],
    [{ displayModesOff: ['huge'] }],
    [{ userLocation: { latitude: 91 } }],
    [{ colour: 'red' }],
  ])('H24 the page cannot set %j', (change) => expect(settingsChange.safeParse(change).success).toBe(false))
})

describe('the platform as it is played', () => {
  const played = (change: Partial<typeof DEFAULT_SETTINGS>) => {
    const settings = createSettingsStore(PLATFORMS, {})
    settings.change(change)
    return settings.profile()
  }

  it('H24 a phone is mobile, touched, and has covered edges', () => {
    expect(played({ device: 'phone' })).toMatchObject({
      platform: 'mobile',
      device: 'mobile',
      deviceCapabilities: { touch: true, hover: false },
      safeAreaInsets: { top: 47, right: 0, bottom: 34, left: 0 },
      screenWidthPx: 375,
    })
    expect(played({ device: 'tablet' })).toMatchObject({ device: 'tablet', screenWidthPx: 768 })
    expect(played({ device: 'phone-small' })).toMatchObject({ device: 'mobile', screenWidthPx: 320 })
    expect(played({ device: 'desktop' })).toMatchObject({ platform: 'web', device: 'desktop', deviceCapabilities: { touch: false, hover: true } })
  })

  it('H24 what the person chose wins over the device', () => {
    const insets = { top: 1, right: 2, bottom: 3, left: 4 }
    expect(played({ device: 'phone', input: 'mouse', safeAreaInsets: insets, maxHeightPx: 500 })).toMatchObject({
      deviceCapabilities: { touch: false, hover: true },
      safeAreaInsets: insets,
      maxInlineHeightPx: 500,
    })
    expect(played({ input: 'touch' }).deviceCapabilities).toEqual({ touch: true, hover: false })
  })

  it('H16 a mode that is switched off is not offered, inline always is', () => {
    expect(played({}).offers.displayModes).toEqual(['inline', 'fullscreen', 'pip'])
    expect(played({ displayModesOff: ['pip', 'inline'] }).offers.displayModes).toEqual(['inline', 'fullscreen'])
  })
})
