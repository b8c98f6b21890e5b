import { CHATGPT_2026, type HostProfile, OPENAI_EXTENSIONS } from '@lockstep/contract'
import type { PlatformProfile } from '../platform-profile.ts'
import { WEB_DESKTOP } from '../web-desktop.ts'

/** ChatGPT on the web as of autumn 2026.
 * @see developers.openai.com/plugins/reference; profile captured from live ChatGPT 2026-05-18 by MCPJam (checked 2026-11-21) */
export const chatgpt2026: PlatformProfile = {
  ...WEB_DESKTOP,
  offers: { ...CHATGPT_2026, bridge: withExtensions(CHATGPT_2026.bridge) },
  userAgent: 'chatgpt',
}

/** The capture is older than the extensions; these of them this host serves. @see github.com/openai/mcp-extensions docs/spec.md, 0.2.0 (checked 2026-11-21) */
function withExtensions(bridge: HostProfile['bridge']): HostProfile['bridge'] {
  if (bridge === null) return null
  const experimental = { [OPENAI_EXTENSIONS.modelContext]: {}, [OPENAI_EXTENSIONS.message]: {} }
  return { ...bridge, capabilities: { ...bridge.capabilities, experimental } }
}
