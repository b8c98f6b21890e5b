import { refused } from '../view-refusal.ts'
import type { ActionContext } from './action-context.ts'

/** Messages of one app that may wait for their turn: each is said in the person's name. */
const QUEUED_MESSAGES_MAX = 5

/** What a view says: to the conversation, to the model, and to its own later self. */
export interface TalkActions {
  sendMessage(text: string): void
  tellModel(modelContext: Record<string, unknown>): void
  keepState(state: Record<string, unknown> | null): void
}

export function createTalkActions(context: ActionContext): TalkActions {
  const { store, instanceId } = context
  return {
    sendMessage(text) {
      const { app } = context.current()
      const waiting = store.get().queue.filter(({ by, author }) => by === 'view' && author === app).length
      if (waiting >= QUEUED_MESSAGES_MAX) throw refused(`${waiting} messages of this app wait already. Send again when they had their turn.`)
      context.onMessage(text, app)
    },
    tellModel(modelContext) {
      context.current()
      store.dispatch({ type: 'view.toldModel', instanceId, modelContext })
    },
    keepState(widgetState) {
      context.current()
      store.dispatch({ type: 'view.keptState', instanceId, widgetState })
    },
  }
}
