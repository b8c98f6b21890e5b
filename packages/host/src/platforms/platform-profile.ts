import type { HostProfile, SafeAreaInsets } from '@lockstep/contract'

/** One platform as this host plays it: what it offers (the contract's own words), and how it looks to servers and views. Facts only; the host decides nothing by them alone. */
export interface PlatformProfile {
  offers: HostProfile
  /** `openai/userAgent` and `hostContext.userAgent`. */
  userAgent: string
  platform: 'web' | 'desktop' | 'mobile'
  device: 'mobile' | 'tablet' | 'desktop' | 'unknown'
  deviceCapabilities: { touch: boolean; hover: boolean }
  safeAreaInsets: SafeAreaInsets
  /** CSS pixels: the inline height a view may grow to, and the least it gets. */
  maxInlineHeightPx: number
  minInlineHeightPx: number
  /** `sandbox` of both frames. */
  frameSandbox: string
}
