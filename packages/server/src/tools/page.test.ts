import { expect, test } from 'vitest'
import { z } from 'zod'
import { page, pageInputShape, pageOutput, PAGE_LIMIT, PAGE_LIMIT_MAX } from './page.ts'

const hundred = Array.from({ length: 250 }, (_, index) => index)

test.each([
  ['the first', {}, { from: 0, count: PAGE_LIMIT, next_offset: PAGE_LIMIT, has_more: true }],
  ['a middle one', { offset: 100, limit: 50 }, { from: 100, count: 50, next_offset: 150, has_more: true }],
  ['the last, which is short', { offset: 240, limit: 50 }, { from: 240, count: 10, next_offset: null, has_more: false }],
  ['the last, which is full', { offset: 200, limit: 50 }, { from: 200, count: 50, next_offset: null, has_more: false }],
  ['one past the end', { offset: 999, limit: 50 }, { from: 250, count: 0, next_offset: null, has_more: false }],
  ['one that is too long', { offset: 0, limit: 10_000 }, { from: 0, count: PAGE_LIMIT_MAX, next_offset: PAGE_LIMIT_MAX, has_more: true }],
  ['one of no length', { offset: 0, limit: 0 }, { from: 0, count: 1, next_offset: 1, has_more: true }],
  ['one with bounds that are none', { offset: -3, limit: Number.NaN }, { from: 0, count: PAGE_LIMIT, next_offset: PAGE_LIMIT, has_more: true }],
])('S1.H.2 a page says what it is: %s', (_, asked, { from, ...facts }) => {
  const cut = page(hundred, asked)
  expect(cut).toEqual({ items: hundred.slice(from, from + facts.count), total: 250, ...facts })
  expect(pageOutput(z.int()).parse(cut)).toEqual(cut)
})

test('S1.H.2 every item comes once when each page leads to the next', () => {
  const seen: number[] = []
  for (let offset: number | null = 0; offset !== null;) {
    const cut: ReturnType<typeof page<number>> = page(hundred, { offset, limit: 7 })
    seen.push(...cut.items)
    offset = cut.next_offset
  }
  expect(seen).toEqual(hundred)
  expect(page([], {})).toEqual({ items: [], count: 0, total: 0, has_more: false, next_offset: null })
})

test('its inputs have defaults, and limits of their own', () => {
  const input = z.strictObject(pageInputShape)
  expect(input.parse({})).toEqual({ offset: 0, limit: PAGE_LIMIT })
  expect(input.safeParse({ limit: PAGE_LIMIT_MAX + 1 }).success).toBe(false)
  expect(input.safeParse({ offset: -1 }).success).toBe(false)
})
