import { expect, test } from 'vitest'
import { shareEqual } from './share-equal.ts'

test('an equal value keeps its identity', () => {
  const before = { entries: [{ id: 'a', tags: ['x'] }], busy: false }
  expect(shareEqual(before, structuredClone(before))).toBe(before)
})

test('only the changed branch is new', () => {
  const before = { entries: [{ id: 'a' }, { id: 'b', text: 'old' }], settings: { theme: 'dark' } }
  const after = shareEqual(before, { entries: [{ id: 'a' }, { id: 'b', text: 'new' }], settings: { theme: 'dark' } })
  expect(after.entries[0]).toBe(before.entries[0])
  expect(after.settings).toBe(before.settings)
  expect(after.entries[1]).toEqual({ id: 'b', text: 'new' })
})

test('removed keys and items are seen', () => {
  expect(shareEqual({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 })
  expect(shareEqual([1, 2], [1])).toEqual([1])
  expect(shareEqual({ a: null }, { a: undefined })).toEqual({ a: undefined })
})
