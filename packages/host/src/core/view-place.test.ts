import { describe, expect, it, test } from 'vitest'
import { CHATGPT_2026 } from '@lockstep/contract'
import { PLATFORMS } from '../platforms/profiles.ts'
import { DEFAULT_SETTINGS } from './default-settings.ts'
import { openInAppUrl } from './open-in-app.ts'
import { readHistory } from './view-history.ts'
import { grantedMode, initialMode, offeredModes, readDisplayHint, type DisplayHint, type ModeClaims } from './view-modes.ts'
import { containerOf, safeAreaOf } from './view-place.ts'

const web = { offers: CHATGPT_2026, platform: 'web' as const }
const phone = { offers: CHATGPT_2026, platform: 'mobile' as const }
const noPip = { offers: { ...CHATGPT_2026, displayModes: ['inline', 'fullscreen'] as const }, platform: 'web' as const }
const claims = (more: Partial<ModeClaims> = {}): ModeClaims => ({
  displayMode: 'inline',
  displayHint: null,
  declaredModes: null,
  modal: null,
  ...more,
})
const hint = (ui: Record<string, unknown>): DisplayHint | null => readDisplayHint({ 'openai/ui': ui })

describe('H16 display modes', () => {
  it('H16 ChatGPT 2026 offers pip, and every mode is granted that it offers', () => {
    expect(PLATFORMS['chatgpt-2026']?.offers.displayModes).toEqual(['inline', 'fullscreen', 'pip'])
    for (const mode of ['inline', 'fullscreen', 'pip'] as const) expect(grantedMode(mode, claims(), web)).toBe(mode)
  })

  it('H16 a phone has no pip: it gives fullscreen for it, and says so beforehand', () => {
    expect(offeredModes(claims(), phone)).toEqual(['inline', 'fullscreen'])
    expect(grantedMode('pip', claims(), phone)).toBe('fullscreen')
  })

  it('H16 without pip the view keeps the mode that it has', () => {
    expect(grantedMode('pip', claims({ displayMode: 'fullscreen' }), noPip)).toBe('fullscreen')
    expect(grantedMode('pip', claims(), noPip)).toBe('inline')
  })

  it('H16 neither a mode that the resource leaves out is given, nor one that the view did not declare', () => {
    const inlineOnly = claims({ displayHint: hint({ availableDisplayModes: ['inline'] }) })
    expect(offeredModes(inlineOnly, web)).toEqual(['inline'])
    expect(grantedMode('fullscreen', inlineOnly, web)).toBe('inline')
    expect(grantedMode('fullscreen', claims({ declaredModes: ['inline', 'pip'] }), web)).toBe('inline')
  })

  it('H16 a view in a dialog stays there', () => {
    expect(grantedMode('fullscreen', claims({ modal: {} }), web)).toBe('inline')
  })

  it.each<[string, Record<string, unknown> | null, 'inline' | 'fullscreen']>([
    ['nothing declared', null, 'inline'],
    ['both listed, no preference', { availableDisplayModes: ['inline', 'fullscreen'] }, 'fullscreen'],
    ['both listed, inline preferred', { availableDisplayModes: ['inline', 'fullscreen'], preferredDisplayMode: 'inline' }, 'inline'],
    ['only inline', { availableDisplayModes: ['inline'] }, 'inline'],
    ['only inline, yet fullscreen preferred', { availableDisplayModes: ['inline'], preferredDisplayMode: 'fullscreen' }, 'inline'],
    ['only fullscreen', { availableDisplayModes: ['fullscreen'] }, 'fullscreen'],
    ['a preference alone', { preferredDisplayMode: 'fullscreen' }, 'fullscreen'],
    ['nonsense', { availableDisplayModes: 'fullscreen', preferredDisplayMode: 4 }, 'inline'],
  ])('H16 the first mode: %s', (_name, ui, expected) => {
    const displayHint = ui === null ? null : hint(ui)
    expect(initialMode({ displayHint, modal: null }, web, false)).toBe(expected)
  })

  it('H16 an entrypoint opens fullscreen where there is such a thing', () => {
    expect(initialMode(claims(), web, true)).toBe('fullscreen')
    expect(initialMode(claims(), { offers: { ...CHATGPT_2026, displayModes: ['inline'] }, platform: 'web' }, true)).toBe('inline')
  })
})

test('S2.K.6 H17 in fullscreen the composer covers room at the bottom, above what the device takes', () => {
  const insets = { safeAreaInsets: { top: 47, right: 0, bottom: 34, left: 0 } }
  const settings = { ...DEFAULT_SETTINGS, composerHeightPx: 96 }
  expect(safeAreaOf({ displayMode: 'fullscreen' }, insets, settings)).toEqual({ top: 47, right: 0, bottom: 130, left: 0 })
  expect(safeAreaOf({ displayMode: 'inline' }, insets, settings)).toEqual(insets.safeAreaInsets)
})

test('a view is told the box it has: the stage, the column, or the narrower dialog', () => {
  const settings = { ...DEFAULT_SETTINGS, columnWidthPx: 736, fullscreenWidthPx: 1200, fullscreenHeightPx: 700 }
  const platform = { maxInlineHeightPx: 900, screenWidthPx: null }
  expect(containerOf({ displayMode: 'fullscreen', modal: null }, platform, settings)).toEqual({ width: 1200, height: 700 })
  expect(containerOf({ displayMode: 'inline', modal: null }, platform, settings)).toEqual({ width: 736, maxHeight: 900 })
  const modal = { openerId: 'v', title: '', params: null }
  expect(containerOf({ displayMode: 'inline', modal }, platform, settings)).toEqual({ width: 560, maxHeight: 900 })
  expect(containerOf({ displayMode: 'inline', modal: null }, { ...platform, screenWidthPx: 375 }, settings).width).toBe(375)
})

describe('H17 Open in <app>', () => {
  const history = { canGoBack: false, canGoForward: false, path: '/' }

  it('H17 leads to the path of the frame on the declared domain, unless the view set another address', () => {
    expect(openInAppUrl({ domain: null, openInAppHref: 'https://a.example/', history })).toBeNull()
    expect(openInAppUrl({ domain: 'https://a.example', openInAppHref: null, history })).toBe('https://a.example/')
    expect(openInAppUrl({ domain: 'https://a.example', openInAppHref: null, history: { ...history, path: '/list/7?all=1#top' } })).toBe(
      'https://a.example/list/7?all=1#top',
    )
    expect(openInAppUrl({ domain: 'https://a.example', openInAppHref: 'https://b.example/x', history })).toBe('https://b.example/x')
  })

  it('H17 a path cannot lead to another host', () => {
    for (const path of ['//evil.example/x', '/\\evil.example', '/%2F/evil.example']) {
      expect(new URL(openInAppUrl({ domain: 'https://a.example', openInAppHref: null, history: { ...history, path } }) ?? '').host).toBe('a.example')
    }
  })
})

test.each([
  null,
  'x',
  {},
  { canGoBack: true },
  { canGoBack: 1, canGoForward: false, path: '/' },
  { canGoBack: true, canGoForward: true, path: 'https://x' },
  { canGoBack: true, canGoForward: true, path: `/${'x'.repeat(2_001)}` },
])('H21 %j is no report of a history', (report) => expect(readHistory(report)).toBeNull())
