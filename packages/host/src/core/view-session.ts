import { HOST_TO_VIEW, HOST_TO_VIEW_MORE, isRecord, parseJsonRpc, RPC_CODES, VIEW_TO_HOST } from '@lockstep/contract'
import type { DisplayMode, HostContext, HostProfile, JsonRpcFailure, JsonRpcId, JsonRpcSuccess, OpenAiGlobals } from '@lockstep/contract'
import type { ViewDelivery } from '../api/host-state.ts'
import type { FaultBoard } from '../faults/fault-board.ts'
import { createHydration } from '../faults/late-hydration.ts'
import { createInputPieces } from '../faults/input-pieces.ts'
import { churnAfter } from '../faults/reference-churn.ts'
import { SURROUNDINGS_CHANGED, type FrameSurroundings } from '../sandbox/simulate-media.ts'
import type { HostClock } from './clock.ts'
import type { ViewRecord } from './conversation.ts'
import { LaterAnswer } from './later-answer.ts'
import type { ViewActions } from './view-actions/create-view-actions.ts'
import type { OfferedMethods } from './view-methods/offered-methods.ts'
import { serveViewRequest } from './view-methods/serve-view-request.ts'
import { progressTokenOf, type ViewCall } from './view-methods/view-call.ts'
import { ViewRefusal } from './view-refusal.ts'
import { grantedSandbox } from './view-sandbox.ts'

/** Milliseconds a view has to answer `ui/resource-teardown`. */
const TEARDOWN_TIMEOUT_MS = 1_000
/** Deliveries kept for a frame that takes none, because its tab was closed; the oldest go. One that was away for a moment is never so far behind. */
const OUTBOX_MAX = 300

/** What a view is told of: its record, and what follows from record and settings. */
export interface ViewPicture {
  view: ViewRecord
  hostContext: HostContext
  /** Those that the platform has. */
  globals: Partial<OpenAiGlobals>
  /** With what the platform adds to it. */
  toolResult: Record<string, unknown> | null
  surroundings: FrameSurroundings
}

export interface ViewSessionOptions {
  instanceId: string
  mountId: string
  clock: HostClock
  actions: ViewActions
  faults: FaultBoard
  picture(): ViewPicture
  /** Surroundings that its document came with; null = those of now. */
  served: FrameSurroundings | null
  /** The MCP Apps bridge of the platform; null = it has none. */
  bridge(): HostProfile['bridge']
  /** Methods of the platform's `window.openai`; null = it has none. */
  openAiMembers(): readonly string[] | null
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
  /** News that the view may have, once it is ready for any. */
  tellNews(method: string): void
  acknowledge(seq: number): void
  unacknowledged(): readonly ViewDelivery[]
  /** The frame is gone: nothing is sent to it any more by itself. */
  end(): void
}

