import { HOST_TO_VIEW, isRecord, MCP_APPS_PROTOCOL_VERSION, RESULT_META, VIEW_TO_HOST, type DisplayMode, type ToolResult } from '@lockstep/contract'
import { applyHostContext } from './apply-host-context.ts'
import { createContextPusher } from './context-pusher.ts'
import { findNotJson } from './find-not-json.ts'
import { followOpenAi } from './follow-open-ai.ts'
import { isDisplayMode } from './host-context.ts'
import { createHostDoor } from './host-door.ts'
import { observeHeight } from './observe-height.ts'
import { readGlobals } from './open-ai-surface.ts'
import { createViewModel, reduceView, type ViewEvent } from './reduce-view.ts'
import { createRpcPeer } from './rpc-peer.ts'
import { createViewHost } from './view-host.ts'
import type { ViewClock, ViewRuntime, ViewWindow } from './view-runtime.ts'
import type { ViewConnection } from './view-snapshot.ts'

/** Milliseconds to wait for the handshake before going on with `window.openai` alone; a later answer is still taken. */
export const HANDSHAKE_TIMEOUT_MS = 1_000
/** The same where there is no `window.openai`: with nothing else to go on with, patience costs nothing, and a busy machine is not nobody. */
export const HANDSHAKE_ALONE_TIMEOUT_MS = 5_000
/** Milliseconds a host waits for the view's last words. */
export const TEARDOWN_MS = 1_000

export interface ConnectViewOptions {
  window: ViewWindow
  /** Told to the host. */
  appInfo: { name: string; version: string }
  /** Default: the real one. */
  clock?: ViewClock
  /** Modes this view is made for. Default `['inline']`. */
  displayModes?: readonly DisplayMode[] | undefined
}

const REAL_CLOCK: ViewClock = {
  now: () => Date.now(),
  setTimeout: (run, delayMs) => globalThis.setTimeout(run, delayMs),
  clearTimeout: (handle) => globalThis.clearTimeout(handle as number),
}

/**
 * Connects to whatever host is around and never throws: MCP Apps over `window.parent`, `window.openai`, both, or none.
 * The bridge goes first where both are there; view state and closing belong to `window.openai`. Messages count only when `window.parent` sent them.
 * @see MCP Apps specification 2026-01-26; developers.openai.com/plugins/reference (checked 2026-11-21)
 */
