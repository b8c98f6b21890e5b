import {
  HOST_TO_VIEW,
  isRecord,
  MCP_APPS_PROTOCOL_VERSION,
  RESULT_META,
  SET_GLOBALS_EVENT,
  VIEW_TO_HOST,
  type DisplayMode,
  type ToolResult,
} from '@lockstep/contract'
import { applyHostContext } from './apply-host-context.ts'
import { createContextPusher } from './context-pusher.ts'
import { isDisplayMode } from './host-context.ts'
import { createHostDoor } from './host-door.ts'
import { observeHeight } from './observe-height.ts'
import { openAiMethod, readGlobals } from './open-ai-surface.ts'
import { createViewModel, reduceView, type ViewEvent } from './reduce-view.ts'
import { createRpcPeer } from './rpc-peer.ts'
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
  displayModes?: readonly DisplayMode[]
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
  let settle = () => {}
  const settled = new Promise<void>((resolve) => (settle = resolve))

  const atFirst = readGlobals(window)
  let model = createViewModel(hasParent ? 'connecting' : withoutBridge(), {
    theme: window.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    locale: window.navigator?.language || 'en',
  })
  if (atFirst) model = reduceView(model, { type: 'globals', globals: atFirst })
  if (document) applyHostContext(document, model.snapshot.hostContext, null)

  function dispatch(event: ViewEvent): void {
    const before = model.snapshot
    model = reduceView(model, event)
    const { snapshot } = model
    if (snapshot === before) return
    if (document) applyHostContext(document, snapshot.hostContext, before.hostContext)
    for (const listener of [...listeners]) listener()
    if (snapshot.toolResult !== before.toolResult) closeIfAsked(snapshot.toolResult)
  }

  const peer = createRpcPeer({
    post: (message) => window.parent.postMessage(message, '*'),
    onNotification: (method, params) => {
      if (method === HOST_TO_VIEW.toolInput) dispatch({ type: 'tool-input', input: params['arguments'] })
      if (method === HOST_TO_VIEW.toolResult) dispatch({ type: 'tool-result', result: params })
      if (method === HOST_TO_VIEW.toolCancelled) dispatch({ type: 'tool-cancelled' })
      if (method === HOST_TO_VIEW.hostContextChanged) dispatch({ type: 'bridge-context', context: params })
    },
    onRequest: async (method) => {
      if (method === VIEW_TO_HOST.ping) return {}
      if (method !== HOST_TO_VIEW.resourceTeardown) return null
      const done = Promise.allSettled([...teardownHandlers].map((handler) => handler()))
      await Promise.race([done, new Promise<void>((resolve) => clock.setTimeout(resolve, TEARDOWN_MS))])
      return {}
    },
  })
  const bridgeOffers = () => (model.snapshot.connection === 'bridge' ? capabilities : null)
  const door = createHostDoor({ window, clock, peer, settled, bridgeOffers })
  const pushContext = createContextPusher(clock, door.updateModelContext)

  const onMessage = (event: Event) => {
    const { source, data } = event as MessageEvent<unknown>
    if (hasParent && source === window.parent) peer.receive(data)
  }
  const onSetGlobals = (event: Event) => {
    const { detail } = event as CustomEvent<unknown>
    const told = isRecord(detail) && isRecord(detail['globals']) ? detail['globals'] : {}
    const changed = Object.fromEntries(Object.entries(told).filter((entry) => entry[1] !== undefined))
    dispatch({ type: 'globals', globals: { ...readGlobals(window), ...changed } })
    if (model.snapshot.connection === 'standalone') dispatch({ type: 'connection', connection: withoutBridge() })
  }
  window.addEventListener('message', onMessage)
  window.addEventListener(SET_GLOBALS_EVENT, onSetGlobals)
  const stopObserving = hasParent || atFirst ? observeHeight(window, reportHeight) : () => {}
  if (hasParent) shakeHands()
  else settle()

  function shakeHands(): void {
    const settleAs = (connection: ViewConnection) => {
      clock.clearTimeout(timer)
      dispatch({ type: 'connection', connection })
      settle()
    }
    const giveUp = () => settleAs(withoutBridge())
    const timer = clock.setTimeout(giveUp, atFirst ? HANDSHAKE_TIMEOUT_MS : HANDSHAKE_ALONE_TIMEOUT_MS)
    const appCapabilities = { availableDisplayModes: displayModes }
    peer.request(VIEW_TO_HOST.initialize, { appInfo, appCapabilities, protocolVersion: MCP_APPS_PROTOCOL_VERSION }).then((result) => {
      if (isRecord(result['hostCapabilities'])) capabilities = result['hostCapabilities']
      dispatch({ type: 'bridge-context', context: result['hostContext'] })
      peer.notify(VIEW_TO_HOST.initialized, {})
      settleAs('bridge')
      if (heightPx > 0) door.reportHeight(heightPx)
    }, giveUp)
  }

  function withoutBridge(): ViewConnection {
    return readGlobals(window) ? 'openai' : 'standalone'
  }

  function closeIfAsked(result: Readonly<ToolResult> | null): void {
    if (result?._meta?.[RESULT_META.closeWidget] === true) door.requestClose()
  }

  function reportHeight(next: number): void {
    heightPx = next
    door.reportHeight(next)
  }

  return {
    getSnapshot: () => model.snapshot,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    callTool: async (name, args) => {
      const result = await door.callTool(name, args)
      closeIfAsked(result)
      return result
    },
    setViewState: (next) => {
      const before = model.snapshot.viewState
      dispatch({ type: 'view-state', ...next })
      const { viewState } = model.snapshot
      if (viewState === before) return
      const state = { modelContent: viewState.model, privateContent: viewState.private, imageIds: [...model.imageIds] }
      try {
        openAiMethod(window, 'setWidgetState')?.(state)
      } catch {
        // a host that will not keep it (too large, out of order) must not stop what follows, such as the save this was written ahead of
      }
      if (viewState.model !== before.model) pushContext(viewState.model ?? {})
    },
    sendMessage: door.sendMessage,
    openLink: door.openLink,
    requestDisplayMode: async (mode) => {
      const granted = await door.requestDisplayMode(mode)
      return isDisplayMode(granted) ? granted : model.snapshot.hostContext.displayMode
    },
    requestClose: door.requestClose,
    onTeardown: (handler) => {
      teardownHandlers.add(handler)
      return () => teardownHandlers.delete(handler)
    },
    reportHeight,
    dispose: () => {
      window.removeEventListener('message', onMessage)
      window.removeEventListener(SET_GLOBALS_EVENT, onSetGlobals)
      stopObserving()
      listeners.clear()
    },
  }
}
