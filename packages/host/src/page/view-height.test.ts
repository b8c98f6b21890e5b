import { expect, test } from 'vitest'
import { HEIGHT_ECHO_PX, MAX_VIEW_HEIGHT_PX, MIN_VIEW_HEIGHT_PX, nextViewHeight } from './view-height.ts'

test('follows the view, in whole pixels', () => {
  expect(nextViewHeight(240, 417.2)).toBe(418)
})

test('stays between the limits', () => {
  expect(nextViewHeight(240, 0)).toBe(MIN_VIEW_HEIGHT_PX)
  expect(nextViewHeight(240, 1e9)).toBe(MAX_VIEW_HEIGHT_PX)
})

test('an echo of a few pixels is not followed', () => {
  expect(nextViewHeight(400, 400 + HEIGHT_ECHO_PX)).toBe(400)
  expect(nextViewHeight(400, 400 - HEIGHT_ECHO_PX)).toBe(400)
  expect(nextViewHeight(400, 401 + HEIGHT_ECHO_PX)).toBe(401 + HEIGHT_ECHO_PX)
})

test.each([undefined, null, '300', Number.NaN, Number.POSITIVE_INFINITY, -5])('%s is no height', (wanted) => {
  expect(nextViewHeight(240, wanted)).toBe(240)
})
