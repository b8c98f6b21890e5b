import type { AppState, HostState } from '../api/host-state.ts'

/** An app that the person is to connect to, or is connected to with a call left that wanted it. */
export interface ConnectCardState {
  app: AppState
  /** The newest call of the app, when it failed for want of a sign-in; null otherwise. */
  retry: { entryId: string; title: string } | null
}

export function connectCards({ apps, conversation }: Pick<HostState, 'apps' | 'conversation'>): ConnectCardState[] {
  return apps.flatMap((app) => {
    const { status } = app.signIn
    const newest = conversation.entries.findLast((entry) => entry.kind === 'tool' && entry.app === app.name)
    const isWanted = newest?.kind === 'tool' && newest.error?.kind === 'auth'
    const retry = isWanted ? { entryId: newest.id, title: newest.title } : null
    const isShown = status === 'needed' || status === 'waiting' || (status === 'signed-in' && retry !== null)
    return isShown ? [{ app, retry }] : []
  })
}
