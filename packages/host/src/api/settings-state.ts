import type { DisplayMode, SafeAreaInsets, Theme, UserLocation } from '@lockstep/contract'
import type { ModelChoice } from './model-state.ts'

/** What a person may switch, and what the page reports of its surroundings. */
export interface HostSettings {
  /** Id of the platform played. */
  profile: string
  /** lenient: every historic form of a view's arguments is taken, with a warning; strict: only the canonical one. */
  strictness: 'lenient' | 'strict'
  model: ModelChoice
  theme: Theme | 'system'
  /** BCP 47. */
  locale: string
  /** IANA; `system` follows the page's own. */
  timeZone: string
  /** `system` follows the page's media query. */
  reducedMotion: 'system' | 'reduce' | 'no-preference'
  /** Per cent of the text size that a view is made with. */
  textSizePercent: number
  device: DeviceId
  /** How a view is pointed at; `device` = as the device has it. */
  input: 'device' | 'mouse' | 'touch'
  /** CSS pixels; null = the device's own. */
  safeAreaInsets: SafeAreaInsets | null
  /** CSS pixels a view may grow to inline; 0 = the platform's own limit. */
  maxHeightPx: number
  /** A view that declares no CSP at all runs without any network, or open and marked as such. */
  undeclaredCsp: 'strict' | 'permissive'
  /** `hour`: a view's HTML is kept for an hour by its address, as ChatGPT does; `fresh`: each view reads it anew. */
  templateCache: 'fresh' | 'hour'
  /** Modes that are not granted though the platform has them. */
  displayModesOff: DisplayMode[]
  /** `window.openai.selectFiles` is there: not everybody's ChatGPT has it. */
  hasFilePicker: boolean
  /** Kinds of file that views may upload: ChatGPT took pictures first. */
  uploadTypes: 'any' | 'images'
  /** A view's message while the model answers: waits its turn, or is dropped without a word as in ChatGPT (openai-apps-sdk-examples issue 126). */
  followUpsWhileBusy: 'queue' | 'ignore'
  /** `_meta` keys that requests do not carry though the platform sends them. */
  hintsOff: string[]
  /** What the hint `openai/userLocation` says; made up, never this machine's. */
  userLocation: UserLocation
  /** What the hint `openai/organization` says; empty = the hint is left out. */
  organization: string
  /** What the page reports of its surroundings. */
  systemTheme: Theme
  /** IANA. */
  systemTimeZone: string
  /** CSS pixels of the conversation column, reported by the page: views get it as their container. */
  columnWidthPx: number
  /** CSS pixels a fullscreen view has, reported by the page; 0 = not reported. */
  fullscreenWidthPx: number
  fullscreenHeightPx: number
  /** CSS pixels of the composer, which lies over a fullscreen view; reported by the page. */
  composerHeightPx: number
}

export type DeviceId = 'desktop' | 'tablet' | 'phone' | 'phone-small'

/** A platform, as the page offers it. */
export interface PlatformChoice {
  id: string
  title: string
  /** False: text only, tools' views are never shown. */
  hasViews: boolean
}
