import type { PlatformProfile } from './platform-profile.ts'

/** A browser on a desktop: what every profile is until a device is chosen. */
export const WEB_DESKTOP: Omit<PlatformProfile, 'offers' | 'userAgent'> = {
  platform: 'web',
  device: 'desktop',
  deviceCapabilities: { touch: false, hover: true },
  safeAreaInsets: { top: 0, right: 0, bottom: 0, left: 0 },
  maxInlineHeightPx: 16_000,
  minInlineHeightPx: 16,
  screenWidthPx: null,
  frameSandbox: 'allow-scripts allow-same-origin allow-forms',
}
