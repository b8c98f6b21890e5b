import type { HostSettings } from '../api/host-state.ts'

export const DEFAULT_SETTINGS: HostSettings = {
  profile: 'chatgpt-2026',
  theme: 'system',
  locale: 'en-US',
  reducedMotion: 'system',
  systemTheme: 'light',
  columnWidthPx: 768,
  fullscreenWidthPx: 0,
  fullscreenHeightPx: 0,
  timeZone: 'UTC',
}
