import type { HostProfile, SafeAreaInsets } from '@lockstep/contract'

/** One platform as this host plays it: what it offers (the contract's own words), and how it looks to servers and views. Facts only; the host decides nothing by them alone. */
export interface PlatformProfile {
  /** Its id is the name of its folder here, and may be one that the contract does not know. */
  offers: Omit<HostProfile, 'id'> & { readonly id: string }
  /** `openai/userAgent` and `hostContext.userAgent`. */
  userAgent: string
  platform: 'web' | 'desktop' | 'mobile'
  device: 'mobile' | 'tablet' | 'desktop' | 'unknown'
  deviceCapabilities: { touch: boolean; hover: boolean }
  safeAreaInsets: SafeAreaInsets
  /** CSS pixels: the inline height a view may grow to, and the least it gets. */
  maxInlineHeightPx: number
  minInlineHeightPx: number
  /** CSS pixels a view may be wide on the device's screen; null = as wide as the page has room for. */
  screenWidthPx: number | null
  /** `sandbox` of both frames. */
  frameSandbox: string
}

/** Platforms by id. */
export type Platforms = Readonly<Record<string, PlatformProfile>>
