import { AppError } from '@lockstep/contract'
import type { ToolEntry } from '../api/host-state.ts'
import type { Model, ModelCall, ModelStep } from '../model/model.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { AppRegistry } from './app-registry.ts'
import { argumentFields, readFields } from './argument-fields.ts'
import type { HostFiles } from '../files/host-files.ts'
import type { HostClock, HostIds } from './clock.ts'
import { createCallRunner } from './call-runner.ts'
import { awaitingEntry, findToolEntry, type QueuedMessage } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { buildModelContext } from './model-context.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'
import { calledTool, readDetail, statusText } from './turn-words.ts'
import { untilAborted } from './until-aborted.ts'
import type { ViewHost } from './view-host.ts'

/** Steps of the model in one turn; a model that never stops calling tools is stopped. */
export const TURN_MAX_STEPS = 8

export interface TurnRunnerOptions {
  store: ConversationStore
  apps: AppRegistry
  files: Pick<HostFiles, 'expandArguments' | 'noteResult'>
  views: Pick<ViewHost, 'open' | 'giveInput' | 'giveResult' | 'cancel' | 'close' | 'closeNewest' | 'personSpoke'>
  /** The one chosen at the moment. */
  model(): Model
  profile(): PlatformProfile
  clock: HostClock
  ids: HostIds
  requestMeta(): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
}

/** A call that the person makes without the model. */
export interface PersonCall {
  app: string
  tool: string
  arguments: Record<string, unknown>
  /** True: the person has seen these very arguments and what the tool may do, and said yes. Default: a destructive tool's card asks. */
  isApproved?: boolean
}

/** Runs turns one at a time: message -> model -> tool -> model -> … -> answer. A turn stands still while a card waits for the person. */
export interface TurnRunner {
  /** A person's message settles a waiting card by declining it; a view's message waits until all is quiet. */
  submit(message: QueuedMessage): void
  /**
   * The person's own call of any tool, a view's or the model's; the model reads of it in its next turn. It settles a waiting card like a message.
   * The id of its entry. @throws {AppError} HOST_UNKNOWN_TOOL, HOST_TURN_RUNNING
   */
  callTool(call: PersonCall): string
  /** Makes a call again that wanted a sign-in first, by whoever made it. The id of the new entry. @throws {AppError} HOST_NO_SUCH_CARD, HOST_UNKNOWN_TOOL, HOST_TURN_RUNNING */
  retryCall(entryId: string): string
  approve(entryId: string): void
  decline(entryId: string): void
  /** @throws {AppError} HOST_BAD_FIELD, HOST_NO_SUCH_CARD */
  giveArguments(entryId: string, fields: Readonly<Record<string, string>>): void
  stop(): void
  /** Stops, and begins none of the turns that wait. Resolves when all is quiet. */
  end(): Promise<void>
  /** Resolves when no turn runs and none is queued. */
  whenIdle(): Promise<void>
}

