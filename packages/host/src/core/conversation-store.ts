import type { Conversation } from './conversation.ts'
import type { ConversationEvent } from './conversation-event.ts'
import { reduceConversation } from './reduce-conversation.ts'

/** The one place that holds the conversation: event in, next state out, listeners told. */
export interface ConversationStore {
  get(): Conversation
  dispatch(event: ConversationEvent): void
  replace(conversation: Conversation): void
  /** Told after each change, with the state already new. */
  subscribe(listener: () => void): () => void
}

export function createConversationStore(initial: Conversation): ConversationStore {
  let state = initial
  const listeners = new Set<() => void>()
  const adopt = (next: Conversation): void => {
    if (next === state) return
    state = next
    for (const listener of listeners) listener()
  }
  return {
    get: () => state,
    dispatch: (event) => adopt(reduceConversation(state, event)),
    replace: adopt,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
