import { expect, test } from 'vitest'
import { nextTab } from './next-tab.ts'

const tabs = ['sees', 'state', 'timeline']

test.each([
  ['sees', 'ArrowRight', 'state'],
  ['timeline', 'ArrowRight', 'sees'],
  ['sees', 'ArrowLeft', 'timeline'],
  ['state', 'Home', 'sees'],
  ['state', 'End', 'timeline'],
  ['state', 'Enter', null],
])('%s and %s lead to %s', (current, key, expected) => {
  expect(nextTab(tabs, current, key)).toBe(expected)
})
