import { expect, test } from 'vitest'
import { keepDraft, takeDraft, type DraftStorage } from './kept-draft.ts'

function storage(): DraftStorage & { items: Map<string, string> } {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => items.delete(key),
  }
}

test('a draft is there again in its conversation, once', () => {
  const store = storage()
  keepDraft(store, 'c1', 'two\nlines')
  expect([takeDraft(store, 'c1'), takeDraft(store, 'c1')]).toEqual(['two\nlines', ''])
})

test('in another conversation it is not, and does not come back later', () => {
  const store = storage()
  keepDraft(store, 'c1', 'hello')
  expect([takeDraft(store, 'c2'), takeDraft(store, 'c1')]).toEqual(['', ''])
})

test('what was sent, or taken back, leaves nothing behind', () => {
  const store = storage()
  keepDraft(store, 'c1', 'hello')
  keepDraft(store, 'c1', ' ')
  expect(store.items.size).toBe(0)
})

test.each(['my key is sk-CANARYCANARYCANARY', 'Authorization: Bearer CANARYCANARY', '{"password":"CANARY"}'])(
  'SEC4 a text with a secret is not kept: %s',
  (text) => {
    const store = storage()
    keepDraft(store, 'c1', 'hello')
    keepDraft(store, 'c1', text)
    expect(store.items.size).toBe(0)
  },
)

test('a storage that is full, switched off or holds something else is no reason to fail', () => {
  const fails = (): never => {
    throw new DOMException('no', 'QuotaExceededError')
  }
  const broken: DraftStorage = { getItem: fails, setItem: fails, removeItem: fails }
  expect(() => keepDraft(broken, 'c1', 'hello')).not.toThrow()
  expect(takeDraft(broken, 'c1')).toBe('')
  for (const foreign of ['{', '4', '{"conversationId":"c1","text":4}']) expect(takeDraft({ ...storage(), getItem: () => foreign }, 'c1')).toBe('')
})
