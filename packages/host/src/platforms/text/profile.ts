import { TEXT_ONLY } from '@lockstep/contract'
import type { PlatformProfile } from '../platform-profile.ts'
import { WEB_DESKTOP } from '../web-desktop.ts'

/** A host without views. */
export const textOnly: PlatformProfile = { ...WEB_DESKTOP, offers: TEXT_ONLY, userAgent: 'text-host' }
