import { AppError, RESULT_META } from '@lockstep/contract'
import type { ToolCallResult, ToolEntry } from '../api/host-state.ts'
import type { Model, ModelContext, ModelStep } from '../model/model.ts'
import type { AppRegistry } from './app-registry.ts'
import { argumentFields, readFields } from './argument-fields.ts'
import type { HostClock, HostIds } from './clock.ts'
import { awaitingEntry, findToolEntry, type QueuedMessage } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { toMcpFault } from './mcp-fault.ts'
import { buildModelContext } from './model-context.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'
import type { ViewHost } from './view-host.ts'

/** Steps of the model in one turn; a model that never stops calling tools is stopped. */
export const TURN_MAX_STEPS = 8
/** Milliseconds a call may take before its view is shown without a result. A quick result is shown at once, without a flash of the loading state. */
const EARLY_MOUNT_MS = 150

export interface TurnRunnerOptions {
  store: ConversationStore
  apps: AppRegistry
  views: Pick<ViewHost, 'open' | 'giveInput' | 'giveResult' | 'cancel' | 'close' | 'closeNewest'>
  model: Model
  clock: HostClock
  ids: HostIds
  requestMeta(): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
}

/** Runs turns one at a time: message -> model -> tool -> model -> … -> answer. A turn stands still while a card waits for the person. */
export interface TurnRunner {
  /** A person's message settles a waiting card by declining it; a view's message waits until all is quiet. */
  submit(message: QueuedMessage): void
  approve(entryId: string): void
  decline(entryId: string): void
  /** @throws {AppError} HOST_BAD_FIELD, HOST_NO_SUCH_CARD */
  giveArguments(entryId: string, fields: Readonly<Record<string, string>>): void
  stop(): void
  /** Resolves when no turn runs and none is queued. */
  whenIdle(): Promise<void>
}

