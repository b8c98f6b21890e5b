import { expect, test } from 'vitest'
import { HEIGHT_ECHO_PX, HEIGHT_ECHOES_MAX, MAX_VIEW_HEIGHT_PX, MIN_VIEW_HEIGHT_PX, nextViewHeight, type ViewHeight } from './view-height.ts'

const at = (heightPx: number): ViewHeight => ({ heightPx, echoes: 0 })

test('S1.A.3 follows the view to the pixel, up and down', () => {
  expect(nextViewHeight(at(240), 417.2).heightPx).toBe(418)
  expect(nextViewHeight(at(400), 401).heightPx).toBe(401)
  expect(nextViewHeight(at(400), 399).heightPx).toBe(399)
})

test('stays between the limits', () => {
  expect(nextViewHeight(at(240), 0).heightPx).toBe(MIN_VIEW_HEIGHT_PX)
  expect(nextViewHeight(at(240), 1e9).heightPx).toBe(MAX_VIEW_HEIGHT_PX)
})

test.each([1, HEIGHT_ECHO_PX])('a view that asks for %i more than it has each time comes to rest, and is followed again by a real step', (more) => {
  let height = at(400)
  for (let round = 0; round < 100; round += 1) height = nextViewHeight(height, height.heightPx + more)
  expect(height.heightPx).toBe(400 + HEIGHT_ECHOES_MAX * more)
  height = nextViewHeight(height, 600)
  expect(nextViewHeight(height, 601).heightPx).toBe(601)
})

test('a view that goes up and down with its frame comes to rest', () => {
  let height = at(400)
  const seen = new Set<ViewHeight>()
  for (let round = 0; round < 100; round += 1) {
    height = nextViewHeight(height, round % 2 === 0 ? 402 : 400)
    seen.add(height)
  }
  expect(seen.size).toBeLessThanOrEqual(2 * HEIGHT_ECHOES_MAX)
})

test('the same height again is nothing new', () => {
  const height = at(400)
  expect(nextViewHeight(height, 400)).toBe(height)
})

test.each([undefined, null, '300', Number.NaN, Number.POSITIVE_INFINITY, -5])('%s is no height', (wanted) => {
  expect(nextViewHeight(at(240), wanted).heightPx).toBe(240)
})
