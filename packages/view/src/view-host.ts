import type { OpenAiMethods } from '@lockstep/contract'
import { openAiMethod } from './open-ai-surface.ts'
import type { RpcPeer } from './rpc-peer.ts'
import type { ViewClock, ViewWindow } from './view-runtime.ts'
import { waitFor, type WaitOptions } from './wait-for.ts'

/** Both roads to the host, bare: what features are made of (`createFiles`, `requestModal`). */
export interface ViewHost {
  /** Resolves when it is known who is there. */
  readonly settled: Promise<void>
  /** `hostCapabilities` of the bridge; null while there is no bridge. */
  offers: () => Readonly<Record<string, unknown>> | null
  /** One method of `window.openai`, bound to it; undefined where this host lacks it. Looked up anew each time. */
  openAi: <Name extends keyof OpenAiMethods>(name: Name) => OpenAiMethods[Name] | undefined
  /** Asks the bridge; given up, it is cancelled there too. @throws {ViewError} */
  request: (method: string, params: Record<string, unknown>, options?: WaitOptions) => Promise<Record<string, unknown>>
  /** Tells the bridge, where there is one. */
  notify: (method: string, params: Record<string, unknown>) => void
  /** Runs a call of `window.openai` and waits for it as for the bridge. @throws {ViewError} */
  wait: <T>(call: () => T | Promise<T>, what: string, options?: WaitOptions) => Promise<T>
}

export interface ViewHostOptions {
  window: ViewWindow
  clock: ViewClock
  peer: RpcPeer
  settled: Promise<void>
  offers: ViewHost['offers']
}

export function createViewHost({ window, clock, peer, settled, offers }: ViewHostOptions): ViewHost {
  return {
    settled,
    offers,
    openAi: (name) => openAiMethod(window, name),
    request: (method, params, options) => {
      const id = peer.nextId()
      // what was answered is not pending any more, so that only what was given up is cancelled
      return waitFor(clock, () => peer.request(method, params, id), method, options).finally(() => peer.cancel(id))
    },
    notify: (method, params) => {
      if (offers()) peer.notify(method, params)
    },
    wait: (call, what, options) => waitFor(clock, call, what, options),
  }
}
