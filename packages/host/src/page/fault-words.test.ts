import { expect, it } from 'vitest'
import { faultCountWords, faultScopeWords } from './fault-words.ts'

it.each([
  [{ by: 'any', tool: null, times: 1, ms: 0 }, { isOfCalls: true, defaultMs: null }, 'Any call · once'],
  [
    { by: 'view', tool: 'sync_cart', times: null, ms: 3_000 },
    { isOfCalls: true, defaultMs: 3_000 },
    'A view’s calls of sync_cart · until switched off · 3,000 ms',
  ],
  [{ by: 'any', tool: null, times: 2, ms: 1_000 }, { isOfCalls: false, defaultMs: 1_000 }, '2 times · 1,000 ms'],
  [{ by: 'any', tool: null, times: null, ms: 0 }, { isOfCalls: false, defaultMs: null }, 'Until switched off'],
] as const)('says %j', (scope, words, expected) => {
  expect(faultScopeWords(scope, words, 'en-US')).toBe(expected)
})

it('counts', () => {
  expect([1, 2].map(faultCountWords)).toEqual(['1 fault on', '2 faults on'])
})
