/// <reference lib="dom" />

/** Sent by the mirror in a view: `ViewHistory`. */
export const HISTORY_REPORT = 'lockstep-frame/history'
/** Sent to it: `{ delta: -1 | 1 }`. */
export const HISTORY_STEP = 'lockstep-frame/navigate'

export interface HistoryMirrorBoot {
  outerOrigin: string
}

/**
 * Tells the host how far a view's own history reaches, and takes it a step back or forward when the host's buttons say so. Built on the Navigation
 * API, which knows the entries of this frame alone; a browser without it has no mirror. Sent as text, so it uses nothing from outside itself.
 */
export function mirrorHistory(boot: HistoryMirrorBoot): void {
  interface Entries {
    readonly canGoBack: boolean
    readonly canGoForward: boolean
    back(): { committed: Promise<unknown>; finished: Promise<unknown> }
    forward(): { committed: Promise<unknown>; finished: Promise<unknown> }
    addEventListener(type: 'currententrychange', listener: () => void): void
  }
  const { navigation } = window as unknown as { navigation?: Entries }
  if (navigation === undefined) return
  const host = window.parent
  let told = JSON.stringify({ canGoBack: false, canGoForward: false, path: '/' })

  const tell = (): void => {
    const { pathname, search, hash } = window.location
    const params = { canGoBack: navigation.canGoBack, canGoForward: navigation.canGoForward, path: pathname + search + hash }
    const text = JSON.stringify(params)
    if (text === told) return
    told = text
    host.postMessage({ jsonrpc: '2.0', method: 'lockstep-frame/history', params }, boot.outerOrigin)
  }
  // A step that the view itself prevents, or that another one overtakes, is its own business.
  const quietly = ({ committed, finished }: { committed: Promise<unknown>; finished: Promise<unknown> }): void => {
    committed.catch(() => undefined)
    finished.catch(() => undefined)
  }

  navigation.addEventListener('currententrychange', tell)
  window.addEventListener('pageshow', tell)
  window.addEventListener(
    'message',
    (event: MessageEvent<unknown>) => {
      if (event.source !== host || event.origin !== boot.outerOrigin) return
      const message = event.data as { method?: unknown; params?: { delta?: unknown } } | null
      if (typeof message !== 'object' || message === null || message.method !== 'lockstep-frame/navigate') return
      event.stopImmediatePropagation()
      if (message.params?.delta === -1 && navigation.canGoBack) quietly(navigation.back())
      if (message.params?.delta === 1 && navigation.canGoForward) quietly(navigation.forward())
    },
    true,
  )
}