export function createTurnRunner(options: TurnRunnerOptions): TurnRunner {
  const { store, apps, views, model, clock, ids } = options
  const calls = createCallRunner(options)
  let running: Promise<void> = Promise.resolve()
  let abort = new AbortController()
  let isEnding = false
  let runs = 0
  /** Calls of the model's last step that wait behind a card. */
  let outstanding: ModelCall[] = []

  function submit(message: QueuedMessage): void {
    const waiting = awaitingEntry(store.get())
    if (waiting !== null && message.by === 'person') declineEntry(waiting)
    if (store.get().isTurnRunning || awaitingEntry(store.get()) !== null) return store.dispatch({ type: 'message.queued', message })
    say(message)
    run(() => think())
  }

  function say(message: QueuedMessage): void {
    outstanding = []
    if (message.by === 'person') views.personSpoke()
    store.dispatch({ type: 'message.said', entryId: ids.newId('entry'), at: clock.now(), message })
  }

  /** Starts a turn with `first`; when it ends, the next queued message starts another. */
  function run(first: () => Promise<void>): void {
    const conversationId = store.get().id
    store.dispatch({ type: 'turn.started' })
    abort = new AbortController()
    runs += 1
    const own = runs
    const turn = async (): Promise<void> => {
      try {
        await first()
      } catch (error) {
        outstanding = []
        if (store.get().id !== conversationId) return
        const text = abort.signal.aborted ? 'Stopped.' : `The model failed: ${error instanceof Error ? error.message : String(error)}`
        store.dispatch({ type: 'assistant.said', entryId: ids.newId('entry'), at: clock.now(), text })
      }
      // A card was answered before its view was there: that run goes on, and ends the turn.
      if (store.get().id !== conversationId || own !== runs) return
      store.dispatch({ type: 'turn.ended' })
      const [next] = store.get().queue
      if (next === undefined || isEnding || awaitingEntry(store.get()) !== null) return
      store.dispatch({ type: 'message.dequeued' })
      say(next)
      run(() => think())
    }
    running = turn()
  }

  async function think(): Promise<void> {
    const { signal } = abort
    const conversationId = store.get().id
    await untilAborted(apps.refresh(), signal)
    for (let step = 0; step < TURN_MAX_STEPS; step += 1) {
      if (store.get().id !== conversationId) return
      const context = buildModelContext(store.get(), apps.toolsForModel())
      options.trace('model.read', readDetail(context))
      const next = await model().respond(context, signal)
      signal.throwIfAborted()
      if (store.get().id !== conversationId) return
      if (next.kind === 'say') return answer(next.text)
      const isSettled = next.kind === 'calls' ? await takeAll(next.text, next.calls) : await take(next)
      if (!isSettled) return
    }
    store.dispatch({ type: 'assistant.said', entryId: ids.newId('entry'), at: clock.now(), text: `Stopped after ${TURN_MAX_STEPS} steps.` })
  }

  function answer(text: string): void {
    store.dispatch({ type: 'assistant.said', entryId: ids.newId('entry'), at: clock.now(), text })
  }

  /** One after the other; those behind a card that waits are made when it is settled. */
  async function takeAll(text: string | null, calls: readonly ModelCall[]): Promise<boolean> {
    if (text !== null) answer(text)
    outstanding = [...calls]
    for (let call = outstanding.shift(); call !== undefined; call = outstanding.shift()) {
      const isSettled = await take({ kind: 'call', ...call })
      if (!isSettled) return false
    }
    return true
  }

  /** The calls that a settled card kept waiting, then the model's next step. */
  async function goOn(): Promise<void> {
    const isSettled = await takeAll(null, outstanding)
    if (isSettled) await think()
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
      ...calledTool(tool, options.profile()),
      statusText: statusText(phase, tool),
      phase,
      by: 'model',
      input: step.arguments,
      fields: step.kind === 'propose' ? argumentFields(tool.inputSchema, step.arguments) : [],
      reason: step.kind === 'propose' ? step.reason : null,
    })
    if (phase === 'running') {
      await calls.execute(entryId, tool, abort.signal)
      return true
    }
    if (phase === 'awaiting-approval') await calls.openGated(entryId, tool)
    return false
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

  /** The approved call, and then, if it was the model's, the model goes on with what came of it. */
  function resume(entry: Pick<ToolEntry, 'id' | 'by'>, tool: ToolDescriptor): void {
    run(async () => {
      await calls.execute(entry.id, tool, abort.signal)
      if (entry.by !== 'person') await goOn()
    })
  }

  function callTool(call: PersonCall, by: ToolEntry['by'] = 'person'): string {
    const { app, tool: name, arguments: input, isApproved = false } = call
    const tool = apps.findTool(app, name)
    if (tool === null) throw new AppError('HOST_UNKNOWN_TOOL', `Expected the name of a tool of ${app}, got ${name}.`, { blame: 'user' })
    if (store.get().isTurnRunning)
      throw new AppError('HOST_TURN_RUNNING', 'Expected a quiet conversation, got a running turn. Wait for its end or stop it.', { blame: 'user' })
    const waiting = awaitingEntry(store.get())
    if (waiting !== null) declineEntry(waiting)
    outstanding = []
    const entryId = ids.newId('entry')
    const phase = tool.isDestructive && !isApproved ? 'awaiting-approval' : 'running'
    const opened = {
      entryId,
      at: clock.now(),
      app,
      ...calledTool(tool, options.profile()),
      statusText: statusText(phase, tool),
      phase,
      by,
      input,
    } as const
    store.dispatch({ type: 'call.opened', ...opened, fields: [], reason: null })
    if (phase === 'running') resume({ id: entryId, by }, tool)
    else run(() => calls.openGated(entryId, tool))
    return entryId
  }

  function retryCall(entryId: string): string {
    const entry = findToolEntry(store.get(), entryId)
    if (entry?.error?.kind !== 'auth') throw new AppError('HOST_NO_SUCH_CARD', 'Expected the id of a call that wanted a sign-in.', { blame: 'user' })
    // It was allowed once already, and did not run.
    return callTool({ app: entry.app, tool: entry.tool, arguments: entry.input, isApproved: true }, entry.by)
  }

  async function whenIdle(): Promise<void> {
    for (let turn = running; ; turn = running) {
      await turn
      if (turn === running) return
    }
  }

  function toolOf(entry: ToolEntry): ToolDescriptor {
    const tool = apps.findTool(entry.app, entry.tool)
    if (tool === null) throw new AppError('HOST_UNKNOWN_TOOL', `The server no longer offers ${entry.tool}. Ask again.`, { blame: 'user' })
    return tool
  }

  return {
    submit,
    callTool: (call) => callTool(call),
    retryCall,
    approve(entryId) {
      const entry = waitingCard(entryId, 'awaiting-approval')
      const tool = toolOf(entry)
      store.dispatch({ type: 'call.approved', entryId, statusText: tool.invoking })
      resume(entry, tool)
    },
    decline(entryId) {
      const entry = findToolEntry(store.get(), entryId)
      declineEntry(waitingCard(entryId, entry?.phase === 'awaiting-arguments' ? 'awaiting-arguments' : 'awaiting-approval'))
      if (entry?.by !== 'person') run(() => goOn())
    },
    giveArguments(entryId, fields) {
      const entry = waitingCard(entryId, 'awaiting-arguments')
      const tool = toolOf(entry)
      const input = readFields(entry.fields, fields)
      const phase = tool.isDestructive ? 'awaiting-approval' : 'running'
      store.dispatch({ type: 'call.argumentsGiven', entryId, input, phase, statusText: statusText(phase, tool) })
      if (phase === 'running') resume(entry, tool)
      else run(() => calls.openGated(entryId, tool))
    },
    stop: () => abort.abort(),
    end() {
      isEnding = true
      abort.abort()
      return whenIdle()
    },
    whenIdle,
  }
}
