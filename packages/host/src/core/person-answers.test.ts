import { describe, expect, it } from 'vitest'
import { createConversation } from './conversation.ts'
import { createConversationStore } from './conversation-store.ts'
import { createPersonAnswers } from './person-answers.ts'

describe('what a view waits for', () => {
  const pick = { id: 'p1', app: 'a', instanceId: 'v1' }

  it('H20 is what the person answers, also when the question is taken out right after', async () => {
    const store = createConversationStore(createConversation('c'))
    const answers = createPersonAnswers(store)
    const answer = answers.wait<string[]>('p1', [])
    store.dispatch({ type: 'pick.asked', pick })
    answers.give('p1', ['file_1'])
    store.dispatch({ type: 'pick.answered', pickId: 'p1' })
    expect(await answer).toEqual(['file_1'])
  })

  it('H20 is the answer of nobody when the question is gone: a new conversation, a closed view', async () => {
    const store = createConversationStore(createConversation('c'))
    const answers = createPersonAnswers(store)
    const answer = answers.wait<string[]>('p1', [])
    store.dispatch({ type: 'pick.asked', pick })
    store.replace(createConversation('d'))
    expect(await answer).toEqual([])
    answers.give('p1', ['late'])
  })
})
