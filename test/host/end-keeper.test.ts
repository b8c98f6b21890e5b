import { beforeEach, expect, test, vi } from 'vitest'
import { createEndKeeper } from '../../packages/host/ui/components/create-end-keeper.ts'

let resized: () => void
beforeEach(() => {
  class Sizes {
    constructor(callback: () => void) {
      resized = callback
    }
    observe(): void {}
    disconnect(): void {}
  }
  vi.stubGlobal('ResizeObserver', Sizes)
  return () => vi.unstubAllGlobals()
})

/** A box 100 pixels high that scrolls over `scrollHeight`; it tells of a scroll only when asked to, as a browser does at its next picture. */
function scroller(scrollHeight: number) {
  const events = new EventTarget()
  const box = Object.assign(events, {
    scrollHeight,
    clientHeight: 100,
    scrollTop: 0,
    scrollTo: ({ top }: { top: number }): void => {
      box.scrollTop = Math.max(0, Math.min(top, box.scrollHeight - box.clientHeight))
    },
    tell: () => void events.dispatchEvent(new Event('scroll')),
  })
  return box
}

function keeperOf(box: ReturnType<typeof scroller>) {
  const keeper = createEndKeeper()
  keeper.attach(box as unknown as HTMLElement, box as unknown as HTMLElement)
  return keeper
}

test('H23 an answer with a card that comes before the browser tells of the last scroll is followed', () => {
  const box = scroller(1_000)
  const keeper = keeperOf(box)
  keeper.jump()
  box.scrollHeight = 1_400
  box.tell()
  resized()
  expect(box.scrollTop).toBe(1_300)
})

test('a reader who scrolled up is left alone, and followed again from the end on', () => {
  const box = scroller(1_000)
  const keeper = keeperOf(box)
  keeper.jump()
  box.tell()
  box.scrollTo({ top: 500 })
  box.tell()
  box.scrollHeight = 1_200
  resized()
  expect(box.scrollTop).toBe(500)
  box.scrollTo({ top: 1_100 })
  box.tell()
  box.scrollHeight = 1_500
  resized()
  expect(box.scrollTop).toBe(1_400)
})

test('a new conversation stays at its top while apps arrive in it', () => {
  const box = scroller(300)
  const keeper = keeperOf(box)
  keeper.start()
  box.scrollHeight = 900
  resized()
  expect(box.scrollTop).toBe(0)
})
