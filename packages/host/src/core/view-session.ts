import { HOST_TO_VIEW, isRecord, parseJsonRpc, RPC_CODES, VIEW_TO_HOST } from '@lockstep/contract'
import type { DisplayMode, HostContext, HostProfile, JsonRpcFailure, JsonRpcId, JsonRpcSuccess, OpenAiGlobals } from '@lockstep/contract'
import type { ViewDelivery } from '../api/host-state.ts'
import type { HostClock } from './clock.ts'
import type { ViewRecord } from './conversation.ts'
import type { ViewActions } from './view-actions/create-view-actions.ts'
import { serveViewRequest } from './view-methods/serve-view-request.ts'
import { ViewRefusal } from './view-refusal.ts'

/** Milliseconds a view has to answer `ui/resource-teardown`. */
const TEARDOWN_TIMEOUT_MS = 1_000

/** What a view is told of: its record, and what follows from record and settings. */
export interface ViewPicture {
  view: ViewRecord
  hostContext: HostContext
  globals: OpenAiGlobals
}

export interface ViewSessionOptions {
  instanceId: string
  mountId: string
  clock: HostClock
  actions: ViewActions
  picture(): ViewPicture
  /** The MCP Apps bridge of the platform; null = it has none. */
  bridge(): HostProfile['bridge']
  deliver(delivery: ViewDelivery): void
  /** The view talks to us. */
  onTalk(): void
}

/** The host's end of both bridges to one mounted frame. Tells the view what changed, and nothing before `ui/notifications/initialized`. */
export interface ViewSession {
  readonly mountId: string
  /** Modes the view declared; null when it declared none. */
  readonly declaredModes: readonly DisplayMode[] | null
  receive(message: unknown): Promise<JsonRpcSuccess | JsonRpcFailure | null>
  /** Sends what is new since the last push. */
  push(): void
  /** The call this view belongs to was given up. */
  cancel(reason: string): void
  /** Asks the view to put things away; resolves with its answer or after `TEARDOWN_TIMEOUT_MS`. */
  teardown(reason: string): Promise<void>
  /** Sends a message in the order of all others, where the order counts. */
  post(message: Record<string, unknown>): void
  acknowledge(seq: number): void
  unacknowledged(): readonly ViewDelivery[]
}

