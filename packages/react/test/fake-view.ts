import { connectView, type ViewClock, type ViewRuntime } from '@lockstep/view'
import type { Environment } from '../src/environment.ts'

/** A runtime on a window without a parent: `openai` is all the host there is, and what was written to it is kept. */
export function fakeView(options: { clock: ViewClock; openai?: Record<string, unknown> }) {
  const target = new EventTarget()
  const written: Array<Record<string, unknown>> = []
  const openai: Record<string, unknown> = {
    setWidgetState: (state: Record<string, unknown>) => written.push(structuredClone(state)),
    ...options.openai,
  }
  const window: Record<string, unknown> = {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    openai,
  }
  window['parent'] = window
  const connected = connectView({ window: window as never, appInfo: { name: 'test', version: '1' }, clock: options.clock })
  const teardownHandlers = new Set<() => Promise<void>>()
  const runtime: ViewRuntime = {
    ...connected,
    onTeardown: (handler) => {
      teardownHandlers.add(handler)
      return () => teardownHandlers.delete(handler)
    },
  }
  return { runtime, written, openai, teardown: () => Promise.all([...teardownHandlers].map((handler) => handler())) }
}

/** A page somebody looks at, until told otherwise. */
export class FakePage extends EventTarget {
  visibilityState = 'visible'
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible', documentElement: {} as Element })
  readonly #observers: Array<(entries: Array<{ isIntersecting: boolean }>) => void> = []
  readonly IntersectionObserver: new (callback: (entries: ReadonlyArray<{ isIntersecting: boolean }>) => void) => {
    observe: () => void
    disconnect: () => void
  }

  constructor() {
    super()
    const observers = this.#observers
    this.IntersectionObserver = class {
      readonly #callback: (entries: Array<{ isIntersecting: boolean }>) => void
      constructor(callback: (entries: ReadonlyArray<{ isIntersecting: boolean }>) => void) {
        this.#callback = callback
      }
      observe() {
        observers.push(this.#callback)
      }
      disconnect() {
        observers.splice(observers.indexOf(this.#callback), 1)
      }
    }
  }

  show(isVisible: boolean): void {
    this.document.visibilityState = isVisible ? 'visible' : 'hidden'
    this.document.dispatchEvent(new Event('visibilitychange'))
  }

  scroll(isIntersecting: boolean): void {
    for (const tell of this.#observers) tell([{ isIntersecting }])
  }

  fire(type: string): void {
    this.dispatchEvent(new Event(type))
  }
}

export function fakeEnvironment(clock: ViewClock, page: FakePage | null): Environment {
  let ids = 0
  return { clock, page, random: () => 1, newId: (prefix) => `${prefix}${(ids += 1)}` }
}
