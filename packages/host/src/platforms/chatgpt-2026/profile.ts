import { CHATGPT_2026 } from '@lockstep/contract'
import type { PlatformProfile } from '../platform-profile.ts'
import { WEB_DESKTOP } from '../web-desktop.ts'

/** ChatGPT on the web as of autumn 2026.
 * @see developers.openai.com/plugins/reference; profile captured from live ChatGPT 2026-05-18 by MCPJam (checked 2026-11-21) */
export const chatgpt2026: PlatformProfile = {
  ...WEB_DESKTOP,
  // The reference allows pip, the extensions of September 2026 name only these two; asking for pip is answered with the current mode.
  offers: { ...CHATGPT_2026, displayModes: ['inline', 'fullscreen'] },
  userAgent: 'chatgpt',
}
