import { expect, test } from 'vitest'
import { MAX_VIEW_HEIGHT_PX, MIN_VIEW_HEIGHT_PX, wantedViewHeight } from './view-height.ts'

test('S1.A.3 follows the view to the pixel, up and down', () => {
  expect(wantedViewHeight(240, 417.2)).toBe(418)
  expect(wantedViewHeight(400, 401)).toBe(401)
  expect(wantedViewHeight(400, 399)).toBe(399)
})

test('S2.A.8 stays between the limits', () => {
  expect(wantedViewHeight(240, 0)).toBe(MIN_VIEW_HEIGHT_PX)
  expect(wantedViewHeight(240, 1e9)).toBe(MAX_VIEW_HEIGHT_PX)
})

test.each([undefined, null, '300', Number.NaN, Number.POSITIVE_INFINITY, -5])('S2.A.8 %s is no height', (wanted) => {
  expect(wantedViewHeight(240, wanted)).toBe(240)
})
