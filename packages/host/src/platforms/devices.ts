import type { DeviceId } from '../api/settings-state.ts'
import type { PlatformProfile } from './platform-profile.ts'

/** What a device changes of the platform that runs on it. */
export type Device = { title: string; heightPx: number | null } & Partial<
  Pick<PlatformProfile, 'platform' | 'device' | 'deviceCapabilities' | 'safeAreaInsets' | 'screenWidthPx'>
>

/**
 * Sizes of OpenAI's own test matrix (375x812, 768x1024), and the smallest phone in use. The insets are those of a phone with a notch held
 * upright. @see chatgpt-contract UX-19 (checked 2026-11-21)
 */
export const DEVICES: Readonly<Record<DeviceId, Device>> = {
  desktop: { title: 'Desktop', screenWidthPx: null, heightPx: null },
  tablet: {
    title: 'Tablet',
    platform: 'mobile',
    device: 'tablet',
    deviceCapabilities: { touch: true, hover: false },
    safeAreaInsets: { top: 24, right: 0, bottom: 20, left: 0 },
    screenWidthPx: 768,
    heightPx: 1024,
  },
  phone: {
    title: 'Phone',
    platform: 'mobile',
    device: 'mobile',
    deviceCapabilities: { touch: true, hover: false },
    safeAreaInsets: { top: 47, right: 0, bottom: 34, left: 0 },
    screenWidthPx: 375,
    heightPx: 812,
  },
  'phone-small': {
    title: 'Small phone',
    platform: 'mobile',
    device: 'mobile',
    deviceCapabilities: { touch: true, hover: false },
    safeAreaInsets: { top: 20, right: 0, bottom: 0, left: 0 },
    screenWidthPx: 320,
    heightPx: 568,
  },
}