export function createViewSession(options: ViewSessionOptions): ViewSession {
  const { instanceId, mountId, clock, actions, faults } = options
  let seq = 0
  let outbox: ViewDelivery[] = []
  let requests = 0
  let isInitialized = false
  let hasShim = false
  let hasInput = false
  let hasResult = false
  let contextTold: HostContext = {}
  let globalsTold: Partial<OpenAiGlobals> = {}
  // The document came with them; they may have changed until its first word.
  let surroundingsTold = JSON.stringify(options.served ?? options.picture().surroundings)
  let declaredModes: DisplayMode[] | null = null
  const waiting = new Map<JsonRpcId, () => void>()
  const served = new Map<JsonRpcId, AbortController>()
  const hydration = createHydration({ faults, clock, onData: () => push() })
  const pieces = createInputPieces({
    faults,
    clock,
    tell: (piece) => send({ method: HOST_TO_VIEW.toolInputPartial, params: { arguments: piece } }),
    onWhole: () => push(),
  })

  function send(message: Record<string, unknown>): void {
    seq += 1
    const delivery = { instanceId, mountId, seq, message: { jsonrpc: '2.0', ...message } }
    outbox.push(delivery)
    if (outbox.length > OUTBOX_MAX) outbox.shift()
    options.deliver(delivery)
  }

  function initialize(params: Record<string, unknown>): Record<string, unknown> {
    const { view, hostContext } = options.picture()
    const bridge = options.bridge()
    if (!view.hasBridge || bridge === null)
      throw new ViewRefusal(RPC_CODES.methodNotFound, 'The bridge needs the MIME type text/html;profile=mcp-app.')
    // A document with the shim began when that said hello.
    if (!hasShim) begin()
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
      hostCapabilities: { ...bridge.capabilities, sandbox: grantedSandbox(view) },
      hostContext,
    }
  }

  /** News that may be lost on the way; what the view was told is what was sent, as far as anybody here knows. */
  function tell(message: Record<string, unknown>): void {
    if (faults.take('dropped-push') === null) send(message)
  }

  function push(): void {
    const hydrated = hydration.veil(options.picture())
    if (isInitialized && hydrated.view.toolInput !== null) pieces.start(hydrated.view.toolInput)
    const { view, hostContext, globals, toolResult, surroundings } = pieces.veil(hydrated)
    if (JSON.stringify(surroundings) !== surroundingsTold) {
      surroundingsTold = JSON.stringify(surroundings)
      send({ method: SURROUNDINGS_CHANGED, params: { surroundings } })
    }
    if (isInitialized) {
      if (!hasInput && view.toolInput !== null) {
        hasInput = true
        send({ method: HOST_TO_VIEW.toolInput, params: { arguments: view.toolInput } })
      }
      if (hasInput && !hasResult && toolResult !== null) {
        hasResult = true
        tell({ method: HOST_TO_VIEW.toolResult, params: toolResult })
      }
      const changed = difference(contextTold, hostContext)
      contextTold = hostContext
      if (Object.keys(changed).length > 0) tell({ method: HOST_TO_VIEW.hostContextChanged, params: changed })
    }
    if (hasShim) {
      const changed = difference(globalsTold, globals)
      globalsTold = globals
      if (Object.keys(changed).length > 0) tell({ method: 'openai/set_globals', params: { globals: changed } })
    }
  }

  /** A new document talks: it is told things as the faults of now have it. */
  function begin(): void {
    hydration.begin()
    pieces.begin(options.bridge() !== null && options.picture().view.hasBridge)
  }

  /** The document carries the globals of the moment it was served; what differs by now is sent at once, later changes are pushed. */
  function greet(): void {
    hasShim = true
    begin()
    globalsTold = pieces.veil(hydration.veil(options.picture())).globals
    send({ method: 'openai/set_globals', params: { globals: globalsTold } })
    push()
  }

  async function serve(method: string, params: Record<string, unknown>, call?: ViewCall): Promise<Record<string, unknown> | LaterAnswer> {
    const result = await serveViewRequest(method, params, actions, offered(), call)
    const churn = churnAfter(method, options.picture, faults)
    if (churn !== null) send(churn)
    return result
  }

  function offered(): OfferedMethods {
    return { openai: options.openAiMembers(), bridge: options.picture().view.hasBridge ? options.bridge() : null }
  }

  async function notified(method: string, params: Record<string, unknown>): Promise<void> {
    if (method === 'openai/hello') return greet()
    if (method === VIEW_TO_HOST.cancelled) return served.get(params['requestId'] as JsonRpcId)?.abort()
    if (method === VIEW_TO_HOST.initialized) {
      isInitialized = true
      pieces.ready()
      return push()
    }
    // A notification has no answer, not even a bad one; what the host does not know is ignored.
    const result = await serve(method, params).catch(() => undefined)
    if (result instanceof LaterAnswer) void result.settled.catch(() => undefined)
  }

  async function answer(id: JsonRpcId, method: string, params: Record<string, unknown>): Promise<JsonRpcSuccess | JsonRpcFailure | null> {
    options.onTalk()
    const request = new AbortController()
    const token = progressTokenOf(params)
    const onProgress =
      token === null
        ? null
        : (progress: Record<string, unknown>) => send({ method: HOST_TO_VIEW_MORE.progress, params: { ...progress, progressToken: token } })
    served.set(id, request)
    // A request that was given up is not answered.
    const settle = (message: JsonRpcSuccess | JsonRpcFailure): JsonRpcSuccess | JsonRpcFailure | null => {
      if (served.get(id) === request) served.delete(id)
      return request.signal.aborted ? null : message
    }
    const settleLater = (message: JsonRpcSuccess | JsonRpcFailure): void => {
      if (settle(message) !== null) send({ ...message })
    }
    try {
      const isInitialize = method === VIEW_TO_HOST.initialize
      const result = isInitialize ? initialize(params) : await serve(method, params, { signal: request.signal, onProgress })
      if (!(result instanceof LaterAnswer)) return settle({ jsonrpc: '2.0', id, result })
      void result.settled.then(
        (settled) => settleLater({ jsonrpc: '2.0', id, result: isRecord(settled) ? settled : {} }),
        (error: unknown) => settleLater(failure(id, error)),
      )
      return null
    } catch (error) {
      return settle(failure(id, error))
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
      pieces.finish()
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
    tellNews: (method) => void (isInitialized && send({ method })),
    acknowledge(upTo) {
      outbox = outbox.filter((delivery) => delivery.seq > upTo)
    },
    unacknowledged: () => outbox,
    end() {
      hydration.end()
      pieces.end()
    },
  }
}

function failure(id: JsonRpcId, error: unknown): JsonRpcFailure {
  const code = error instanceof ViewRefusal ? error.rpcCode : RPC_CODES.internalError
  const message = error instanceof ViewRefusal ? error.message : 'The host failed to serve this.'
  return { jsonrpc: '2.0', id, error: { code, message } }
}

/** The keys of `next` whose value is another than before; compared as JSON, because that is how they travel. */
function difference<T extends object>(before: Partial<T>, next: T): Partial<T> {
  const changed: Partial<T> = {}
  for (const key of Object.keys(next) as Array<keyof T>) {
    if (before[key] !== next[key] && JSON.stringify(before[key]) !== JSON.stringify(next[key])) changed[key] = next[key]
  }
  return changed
}
