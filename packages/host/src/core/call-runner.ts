import { AppError, RESULT_META } from '@lockstep/contract'
import type { ToolCallResult, ToolEntry } from '../api/host-state.ts'
import { challengeOfResult } from '../auth/auth-challenge.ts'
import { findToolEntry } from './conversation.ts'
import { toMcpFault } from './mcp-fault.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'
import type { TurnRunnerOptions } from './turn-runner.ts'

/** Milliseconds a call may take before its view is shown without a result. A quick result is shown at once, without a flash of the loading state. */
const EARLY_MOUNT_MS = 150

/** One call whose card is in the conversation: what is sent, what comes of it, and the view that shows it. */
export interface CallRunner {
  /** Shows the view of a call that waits for approval. */
  openGated(entryId: string, tool: ToolDescriptor): Promise<void>
  /** Carries the call out. Rejects only when `signal` was aborted; every other failure is in its entry. */
  execute(entryId: string, tool: ToolDescriptor, signal: AbortSignal): Promise<void>
}

export function createCallRunner(options: Omit<TurnRunnerOptions, 'model' | 'profile' | 'ids'>): CallRunner {
  const { store, apps, files, views, clock } = options
  /** Views of calls that wait for approval and are still being read, by entry. */
  const opening = new Map<string, Promise<string>>()

  /** The view of a call that waits for approval is there already, without the arguments. @see chatgpt-contract H9 */
  async function openGated(entryId: string, tool: ToolDescriptor): Promise<void> {
    const entry = findToolEntry(store.get(), entryId)
    if (entry === null || tool.resourceUri === null) return
    const view = views.open(entry, tool, null, null)
    opening.set(entryId, view)
    const instanceId = await view.finally(() => opening.delete(entryId))
    const phase = findToolEntry(store.get(), entryId)?.phase
    if (phase === 'declined') await views.cancel(instanceId, 'declined')
  }

  async function execute(entryId: string, tool: ToolDescriptor, signal: AbortSignal): Promise<void> {
    // Approved before its view was there: there is to be one, not two.
    await opening.get(entryId)
    const entry = findToolEntry(store.get(), entryId)
    const found = entry === null ? null : apps.find(entry.app)
    if (entry === null || found === null) return
    const conversationId = store.get().id
    const startedAt = clock.now()
    options.trace('mcp.call', { tool: tool.name, arguments: entry.input, by: entry.by, entryId })
    const sent = filledArguments(entry, tool)
    if (sent === null) return entry.instanceId === null ? undefined : views.cancel(entry.instanceId, 'the call was not sent')
    const call = found.connection.callTool(tool.name, sent, { meta: options.requestMeta(), by: 'model', signal })
    const early = entry.instanceId === null && tool.resourceUri !== null ? openWhenSlow(entry, tool, call) : null
    let instanceId = entry.instanceId
    if (instanceId !== null) views.giveInput(instanceId, entry.input)
    try {
      const result = await call
      instanceId ??= (await early) ?? null
      if (store.get().id !== conversationId) return
      files.noteResult(entry.app, result)
      options.trace('mcp.result', { tool: tool.name, isError: result.isError === true, by: entry.by, entryId, ...structuredDetail(result) })
      store.dispatch({
        type: 'call.answered',
        entryId,
        result,
        tookMs: clock.now() - startedAt,
        statusText: result.isError ? `${tool.title} failed` : tool.invoked,
        isSignInNeeded: challengeOfResult(result) !== null,
      })
      await show(entryId, tool, instanceId, result)
    } catch (error) {
      instanceId ??= (await early) ?? null
      if (store.get().id !== conversationId) return
      const fault = toMcpFault(error, found.app.mcpUrl)
      const message = signal.aborted ? 'Stopped before the server answered; it may have done it.' : fault.message
      options.trace('mcp.fault', { tool: tool.name, kind: fault.kind, message, by: entry.by, entryId })
      store.dispatch({ type: 'call.failed', entryId, error: { kind: fault.kind, message }, tookMs: clock.now() - startedAt })
      if (instanceId !== null) await views.cancel(instanceId, message)
      signal.throwIfAborted()
    }
  }

  /** The arguments with the addresses of their files, which stay out of the conversation. Null: one names no file, and the call has failed. */
  function filledArguments(entry: ToolEntry, { name, fileParams }: ToolDescriptor): Record<string, unknown> | null {
    try {
      return files.expandArguments({ app: entry.app, name, fileParams }, entry.input, { kind: 'entry', entryId: entry.id })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      store.dispatch({ type: 'call.failed', entryId: entry.id, error: { kind: 'protocol', message: error.message }, tookMs: null })
      return null
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

  return { openGated, execute }
}

function structuredDetail(result: ToolCallResult): Record<string, unknown> {
  return result.structuredContent === undefined ? {} : { structuredContent: result.structuredContent }
}