export function connectView({ window, appInfo, clock = REAL_CLOCK, displayModes = ['inline'] }: ConnectViewOptions): ViewRuntime {
  const { document } = window
  const hasParent = window.parent !== (window as unknown)
  const listeners = new Set<() => void>()
  const teardownHandlers = new Set<() => Promise<void>>()
  let capabilities: Record<string, unknown> = {}
  let heightPx = 0
  let stopObserving: (() => void) | null = null
  let settle = () => {}
  const settled = new Promise<void>((resolve) => (settle = resolve))

  let model = createViewModel(hasParent ? 'connecting' : withoutBridge(), {
    theme: window.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    locale: window.navigator?.language || 'en',
  })

  function dispatch(event: ViewEvent): void {
    const before = model.snapshot
    model = reduceView(model, event)
    const { snapshot } = model
    if (snapshot === before) return
    if (document) applyHostContext(document, snapshot.hostContext, before.hostContext)
    for (const listener of [...listeners]) {
      try {
        listener()
      } catch (error) {
        // told to the page as any uncaught error; the host and the other listeners must not suffer for it
        void Promise.reject(error)
      }
    }
    if (snapshot.toolResult !== before.toolResult) closeIfAsked(snapshot.toolResult)
  }

  const peer = createRpcPeer({
    post: (message) => window.parent.postMessage(message, '*'),
    onNotification: (method, params) => dispatch({ type: 'told', method, params }),
    onRequest: async (method) => {
      if (method === VIEW_TO_HOST.ping) return {}
      if (method !== HOST_TO_VIEW.resourceTeardown) return null
      const done = Promise.allSettled([...teardownHandlers].map(async (handler) => handler()))
      await Promise.race([done, new Promise<void>((resolve) => clock.setTimeout(resolve, TEARDOWN_MS))])
      modelContext.flush()
      return {}
    },
  })
  const offers = () => (model.snapshot.connection === 'bridge' ? capabilities : null)
  const host = createViewHost({ window, clock, peer, settled, offers })
  const door = createHostDoor(host, () => model.snapshot.widgetSessionId)
  const modelContext = createContextPusher(clock, door.updateModelContext)

  const openAi = followOpenAi(window, clock, (globals) => {
    dispatch({ type: 'globals', globals })
    if (model.snapshot.connection === 'standalone') dispatch({ type: 'connection', connection: withoutBridge() })
    if (readGlobals(window)) observe()
  })
  const onMessage = (event: Event) => {
    const { source, data } = event as MessageEvent<unknown>
    if (hasParent && source === window.parent) peer.receive(data)
  }
  window.addEventListener('message', onMessage)
  if (document) applyHostContext(document, model.snapshot.hostContext, null)
  openAi.look()
  if (hasParent) {
    observe()
    shakeHands()
  } else settle()

  function shakeHands(): void {
    const settleAs = (connection: ViewConnection) => {
      clock.clearTimeout(timer)
      openAi.look()
      dispatch({ type: 'connection', connection })
      settle()
    }
    const giveUp = () => settleAs(withoutBridge())
    const timer = clock.setTimeout(giveUp, readGlobals(window) ? HANDSHAKE_TIMEOUT_MS : HANDSHAKE_ALONE_TIMEOUT_MS)
    const params = { appInfo, appCapabilities: { availableDisplayModes: displayModes }, protocolVersion: MCP_APPS_PROTOCOL_VERSION }
    peer.request(VIEW_TO_HOST.initialize, params, peer.nextId()).then((result) => {
      if (isRecord(result['hostCapabilities'])) capabilities = result['hostCapabilities']
      tellContext(result['hostContext'])
      peer.notify(VIEW_TO_HOST.initialized, {})
      settleAs('bridge')
      if (heightPx > 0) door.reportHeight(heightPx)
    }, giveUp)
  }

  function tellContext(params: unknown): void {
    if (isRecord(params)) dispatch({ type: 'told', method: HOST_TO_VIEW.hostContextChanged, params })
  }

  function withoutBridge(): ViewConnection {
    return readGlobals(window) ? 'openai' : 'standalone'
  }

  function closeIfAsked(result: Readonly<ToolResult> | null): void {
    if (result?._meta?.[RESULT_META.closeWidget] === true) door.requestClose()
  }

  function observe(): void {
    stopObserving ??= observeHeight(window, reportHeight)
  }

  function reportHeight(next: number): void {
    heightPx = next
    door.reportHeight(next)
  }

  return {
    host,
    getSnapshot: () => model.snapshot,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    callTool: async (name, args, options) => {
      const result = await door.callTool(name, args, options)
      dispatch({ type: 'session', id: result._meta?.[RESULT_META.widgetSessionId] })
      closeIfAsked(result)
      return result
    },
    setViewState: (next) => {
      const path = findNotJson(next)
      if (path !== null) return { code: 'not_json', path, message: `not JSON: ${path}` }
      const before = model.snapshot.viewState
      dispatch({ type: 'view-state', ...next })
      const { viewState } = model.snapshot
      if (viewState === before) return null
      if (viewState.model !== before.model) modelContext.push(viewState.model ?? {})
      try {
        // nothing to await on the platform; where it does return a promise, nobody waits for it
        const kept: unknown = host.openAi('setWidgetState')?.({
          modelContent: viewState.model,
          privateContent: viewState.private,
          imageIds: [...viewState.imageIds],
        })
        if (kept instanceof Promise) kept.catch(() => undefined)
      } catch (error) {
        // a host that will not keep it (too large, out of order) must not stop what follows, such as the save this was written ahead of
        return { code: 'not_kept', message: String(error) }
      }
      return null
    },
    sendMessage: async (text, options) => {
      await settled
      modelContext.flush()
      return door.sendMessage(text, options)
    },
    openLink: door.openLink,
    requestDisplayMode: async (mode) => {
      await settled
      const { availableDisplayModes, displayMode } = model.snapshot.hostContext
      if (availableDisplayModes?.includes(mode) === false) return displayMode
      const granted = await door.requestDisplayMode(mode)
      if (!isDisplayMode(granted)) return model.snapshot.hostContext.displayMode
      if (offers()) tellContext({ displayMode: granted })
      else openAi.look({ displayMode: granted })
      return granted
    },
    requestClose: door.requestClose,
    onTeardown: (handler) => {
      teardownHandlers.add(handler)
      return () => teardownHandlers.delete(handler)
    },
    reportHeight,
    dispose: () => {
      window.removeEventListener('message', onMessage)
      openAi.stop()
      stopObserving?.()
      listeners.clear()
    },
  }
}
