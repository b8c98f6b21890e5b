import { CHATGPT_2025 } from '@lockstep/contract'
import type { PlatformProfile } from '../platform-profile.ts'
import { WEB_DESKTOP } from '../web-desktop.ts'

/** ChatGPT on the web as of autumn 2025: `window.openai` alone. @see OpenAI Apps SDK docs, snapshot of 2025 (checked 2026-11-21) */
export const chatgpt2025: PlatformProfile = { ...WEB_DESKTOP, offers: CHATGPT_2025, userAgent: 'chatgpt' }
