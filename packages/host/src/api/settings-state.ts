import type { ProfileId, Theme } from '@lockstep/contract'

/** What a person may switch, and what the page reports of its surroundings. */
export interface HostSettings {
  /** The platform played. */
  profile: ProfileId
  theme: Theme | 'system'
  /** BCP 47. */
  locale: string
  /** `system` follows the page's media query. */
  reducedMotion: 'system' | 'reduce' | 'no-preference'
  /** What the page reports of its surroundings. */
  systemTheme: Theme
  /** CSS pixels of the conversation column, reported by the page: views get it as their container. */
  columnWidthPx: number
  /** CSS pixels a fullscreen view has, reported by the page; 0 = not reported. */
  fullscreenWidthPx: number
  fullscreenHeightPx: number
  /** IANA, reported by the page. */
  timeZone: string
}
