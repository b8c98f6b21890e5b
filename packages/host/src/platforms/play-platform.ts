import type { HostSettings } from '../api/settings-state.ts'
import { DEVICES } from './devices.ts'
import type { PlatformProfile } from './platform-profile.ts'

/** The platform as it is played now: its own facts, the chosen device's over them, and the person's choices over both. */
export function playPlatform(platform: PlatformProfile, settings: HostSettings): PlatformProfile {
  const { title: _title, heightPx: _height, ...device } = DEVICES[settings.device]
  const onDevice = { ...platform, ...device }
  const { displayModes } = platform.offers
  return {
    ...onDevice,
    offers: { ...platform.offers, displayModes: displayModes.filter((mode) => mode === 'inline' || !settings.displayModesOff.includes(mode)) },
    deviceCapabilities:
      settings.input === 'device' ? onDevice.deviceCapabilities : { touch: settings.input === 'touch', hover: settings.input === 'mouse' },
    safeAreaInsets: settings.safeAreaInsets ?? onDevice.safeAreaInsets,
    maxInlineHeightPx: settings.maxHeightPx > 0 ? settings.maxHeightPx : onDevice.maxInlineHeightPx,
  }
}
