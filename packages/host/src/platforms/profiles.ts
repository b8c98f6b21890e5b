import type { ProfileId } from '@lockstep/contract'
import { chatgpt2025 } from './chatgpt-2025/profile.ts'
import { chatgpt2026 } from './chatgpt-2026/profile.ts'
import { mcpApps } from './mcp-apps/profile.ts'
import type { PlatformProfile } from './platform-profile.ts'
import { textOnly } from './text/profile.ts'

/** Every platform this host can play; a new one is one folder and one line here. */
export const PROFILES: Readonly<Record<ProfileId, PlatformProfile>> = {
  'chatgpt-2026': chatgpt2026,
  'chatgpt-2025': chatgpt2025,
  'mcp-apps': mcpApps,
  text: textOnly,
}
