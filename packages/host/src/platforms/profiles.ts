import { chatgpt2025 } from './chatgpt-2025/profile.ts'
import { chatgpt2026 } from './chatgpt-2026/profile.ts'
import { mcpApps } from './mcp-apps/profile.ts'
import type { Platforms } from './platform-profile.ts'
import { textOnly } from './text/profile.ts'

/** Every platform this host can play; a new one is one folder and one line here. */
export const PLATFORMS: Platforms = Object.fromEntries(
  [chatgpt2026, chatgpt2025, mcpApps, textOnly].map((platform) => [platform.offers.id, platform]),
)
