import type { DisplayMode, SafeAreaInsets } from '@lockstep/contract'

/**
 * ChatGPT on the web in a desktop browser, as of autumn 2026. Facts of the platform only; the host reads them and decides nothing by itself.
 * @see developers.openai.com/plugins/reference; profile captured from live ChatGPT 2026-05-18 by MCPJam (checked 2026-11-21)
 */
export interface PlatformProfile {
  id: string
  /** To MCP servers. */
  clientInfo: { name: string; version: string }
  /** To views. */
  hostInfo: { name: string; version: string }
  hostCapabilities: Record<string, unknown>
  /** `openai/userAgent` and `hostContext.userAgent`. */
  userAgent: string
  platform: 'web' | 'desktop' | 'mobile'
  device: 'mobile' | 'tablet' | 'desktop' | 'unknown'
  deviceCapabilities: { touch: boolean; hover: boolean }
  /** What `ui/request-display-mode` grants; another mode leaves the view as it is. */
  displayModes: DisplayMode[]
  safeAreaInsets: SafeAreaInsets
  /** CSS pixels: the inline height a view may grow to, and the least it gets. */
  maxInlineHeightPx: number
  minInlineHeightPx: number
  /** `sandbox` of both frames. */
  frameSandbox: string
}

export const chatgpt2026: PlatformProfile = {
  id: 'chatgpt-2026',
  clientInfo: { name: 'openai-mcp', version: '1.0.0' },
  hostInfo: { name: 'chatgpt', version: '0.0.1' },
  hostCapabilities: {
    openLinks: {},
    serverTools: {},
    serverResources: {},
    logging: {},
    message: { text: {} },
    updateModelContext: { text: {}, structuredContent: {} },
  },
  userAgent: 'chatgpt',
  platform: 'web',
  device: 'desktop',
  deviceCapabilities: { touch: false, hover: true },
  // The reference allows pip, the extensions of September 2026 name only these two; asking for pip is answered with the current mode.
  displayModes: ['inline', 'fullscreen'],
  safeAreaInsets: { top: 0, right: 0, bottom: 0, left: 0 },
  maxInlineHeightPx: 16_000,
  minInlineHeightPx: 16,
  frameSandbox: 'allow-scripts allow-same-origin allow-forms',
}
