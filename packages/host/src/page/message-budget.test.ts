import { expect, test } from 'vitest'
import { createMessageBudget } from './message-budget.ts'

const countTaken = (times: number, take: () => boolean): number => Array.from({ length: times }, take).filter(Boolean).length

test('a burst beyond the budget is cut, and it refills with time', () => {
  const budget = createMessageBudget(10)
  expect(countTaken(25, () => budget.take(0))).toBe(10)
  expect(countTaken(25, () => budget.take(500))).toBe(5)
  expect(countTaken(25, () => budget.take(60_000))).toBe(10)
})
