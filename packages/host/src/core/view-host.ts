import { sandboxOrigins, type DisplayMode } from '@lockstep/contract'
import type { ToolCallResult, ToolEntry, ViewDelivery } from '../api/host-state.ts'
import type { SandboxSource } from '../sandbox/sandbox-server.ts'
import { HISTORY_STEP } from '../sandbox/history-mirror.ts'
import { findView, type ViewRecord } from './conversation.ts'
import type { ViewChange } from './conversation-event.ts'
import { createPlatformSwitch } from './switch-platform.ts'
import { newViewRecord, type NewView } from './new-view-record.ts'
import type { TemplateReading } from './template-cache.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'
import { createViewCopies } from './view-copies.ts'
import { createViewDialogs } from './view-dialogs.ts'
import { createViewDocuments } from './view-documents.ts'
import { NO_HISTORY } from './view-history.ts'
import type { ViewHostOptions } from './view-host-options.ts'
import { createViewInbox } from './view-inbox.ts'
import { createViewMounts } from './view-mounts.ts'
import { canShowAgain } from './view-place.ts'
import { hasEntrypoint } from './view-modes.ts'
import { createViewPlacement } from './view-placement.ts'
import { isPromised, type ServerNews } from './server-news.ts'
import { refused } from './view-refusal.ts'
import { sharedState } from './widget-session.ts'

/** What a new document of a view knows nothing of. */
const NEW_DOCUMENT: ViewChange = { history: NO_HISTORY, isHeightLooping: false, declaredModes: null }

/** Mounts views, keeps both bridges of each alive, and does for them what they may ask. */
export interface ViewHost extends SandboxSource {
  /** Reads the tool's view and shows it. `toolInput` is null while the call waits for approval. The id of the new instance. */
  open(entry: ToolEntry, tool: ToolDescriptor, toolInput: Record<string, unknown> | null, result: ToolCallResult | null): Promise<string>
  giveInput(instanceId: string, input: Record<string, unknown>): void
  giveResult(instanceId: string, result: ToolCallResult): void
  /** Tells the view that its call came to nothing, and unmounts it. */
  cancel(instanceId: string, reason: string): Promise<void>
  close(instanceId: string, reason: string): Promise<void>
  /** Closes the newest open view of an app: what `openai/closeWidget` of a model's call means. */
  closeNewest(app: string): Promise<void>
  /** Closes all views of an app. */
  closeAll(app: string, reason: string): Promise<void>
  /** Tells an app's views that lists of their server changed, where the platform promised to. */
  tellNews(app: string, news: ServerNews): void
  remount(instanceId: string): void
  /** One of its frames is about to go, to save memory: it is asked to put its things away; the view itself stays open. Resolves when it has, or took too long. */
  park(instanceId: string, mountId: string): Promise<void>
  /** Mounts a result once more. The id of the new view. @throws {ViewRefusal} */
  openCopy(instanceId: string): string
  /** A message of the person was said, which may mean new runs of all views. */
  personSpoke(): void
  /** Reads the view's HTML anew from its server; what it shows is as it was until it is mounted anew. */
  refreshTemplate(instanceId: string): Promise<void>
  /** Shows a closed view again, with its state. @throws {ViewRefusal} when it is not closed, or there is nothing to show */
  reopen(instanceId: string): void
  /** Takes the view's own history back (-1) or forward (1). */
  navigate(instanceId: string, delta: -1 | 1): void
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  /** The person's own wish. @throws {AppError} HOST_NO_SUCH_MODE when the view cannot stand there */
  placeByPerson(instanceId: string, mode: DisplayMode): void
  /** Puts views back into the conversation that stand where they may not any more. */
  putBack(): void
  receive(instanceId: string, mountId: string, message: unknown): Promise<Record<string, unknown> | null>
  acknowledge(instanceId: string, mountId: string, seq: number): void
  unacknowledged(): ViewDelivery[]
  /** Shows the open views as the platform that is played now shows them. */
  platformChanged(): Promise<void>
  /** Tells all views what changed in the settings. */
  pushAll(): void
  /** Forgets all frames (a new conversation). */
  forget(): void
}