export function createViewSession(options: ViewSessionOptions): ViewSession {
  const { instanceId, mountId, clock, actions } = options
  let seq = 0
  let outbox: ViewDelivery[] = []
  let requests = 0
  let isInitialized = false
  let hasShim = false
  let hasInput = false
  let hasResult = false
  let contextTold: HostContext = {}
  let globalsTold: Partial<OpenAiGlobals> = {}
  let declaredModes: DisplayMode[] | null = null
  const waiting = new Map<JsonRpcId, () => void>()

  function send(message: Record<string, unknown>): void {
    seq += 1
    const delivery = { instanceId, mountId, seq, message: { jsonrpc: '2.0', ...message } }
    outbox.push(delivery)
    options.deliver(delivery)
  }

  function initialize(params: Record<string, unknown>): Record<string, unknown> {
    const { view, hostContext } = options.picture()
    const bridge = options.bridge()
    if (!view.hasBridge || bridge === null)
      throw new ViewRefusal(RPC_CODES.methodNotFound, 'The bridge needs the MIME type text/html;profile=mcp-app.')
    isInitialized = false
    hasInput = false
    hasResult = false
    contextTold = hostContext
    const modes = isRecord(params['appCapabilities']) ? params['appCapabilities']['availableDisplayModes'] : undefined
    declaredModes = Array.isArray(modes)
      ? modes.filter((mode): mode is DisplayMode => mode === 'inline' || mode === 'fullscreen' || mode === 'pip')
      : null
    return {
      protocolVersion: bridge.protocolVersion,
      hostInfo: bridge.hostInfo,
      hostCapabilities: { ...bridge.capabilities, sandbox: { csp: view.csp } },
      hostContext,
    }
  }

  function push(): void {
    const { view, hostContext, globals } = options.picture()
    if (isInitialized) {
      if (!hasInput && view.toolInput !== null) {
        hasInput = true
        send({ method: HOST_TO_VIEW.toolInput, params: { arguments: view.toolInput } })
      }
      if (hasInput && !hasResult && view.toolResult !== null) {
        hasResult = true
        send({ method: HOST_TO_VIEW.toolResult, params: view.toolResult })
      }
      const changed = difference(contextTold, hostContext)
      contextTold = hostContext
      if (Object.keys(changed).length > 0) send({ method: HOST_TO_VIEW.hostContextChanged, params: changed })
    }
    if (hasShim) {
      const changed = difference(globalsTold, globals)
      globalsTold = globals
      if (Object.keys(changed).length > 0) send({ method: 'openai/set_globals', params: { globals: changed } })
    }
  }

  async function notified(method: string, params: Record<string, unknown>): Promise<void> {
    if (method === 'openai/hello') {
      // The document carries the globals of the moment it was served; from here on, changes are pushed. What differs already is sent now.
      hasShim = true
      globalsTold = {}
      return push()
    }
    if (method === VIEW_TO_HOST.initialized) {
      isInitialized = true
      return push()
    }
    // A notification has no answer, not even a bad one; what the host does not know is ignored.
    await serveViewRequest(method, params, actions, options.picture().view.hasBridge).catch(() => undefined)
  }

  async function answer(id: JsonRpcId, method: string, params: Record<string, unknown>): Promise<JsonRpcSuccess | JsonRpcFailure> {
    options.onTalk()
    try {
      const isInitialize = method === VIEW_TO_HOST.initialize
      const result = isInitialize ? initialize(params) : await serveViewRequest(method, params, actions, options.picture().view.hasBridge)
      return { jsonrpc: '2.0', id, result }
    } catch (error) {
      const code = error instanceof ViewRefusal ? error.rpcCode : RPC_CODES.internalError
      const message = error instanceof ViewRefusal ? error.message : 'The host failed to serve this.'
      return { jsonrpc: '2.0', id, error: { code, message } }
    }
  }

  return {
    mountId,
    get declaredModes() {
      return declaredModes
    },
    async receive(message) {
      const parsed = parseJsonRpc(message)
      if (parsed === null) {
        const id = isRecord(message) && (typeof message['id'] === 'string' || typeof message['id'] === 'number') ? message['id'] : null
        return id === null ? null : { jsonrpc: '2.0', id, error: { code: RPC_CODES.invalidRequest, message: 'Expected a JSON-RPC 2.0 message.' } }
      }
      if (parsed.kind === 'request') return answer(parsed.message.id, parsed.message.method, parsed.message.params ?? {})
      if (parsed.kind === 'notification') await notified(parsed.message.method, parsed.message.params ?? {})
      else waiting.get(parsed.message.id)?.()
      return null
    },
    push,
    cancel(reason) {
      if (isInitialized && !hasResult) send({ method: HOST_TO_VIEW.toolCancelled, params: { reason } })
    },
    teardown(reason) {
      if (!isInitialized) return Promise.resolve()
      requests += 1
      const id = `host-${requests}`
      return new Promise((resolve) => {
        const timer = clock.setTimeout(done, TEARDOWN_TIMEOUT_MS)
        function done(): void {
          clock.clearTimeout(timer)
          waiting.delete(id)
          resolve()
        }
        waiting.set(id, done)
        send({ id, method: HOST_TO_VIEW.resourceTeardown, params: { reason } })
      })
    },
    post: send,
    acknowledge(upTo) {
      outbox = outbox.filter((delivery) => delivery.seq > upTo)
    },
    unacknowledged: () => outbox,
  }
}

/** The keys of `next` whose value is another than before; compared as JSON, because that is how they travel. */
function difference<T extends object>(before: Partial<T>, next: T): Partial<T> {
  const changed: Partial<T> = {}
  for (const key of Object.keys(next) as Array<keyof T>) {
    if (before[key] !== next[key] && JSON.stringify(before[key]) !== JSON.stringify(next[key])) changed[key] = next[key]
  }
  return changed
}
