import type { AppCondition } from '../../src/page/app-condition.ts'

export const APP_STATUS_WORDS: Record<AppCondition, string> = {
  connecting: 'connecting',
  connected: 'connected',
  'sign-in': 'sign-in needed',
  failed: 'not connected',
}