export function createViewHost(options: ViewHostOptions): ViewHost {
  const { store, apps, clock, ids } = options
  const documents = createViewDocuments(options)
  const closeAfterAnswer = new Set<string>()

  const view = (instanceId: string): ViewRecord | null => findView(store.get(), instanceId)

  async function open(
    entry: ToolEntry,
    tool: ToolDescriptor,
    toolInput: Record<string, unknown> | null,
    result: ToolCallResult | null,
  ): Promise<string> {
    const conversationId = store.get().id
    const uri = tool.resourceUri ?? ''
    const reading = await documents.read(entry.app, uri)
    const id = ids.newId('view')
    // The conversation may have been reset while the resource was read.
    if (store.get().id !== conversationId) return id
    const { id: entryId, app } = entry
    const toolResult = result === null ? null : { ...result }
    const isEntrypoint = entry.by === 'person' && options.profile().offers.readsMeta.openai && hasEntrypoint(tool.raw)
    const about = { toolName: tool.name, title: tool.title, description: tool.description, resourceUri: uri }
    const record = makeRecord({ id, app, entryId, ...about, toolInput, toolResult, modal: null, isEntrypoint }, reading)
    placement.makeRoom(id, record.displayMode)
    store.dispatch({ type: 'view.opened', view: { ...record, widgetState: sharedState(store.get(), app, toolResult) } })
    for (const message of reading.ok ? reading.resource.notes : [])
      store.dispatch({ type: 'view.warned', instanceId: id, warning: { at: clock.now(), member: '_meta', message } })
    options.trace(reading.ok ? 'view.mount' : 'view.mount_failed', { instanceId: id, tool: tool.name, ...(reading.ok ? {} : { gate: reading.gate }) })
    if (reading.ok && options.faults.take('second-instance') !== null) copies.open(id)
    return id
  }

  /** A result may name the widget session whose state its view starts with. */
  function stateFor(instanceId: string, result: Record<string, unknown>): Pick<ViewRecord, 'widgetState'> | null {
    const record = view(instanceId)
    const state = record === null || record.widgetState !== null ? null : sharedState(store.get(), record.app, result)
    return state === null ? null : { widgetState: state }
  }

  /** A view that is in no conversation yet, and its document ready to be served. */
  function makeRecord(view: NewView, reading: TemplateReading): ViewRecord {
    const viewKey = ids.newId('key')
    if (reading.ok) documents.keep(viewKey, reading.resource)
    const domain = reading.ok ? reading.resource.widgetDomain : null
    const origins = sandboxOrigins(apps.find(view.app)?.app.mcpUrl ?? 'http://localhost/', options.sandboxPort(), domain)
    return newViewRecord(view, { viewKey, origins, profile: options.profile(), reading })
  }

  const platform = createPlatformSwitch({ ...options, documents, close, unmount: (instanceId) => mounts.forget(instanceId) })
  const change = (instanceId: string, next: ViewChange): void => store.dispatch({ type: 'view.changed', instanceId, change: next })
  const placement = createViewPlacement({ store, profile: options.profile, change })
  const dialogs = createViewDialogs({
    store,
    profile: options.profile,
    ids,
    read: documents.read,
    makeRecord: ({ app, entryId, toolName, title, description, toolInput }, given, reading) =>
      makeRecord({ app, entryId, toolName, title, description, toolInput, ...given, isEntrypoint: false }, reading),
    trace: options.trace,
  })

  const copies = createViewCopies({ store, ids, documents, close, trace: options.trace })
  const mounts = createViewMounts({
    ...options,
    change,
    servedSurroundings: documents.servedSurroundings,
    doings: (instanceId) => ({
      setDisplayMode: placement.setDisplayMode,
      openModal: dialogs.open,
      close: (reason) => void close(instanceId, reason),
      closeAfterAnswer: () => closeAfterAnswer.add(instanceId),
    }),
  })
  const { receive } = createViewInbox({ ...options, documents, mounts, change, closeAfterAnswer, onModes: placement.putBack, close })

  async function close(instanceId: string, reason: string): Promise<void> {
    const record = view(instanceId)
    if (record === null || record.phase === 'closing' || record.phase === 'closed') return
    change(instanceId, { phase: 'closing' })
    await Promise.all(dialogs.of(instanceId).map((dialog) => close(dialog.id, 'its view was closed')))
    await Promise.all(mounts.of(instanceId).map((session) => session.teardown(reason)))
    change(instanceId, { phase: 'closed', displayMode: 'inline' })
    options.trace('view.close', { instanceId, reason })
    dialogs.settle(instanceId, reason)
    mounts.forget(instanceId)
  }

  return {
    ...documents.source,
    open,
    giveInput: (instanceId, toolInput) => copies.familyOf(instanceId).forEach((id) => change(id, { toolInput })),
    giveResult(instanceId, result) {
      const toolResult = { ...result }
      for (const id of copies.familyOf(instanceId)) change(id, { toolResult, ...stateFor(id, toolResult) })
    },
    async cancel(instanceId, reason) {
      const family = copies.familyOf(instanceId)
      for (const id of family) for (const session of mounts.of(id)) session.cancel(reason)
      await Promise.all(family.map((id) => close(id, reason)))
    },
    close,
    async closeNewest(app) {
      const newest = store.get().views.findLast((candidate) => candidate.app === app && candidate.phase !== 'closed' && candidate.phase !== 'closing')
      if (newest !== undefined) await close(newest.id, 'the server closed it')
    },
    async closeAll(app, reason) {
      await Promise.all(store.get().views.flatMap((record) => (record.app === app ? [close(record.id, reason)] : [])))
    },
    tellNews(app, news) {
      const { bridge } = options.profile().offers
      if (bridge === null || !isPromised(news, bridge.capabilities)) return
      for (const record of store.get().views) if (record.app === app) mounts.of(record.id).forEach((session) => session.tellNews(news))
    },
    remount(instanceId) {
      const record = view(instanceId)
      if (record === null || record.phase === 'closed') return
      for (const dialog of dialogs.of(instanceId)) void close(dialog.id, 'its view was loaded anew')
      mounts.forget(instanceId)
      change(instanceId, { phase: 'loading', frameKey: record.frameKey + 1, fault: null, ...NEW_DOCUMENT })
    },
    async park(instanceId, mountId) {
      store.dispatch({ type: 'view.stepped', instanceId, steps: { parkedAt: clock.now() } })
      await mounts.find(instanceId, mountId)?.teardown('parked')
      mounts.forget(instanceId, mountId)
    },
    refreshTemplate: documents.refresh,
    openCopy: copies.open,
    personSpoke: () => {
      if (options.faults.take('fresh-instance') !== null) copies.renewAll()
    },
    reopen(instanceId) {
      const record = view(instanceId)
      if (record === null || !canShowAgain(record)) throw refused('This view cannot be shown again.')
      if (record.platformId !== options.profile().offers.id) return void platform.one(record)
      change(instanceId, { phase: 'loading', frameKey: record.frameKey + 1, fault: null, ...NEW_DOCUMENT })
      options.trace('view.reopen', { instanceId })
    },
    navigate: (instanceId, delta) => mounts.of(instanceId).forEach((session) => session.post({ method: HISTORY_STEP, params: { delta } })),
    setDisplayMode: placement.setDisplayMode,
    placeByPerson: placement.placeByPerson,
    putBack: placement.putBack,
    receive,
    acknowledge: (instanceId, mountId, seq) => mounts.find(instanceId, mountId)?.acknowledge(seq),
    unacknowledged: mounts.unacknowledged,
    platformChanged: platform.all,
    pushAll: () => store.get().views.forEach((record) => mounts.of(record.id).forEach((session) => session.push())),
    forget: () => {
      dialogs.forget()
      mounts.forgetAll()
      documents.forget()
    },
  }
}
