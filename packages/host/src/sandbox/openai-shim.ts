/// <reference lib="dom" />

/** Characters of JSON a view's state may have. The shim says so to the view; the host holds every message to it, since a view can do without the shim. */
export const WIDGET_STATE_MAX_CHARS = 100_000

/** What the shim starts with; JSON. */
export interface ShimBoot {
  outerOrigin: string
  /** `OpenAiGlobals`. */
  globals: Record<string, unknown>
  /** UTF-16 units of JSON a view's state may have. */
  widgetStateMaxChars: number
}

/**
 * Runs in the view before its own scripts and gives it `window.openai`: globals as they are now, and methods that are JSON-RPC calls to the host
 * under `openai/…`. Arguments go as they came; the host reads all their forms. It is sent as text, so it uses nothing from outside itself.
 */
export function installOpenAi(boot: ShimBoot): void {
  const host = window.parent
  const pending = new Map<string, { resolve(value: unknown): void; reject(error: Error): void }>()
  const globals: Record<string, unknown> = {}
  let count = 0

  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
    Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }
  const post = (message: Record<string, unknown>): void => host.postMessage({ jsonrpc: '2.0', ...message }, boot.outerOrigin)
  const call = (method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      count += 1
      const id = `openai-${count}`
      // Through JSON, because a function among the arguments would make postMessage itself throw.
      const message = { id, method, params: { args: JSON.parse(JSON.stringify(args)) as unknown } }
      pending.set(id, { resolve, reject })
      post(message)
    })
  const mirrorLanguage = (): void => {
    if (typeof globals['locale'] === 'string' && document.documentElement) document.documentElement.lang = globals['locale']
  }
  const adopt = (next: Record<string, unknown>): void => {
    const changed: Record<string, unknown> = {}
    for (const key of Object.keys(next)) {
      if (JSON.stringify(next[key]) === JSON.stringify(globals[key])) continue
      globals[key] = freeze(next[key])
      changed[key] = globals[key]
    }
    if (Object.keys(changed).length === 0) return
    mirrorLanguage()
    window.dispatchEvent(new CustomEvent('openai:set_globals', { detail: { globals: changed } }))
  }

  const openai: Record<string, unknown> = {
    callTool: (...args: unknown[]) => call('openai/callTool', args),
    sendFollowUpMessage: (...args: unknown[]) => call('openai/sendFollowUpMessage', args).then(() => undefined),
    setWidgetState: (state: unknown) => {
      if (state !== null && (typeof state !== 'object' || Array.isArray(state))) throw new TypeError('setWidgetState expects an object or null.')
      const text = JSON.stringify(state)
      if (text.length > boot.widgetStateMaxChars) {
        throw new RangeError(
          `setWidgetState expects at most ${boot.widgetStateMaxChars} characters of JSON, got ${text.length}. Keep data on the server.`,
        )
      }
      const copy = JSON.parse(text) as unknown
      adopt({ widgetState: copy })
      post({ method: 'openai/setWidgetState', params: { args: [copy] } })
      return Promise.resolve()
    },
    requestDisplayMode: (...args: unknown[]) => call('openai/requestDisplayMode', args),
    requestClose: (...args: unknown[]) => call('openai/requestClose', args).then(() => undefined),
    openExternal: (...args: unknown[]) => call('openai/openExternal', args).then(() => undefined),
    notifyIntrinsicHeight: (...args: unknown[]) =>
      post({ method: 'openai/notifyIntrinsicHeight', params: { args: JSON.parse(JSON.stringify(args)) as unknown } }),
  }
  for (const key of Object.keys(boot.globals)) {
    globals[key] = freeze(boot.globals[key])
    Object.defineProperty(openai, key, { enumerable: true, get: () => globals[key] })
  }
  Object.defineProperty(window, 'openai', { value: Object.freeze(openai), writable: false, configurable: false, enumerable: true })
  mirrorLanguage()

  window.addEventListener(
    'message',
    (event: MessageEvent<unknown>) => {
      // What is ours is stopped here: the view's own bridge would take an answer to an id it never used for an error.
      if (event.source !== host || event.origin !== boot.outerOrigin) return
      const message = event.data as {
        id?: unknown
        method?: unknown
        params?: { globals?: Record<string, unknown> }
        result?: unknown
        error?: { message?: unknown }
      } | null
      if (typeof message !== 'object' || message === null) return
      if (message.method === 'openai/set_globals') {
        event.stopImmediatePropagation()
        adopt(message.params?.globals ?? {})
        return
      }
      if (typeof message.id !== 'string' || message.method !== undefined) return
      const waiting = pending.get(message.id)
      if (waiting === undefined) return
      event.stopImmediatePropagation()
      pending.delete(message.id)
      if (message.error) waiting.reject(new Error(String(message.error.message)))
      else waiting.resolve(message.result)
    },
    true,
  )
  post({ method: 'openai/hello' })
}
