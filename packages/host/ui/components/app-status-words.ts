import type { AppState } from '../../src/api/host-state.ts'

export const APP_STATUS_WORDS: Record<AppState['status'], string> = { connecting: 'connecting', connected: 'connected', failed: 'not connected' }
