import { MCP_APPS_ONLY } from '@lockstep/contract'
import type { PlatformProfile } from '../platform-profile.ts'
import { WEB_DESKTOP } from '../web-desktop.ts'

/** Any host of the standard and nothing beside it. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export const mcpApps: PlatformProfile = { ...WEB_DESKTOP, offers: MCP_APPS_ONLY, userAgent: 'mcp-apps-host' }
