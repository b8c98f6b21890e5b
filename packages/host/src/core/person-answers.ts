import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'

/** What views wait for the person to say. The questions are in the conversation; here is only who waits for which answer. */
export interface PersonAnswers {
  /** Resolves with the answer, or with `otherwise` when the question is gone without one: its view was closed, or a new conversation began. */
  wait<T>(questionId: string, otherwise: T): Promise<T>
  /** Before the question is taken out of the conversation; nothing when nobody waits (the host was restarted). */
  give(questionId: string, answer: unknown): void
}

export function createPersonAnswers(store: ConversationStore): PersonAnswers {
  const waiting = new Map<string, { resolve(answer: unknown): void; otherwise: unknown }>()

  store.subscribe(() => {
    if (waiting.size === 0) return
    const asked = questionIds(store.get())
    for (const [id, { resolve, otherwise }] of waiting) {
      if (asked.has(id)) continue
      waiting.delete(id)
      resolve(otherwise)
    }
  })

  return {
    wait: <T>(questionId: string, otherwise: T) =>
      new Promise<T>((resolve) => {
        // What is given as the answer is of the question's own kind: both ends are in this package, one pair per kind.
        waiting.set(questionId, { resolve: (answer) => resolve(answer as T), otherwise })
      }),
    give(questionId, answer) {
      const waiter = waiting.get(questionId)
      waiting.delete(questionId)
      waiter?.resolve(answer)
    },
  }
}

function questionIds({ links, picks, downloads }: Conversation): Set<string> {
  return new Set([...links, ...picks, ...downloads].map(({ id }) => id))
}
