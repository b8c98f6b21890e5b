import { expect, test } from 'vitest'
import { observeHeight } from './observe-height.ts'
import type { ViewWindow } from './view-runtime.ts'

/** A page whose content is `fixed` pixels, or the frame's height and `extra`; the frame does what it is told. */
function page(contentOf: (frameHeight: number) => number) {
  const reports: number[] = []
  const state = { content: contentOf, resize: () => {}, mutate: () => {}, isStopped: 0 }
  class Observer {
    constructor(callback: () => void) {
      state.resize = callback
    }
    observe() {}
    disconnect() {
      state.isStopped += 1
    }
  }
  class Mutations extends Observer {
    constructor(callback: () => void) {
      const { resize } = state
      super(callback)
      state.mutate = callback
      state.resize = resize
    }
  }
  const window = {
    innerHeight: 150,
    innerWidth: 700,
    ResizeObserver: Observer,
    MutationObserver: Mutations,
    document: { documentElement: { getBoundingClientRect: () => ({ height: state.content(window.innerHeight) }) }, body: null },
  }
  const stop = observeHeight(window as unknown as ViewWindow, (heightPx) => {
    reports.push(heightPx)
    window.innerHeight = heightPx
  })
  return { reports, state, stop, window }
}

test('S1.A.3 the height is reported to the pixel when it changes, and only then', () => {
  const { reports, state } = page(() => 300.2)
  state.resize()
  state.resize()
  expect(reports).toEqual([301])
  for (const height of [302, 305, 304, 250]) {
    state.content = () => height
    state.mutate()
    state.resize()
    state.resize()
  }
  expect(reports).toEqual([301, 302, 305, 304, 250])
})

test.each([1, 3, 16])('content that is as high as the frame and %i pixels cannot drive the frame up for ever', (margin) => {
  const { reports, state } = page((frameHeight) => frameHeight + margin)
  for (let round = 0; round < 50; round += 1) state.resize()
  expect(reports.length).toBeLessThanOrEqual(4)
})

test('content that grows and shrinks by turns with the frame comes to rest', () => {
  const { reports, state } = page((frameHeight) => (frameHeight > 300 ? 299 : 301))
  for (let round = 0; round < 50; round += 1) state.resize()
  expect(reports.length).toBeLessThanOrEqual(6)
})

test('a frame made narrower again and again is followed each time', () => {
  const { reports, state, window } = page(() => 100)
  for (let step = 1; step <= 6; step += 1) {
    window.innerWidth -= 50
    state.content = () => 100 + step * 20
    state.resize()
  }
  state.resize()
  expect(reports).toEqual([120, 140, 160, 180, 200, 220])
})

test('lines added one after another are all reported', () => {
  const { reports, state } = page(() => 100)
  state.resize()
  for (let lines = 1; lines <= 20; lines += 1) {
    state.content = () => 100 + lines * 60
    state.mutate()
    state.resize()
  }
  expect(reports).toHaveLength(21)
})

test('stopping lets go of both observers', () => {
  const { state, stop } = page(() => 100)
  stop()
  expect(state.isStopped).toBe(2)
})
