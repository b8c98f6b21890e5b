import { expect, test } from 'vitest'
import { keyMove, movePip, PIP_START } from './pip-place.ts'

const bounds = { stageWidthPx: 1000, stageHeightPx: 700, widthPx: 384, heightPx: 300 }

test('a floating view moves with arrow keys, faster with Shift', () => {
  expect(keyMove('ArrowLeft', false)).toEqual({ dxPx: -24, dyPx: 0 })
  expect(keyMove('ArrowDown', true)).toEqual({ dxPx: 0, dyPx: 96 })
  expect(keyMove('Enter', false)).toBeNull()
  expect(movePip(PIP_START, { dxPx: -24, dyPx: 48 }, bounds)).toEqual({ topPx: 60, endPx: 36 })
})

test('a floating view never leaves its stage, however small that is', () => {
  expect(movePip(PIP_START, { dxPx: 5_000, dyPx: -5_000 }, bounds)).toEqual({ topPx: 12, endPx: 12 })
  expect(movePip(PIP_START, { dxPx: -5_000, dyPx: 5_000 }, bounds)).toEqual({ topPx: 388, endPx: 604 })
  expect(movePip(PIP_START, { dxPx: -50, dyPx: 50 }, { ...bounds, stageHeightPx: 100 })).toEqual({ topPx: 12, endPx: 62 })
})
