import type { AppState, HostState, SignInState } from '../api/host-state.ts'
import { appCondition } from './app-condition.ts'

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
    const isNeeded = status === 'needed' && (retry !== null || appCondition(app) !== 'sign-in' || isInPlace(conversation.entries))
    const isShown = isNeeded || status === 'waiting' || (status === 'signed-in' && retry !== null)
    return isShown ? [{ app, retry }] : []
  })
}

/** Whether the card is one line for now: nobody is on the way, and nothing went wrong. Meant for a conversation without entries. */
export function isOpeningCard({ status, problem }: Pick<SignInState, 'status' | 'problem'>): boolean {
  return status === 'needed' && problem === null
}

/**
 * A server that shows its tools to nobody before the sign-in is never called, so no call can ask for it. Its card stands in a new conversation, and after a
 * sentence that called nothing: perhaps the tool that was meant is one of its own. In a conversation on other apps it would only be in the way.
 */
function isInPlace(entries: HostState['conversation']['entries']): boolean {
  const turn = entries.slice(entries.findLastIndex((entry) => entry.kind === 'user') + 1)
  return entries.length === 0 || (turn.at(-1)?.kind === 'assistant' && turn.every((entry) => entry.kind !== 'tool'))
}
