import { expect, test } from 'vitest'
import { shownStatus } from './sync-status.ts'

const saving = { status: 'saving', unsavedSince: 1_000 } as const

test.each([
  [0, 'saving', false, 1_400],
  [399, 'saving', false, 1_400],
  [400, 'saving', true, 3_000],
  [1_999, 'saving', true, 3_000],
  [2_000, 'retrying', true, null],
])('an edit unsaved for %i ms is told as %s (worth saying: %s)', (age, kind, isSlow, changesAt) => {
  expect(shownStatus(saving, 1_000 + age)).toEqual({ kind, isSlow, changesAt })
})

test('a failed attempt is told at once', () => {
  expect(shownStatus({ status: 'retrying', unsavedSince: 1_000 }, 1_001)).toEqual({ kind: 'retrying', isSlow: true, changesAt: null })
})

test('saved and failed wait for nothing', () => {
  expect(shownStatus({ status: 'saved', unsavedSince: null }, 9)).toEqual({ kind: 'saved', isSlow: false, changesAt: null })
  expect(shownStatus({ status: 'failed', unsavedSince: 1 }, 9_999)).toEqual({ kind: 'failed', isSlow: false, changesAt: null })
})