export function createTurnRunner(options: TurnRunnerOptions): TurnRunner {
  const { store, apps, views, model, clock, ids } = options
  let running: Promise<void> = Promise.resolve()
  let abort = new AbortController()

  function submit(message: QueuedMessage): void {
    const waiting = awaitingEntry(store.get())
    if (waiting !== null && message.by === 'person') declineEntry(waiting)
    if (store.get().isTurnRunning || awaitingEntry(store.get()) !== null) return store.dispatch({ type: 'message.queued', message })
    say(message)
    run(() => think())
  }

  function say(message: QueuedMessage): void {
    store.dispatch({ type: 'message.said', entryId: ids.newId('entry'), at: clock.now(), message })
  }

  /** Starts a turn with `first`; when it ends, the next queued message starts another. */
  function run(first: () => Promise<void>): void {
    const conversationId = store.get().id
    store.dispatch({ type: 'turn.started' })
    abort = new AbortController()
    const turn = async (): Promise<void> => {
      try {
        await first()
      } catch (error) {
        if (store.get().id !== conversationId) return
        const text = abort.signal.aborted ? 'Stopped.' : `The model failed: ${error instanceof Error ? error.message : String(error)}`
        store.dispatch({ type: 'assistant.said', entryId: ids.newId('entry'), at: clock.now(), text })
      }
      if (store.get().id !== conversationId) return
      store.dispatch({ type: 'turn.ended' })
      const [next] = store.get().queue
      if (next === undefined || awaitingEntry(store.get()) !== null) return
      store.dispatch({ type: 'message.dequeued' })
      say(next)
      run(() => think())
    }
    running = turn()
  }

  async function think(): Promise<void> {
    const { signal } = abort
    const conversationId = store.get().id
    await apps.refresh()
    for (let step = 0; step < TURN_MAX_STEPS; step += 1) {
      if (store.get().id !== conversationId) return
      const context = buildModelContext(store.get(), apps.toolsForModel())
      options.trace('model.read', readDetail(context))
      const next = await model.respond(context, signal)
      signal.throwIfAborted()
      if (store.get().id !== conversationId) return
      if (next.kind === 'say') return store.dispatch({ type: 'assistant.said', entryId: ids.newId('entry'), at: clock.now(), text: next.text })
      const isSettled = await take(next)
      if (!isSettled) return
    }
    store.dispatch({ type: 'assistant.said', entryId: ids.newId('entry'), at: clock.now(), text: `Stopped after ${TURN_MAX_STEPS} steps.` })
  }

  /** Opens the call's card and runs it when nobody has to be asked. False: the turn waits for the person. */
  async function take(step: Extract<ModelStep, { kind: 'call' | 'propose' }>): Promise<boolean> {
    const tool = apps.findTool(step.app, step.tool)
    const entryId = ids.newId('entry')
    if (tool === null || !tool.visibleToModel)
      throw new AppError('HOST_UNKNOWN_TOOL', `Expected a tool that the model was told of, got ${step.tool}.`)
    options.trace('model.select_tool', { tool: step.tool, app: step.app, arguments: step.arguments, isSure: step.kind === 'call' })
    const phase = step.kind === 'propose' ? 'awaiting-arguments' : tool.isDestructive ? 'awaiting-approval' : 'running'
    store.dispatch({
      type: 'call.opened',
      entryId,
      at: clock.now(),
      app: step.app,
      tool: tool.name,
      title: tool.title,
      statusText: statusText(phase, tool),
      phase,
      input: step.arguments,
      fields: step.kind === 'propose' ? argumentFields(tool.inputSchema, step.arguments) : [],
      reason: step.kind === 'propose' ? step.reason : null,
      isDestructive: tool.isDestructive,
      isOpenWorld: tool.isOpenWorld,
    })
    if (phase === 'running') {
      await execute(entryId, tool)
      return true
    }
    if (phase === 'awaiting-approval') await openGated(entryId, tool)
    return false
  }

  /** The view of a call that waits for approval is there already, without the arguments. @see chatgpt-contract H9 */
  async function openGated(entryId: string, tool: ToolDescriptor): Promise<void> {
    const entry = findToolEntry(store.get(), entryId)
    if (entry === null || tool.resourceUri === null) return
    const instanceId = await views.open(entry, tool, null, null)
    const phase = findToolEntry(store.get(), entryId)?.phase
    if (phase === 'declined') await views.cancel(instanceId, 'declined')
  }

  async function execute(entryId: string, tool: ToolDescriptor): Promise<void> {
    const entry = findToolEntry(store.get(), entryId)
    const found = entry === null ? null : apps.find(entry.app)
    if (entry === null || found === null) return
    const conversationId = store.get().id
    const startedAt = clock.now()
    const { signal } = abort
    options.trace('mcp.call', { tool: tool.name, arguments: entry.input, by: 'model', entryId })
    const call = found.connection.callTool(tool.name, entry.input, { meta: options.requestMeta(), signal })
    const early = entry.instanceId === null && tool.resourceUri !== null ? openWhenSlow(entry, tool, call) : null
    let instanceId = entry.instanceId
    if (instanceId !== null) views.giveInput(instanceId, entry.input)
    try {
      const result = await call
      instanceId ??= (await early) ?? null
      if (store.get().id !== conversationId) return
      options.trace('mcp.result', { tool: tool.name, isError: result.isError === true, by: 'model', entryId, ...structuredDetail(result) })
      store.dispatch({
        type: 'call.answered',
        entryId,
        result,
        tookMs: clock.now() - startedAt,
        statusText: result.isError ? `${tool.title} failed` : tool.invoked,
      })
      await show(entryId, tool, instanceId, result)
    } catch (error) {
      instanceId ??= (await early) ?? null
      if (store.get().id !== conversationId) return
      const fault = toMcpFault(error, found.app.mcpUrl)
      const message = signal.aborted ? 'Stopped before the server answered; it may have done it.' : fault.message
      options.trace('mcp.fault', { tool: tool.name, kind: fault.kind, message, by: 'model', entryId })
      store.dispatch({ type: 'call.failed', entryId, error: { kind: fault.kind, message }, tookMs: clock.now() - startedAt })
      if (instanceId !== null) await views.cancel(instanceId, message)
      signal.throwIfAborted()
    }
  }

  /** Resolves with the instance when the call was slow, with null when it was quick or failed: then there is nothing on screen yet. */
  async function openWhenSlow(entry: ToolEntry, tool: ToolDescriptor, call: Promise<unknown>): Promise<string | null> {
    let timer: unknown
    const slow = new Promise<'slow'>((resolve) => {
      timer = clock.setTimeout(() => resolve('slow'), EARLY_MOUNT_MS)
    })
    const settled = call.then(
      () => 'settled' as const,
      () => 'settled' as const,
    )
    const outcome = await Promise.race([slow, settled])
    clock.clearTimeout(timer)
    return outcome === 'slow' ? views.open(entry, tool, entry.input, null) : null
  }

  /** Puts a result on screen: into the view that is there, into a new one, or (an error, or a view that the server closes) into none. */
  async function show(entryId: string, tool: ToolDescriptor, instanceId: string | null, result: ToolCallResult): Promise<void> {
    const entry = findToolEntry(store.get(), entryId)
    if (entry === null) return
    if (result.isError) {
      if (instanceId !== null) await views.cancel(instanceId, 'the tool reported an error')
      return
    }
    if (result._meta?.[RESULT_META.closeWidget] === true) {
      if (instanceId !== null) await views.close(instanceId, 'the server closed it')
      return views.closeNewest(entry.app)
    }
    if (instanceId !== null) return views.giveResult(instanceId, result)
    if (tool.resourceUri !== null) await views.open(entry, tool, entry.input, result)
  }

  function declineEntry(entry: ToolEntry): void {
    store.dispatch({ type: 'call.declined', entryId: entry.id, statusText: `${entry.title} was declined` })
    if (entry.instanceId !== null) void views.cancel(entry.instanceId, 'declined')
  }

  function waitingCard(entryId: string, phase: ToolEntry['phase']): ToolEntry {
    const entry = findToolEntry(store.get(), entryId)
    if (entry?.phase !== phase) {
      throw new AppError(
        'HOST_NO_SUCH_CARD',
        `Expected a card that waits for this, got ${entry === null ? 'an unknown id' : `one that is ${entry.phase}`}.`,
        { blame: 'user' },
      )
    }
    return entry
  }

  /** The approved call, and then the model goes on with what came of it. */
  function resume(entryId: string, tool: ToolDescriptor): void {
    run(async () => {
      await execute(entryId, tool)
      await think()
    })
  }

  function toolOf(entry: ToolEntry): ToolDescriptor {
    const tool = apps.findTool(entry.app, entry.tool)
    if (tool === null) throw new AppError('HOST_UNKNOWN_TOOL', `The server no longer offers ${entry.tool}. Ask again.`, { blame: 'user' })
    return tool
  }

  return {
    submit,
    approve(entryId) {
      const tool = toolOf(waitingCard(entryId, 'awaiting-approval'))
      store.dispatch({ type: 'call.approved', entryId, statusText: tool.invoking })
      resume(entryId, tool)
    },
    decline(entryId) {
      const entry = findToolEntry(store.get(), entryId)
      declineEntry(waitingCard(entryId, entry?.phase === 'awaiting-arguments' ? 'awaiting-arguments' : 'awaiting-approval'))
      run(() => think())
    },
    giveArguments(entryId, fields) {
      const entry = waitingCard(entryId, 'awaiting-arguments')
      const tool = toolOf(entry)
      const input = readFields(entry.fields, fields)
      const phase = tool.isDestructive ? 'awaiting-approval' : 'running'
      store.dispatch({ type: 'call.argumentsGiven', entryId, input, phase, statusText: statusText(phase, tool) })
      if (phase === 'running') resume(entryId, tool)
      else run(() => openGated(entryId, tool))
    },
    stop: () => abort.abort(),
    async whenIdle() {
      for (let turn = running; ; turn = running) {
        await turn
        if (turn === running) return
      }
    },
  }
}

function statusText(phase: ToolEntry['phase'], tool: ToolDescriptor): string {
  if (phase === 'awaiting-arguments') return `${tool.title}: are these the right arguments?`
  return phase === 'awaiting-approval' ? `${tool.title}: allow this?` : tool.invoking
}

function readDetail(context: ModelContext): Record<string, unknown> {
  const last = context.messages.findLast((message) => message.role === 'tool-result')
  return {
    messages: context.messages.length,
    tools: context.tools.map(({ name }) => name),
    ...(last?.structuredContent ? { structuredContent: last.structuredContent } : {}),
  }
}

function structuredDetail(result: ToolCallResult): Record<string, unknown> {
  return result.structuredContent === undefined ? {} : { structuredContent: result.structuredContent }
}
