import { expect, test } from 'vitest'
import type { Instance } from '../api/host-state.ts'
import { ALIVE_VIEWS_MAX, leaveView, loseView, NOTHING_PARKED, parkViews, seeView, type Parking } from './park-views.ts'

const view = (id: string, change: Partial<Instance> = {}): Instance =>
  ({ id, phase: 'live', mountFailure: null, displayMode: 'inline', modal: null, ...change }) as Instance
const views = (count: number): Instance[] => Array.from({ length: count }, (_unused, index) => view(`v${index + 1}`))

/** Until nobody has to leave any more. */
function settle(parking: Parking, instances: readonly Instance[]): Parking {
  let next = parking
  while (next.leaving[0] !== undefined) {
    expect(next.alive.length).toBeLessThanOrEqual(ALIVE_VIEWS_MAX)
    next = leaveView(next, next.leaving[0], instances)
  }
  return next
}

test('of fifty views that are there at the start only the newest get frames', () => {
  const parking = parkViews(NOTHING_PARKED, views(50))
  expect(parking.alive).toEqual(['v50', 'v49', 'v48', 'v47', 'v46'])
  expect(parking.leaving).toEqual([])
})

test('a new view has its frame at once, and the one not seen for longest goes after it', () => {
  const parking = parkViews(parkViews(NOTHING_PARKED, views(5)), views(6))
  expect(parking.alive).toHaveLength(ALIVE_VIEWS_MAX)
  expect(parking.leaving).toEqual(['v1'])
  expect(settle(parking, views(6)).alive).toEqual(expect.arrayContaining(['v6', 'v5', 'v4', 'v3', 'v2']))
})

test('a parked view wakes when it is seen, with another frame than before', () => {
  const all = views(6)
  const parked = settle(parkViews(parkViews(NOTHING_PARKED, views(5)), all), all)
  expect(parked.alive).not.toContain('v1')
  const woken = seeView(parked, 'v1', all)
  expect(woken.alive).toContain('v1')
  expect(woken.generation['v1']).toBe(1)
  expect(woken.leaving).toEqual(['v2'])
})

test('there are never more frames than allowed, in whatever order views come, are seen and leave', () => {
  const all = views(50)
  let parking = NOTHING_PARKED
  for (let step = 0; step < 400; step += 1) {
    const count = Math.min(50, 1 + Math.floor(step / 4))
    parking = parkViews(parking, all.slice(0, count))
    parking = seeView(parking, `v${((step * 7) % count) + 1}`, all.slice(0, count))
    const [first] = parking.leaving
    if (step % 3 > 0 && first !== undefined) parking = leaveView(parking, first, all.slice(0, count))
    expect(parking.alive.length).toBeLessThanOrEqual(ALIVE_VIEWS_MAX)
    expect(new Set(parking.alive).size).toBe(parking.alive.length)
  }
})

test('a view that fills the screen, floats or is a modal keeps its frame however long nobody scrolled to it', () => {
  const all = [view('v1', { displayMode: 'pip' }), ...views(20).slice(1)]
  expect(settle(parkViews(NOTHING_PARKED, all), all).alive).toContain('v1')
})

test('a view on the screen keeps its frame while newer ones come elsewhere, until it is scrolled away', () => {
  const all = views(12)
  let parking = seeView(parkViews(NOTHING_PARKED, all.slice(0, 3)), 'v1', all.slice(0, 3))
  for (let count = 4; count <= 12; count += 1) parking = settle(parkViews(parking, all.slice(0, count)), all.slice(0, count))
  expect(parking.alive).toContain('v1')
  parking = loseView(parking, 'v1', all)
  expect(settle(parking, all).alive).not.toContain('v1')
})

test('of more views on the screen than may have a frame those seen last have one', () => {
  const all = views(9)
  let parking = parkViews(NOTHING_PARKED, all)
  for (const { id } of all) parking = settle(seeView(parking, id, all), all)
  expect(parking.alive).toEqual(expect.arrayContaining(['v9', 'v8', 'v7', 'v6', 'v5']))
  expect(parking.alive.length).toBeLessThanOrEqual(ALIVE_VIEWS_MAX)
})

test('a closed view, or one that could not be shown, takes no frame from others', () => {
  const all = [...views(3), view('gone', { phase: 'closed' }), view('broken', { mountFailure: { gate: 'read', message: '' } })]
  expect(parkViews(NOTHING_PARKED, all).alive).toEqual(['v3', 'v2', 'v1'])
})
