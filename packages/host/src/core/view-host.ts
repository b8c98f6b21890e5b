import { isRecord, sandboxOrigins, VIEW_TO_HOST, type DisplayMode } from '@lockstep/contract'
import type { HostSettings, ToolCallResult, ToolEntry, ViewDelivery } from '../api/host-state.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { SandboxSource } from '../sandbox/sandbox-server.ts'
import { violationHint } from '../sandbox/csp.ts'
import { PROXY_REPORTS } from '../sandbox/outer-proxy.ts'
import type { AppRegistry } from './app-registry.ts'
import type { HostClock, HostIds } from './clock.ts'
import { findView, type ViewRecord } from './conversation.ts'
import type { ViewChange } from './conversation-event.ts'
import type { ConversationStore } from './conversation-store.ts'
import { toMcpFault } from './mcp-fault.ts'
import { parseUiResource, type UiResource, type UiResourceReading } from './ui-resource.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'
import { hostContextOf, openAiGlobalsOf, resolveTheme, resultForView } from './view-environment.ts'
import { createViewActions } from './view-actions/create-view-actions.ts'
import { refused } from './view-refusal.ts'
import { createViewSession, type ViewSession } from './view-session.ts'

/** Frames of one view that are served at the same time (the page in several tabs); the oldest goes. */
const MOUNTS_MAX = 4

export interface ViewHostOptions {
  store: ConversationStore
  apps: AppRegistry
  profile(): PlatformProfile
  clock: HostClock
  ids: HostIds
  settings(): HostSettings
  sandboxPort(): number
  pageOrigin(): string
  requestMeta(widgetSessionId?: string): Record<string, unknown>
  trace(name: string, detail: Record<string, unknown>): void
  /** A view posts a message in the person's name. */
  onMessage(text: string, app: string): void
  deliver(delivery: ViewDelivery): void
}

/** Frequent, or told elsewhere in the trace: they would push everything else out of it. */
const UNTRACED = new Set<string>([
  VIEW_TO_HOST.ping,
  VIEW_TO_HOST.sizeChanged,
  'openai/notifyIntrinsicHeight',
  VIEW_TO_HOST.toolsCall,
  'openai/callTool',
])

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
  remount(instanceId: string): void
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  receive(instanceId: string, mountId: string, message: unknown): Promise<Record<string, unknown> | null>
  acknowledge(instanceId: string, mountId: string, seq: number): void
  unacknowledged(): ViewDelivery[]
  /** Tells all views what changed in the settings. */
  pushAll(): void
  /** Forgets all frames (a new conversation). */
  forget(): void
}

export function createViewHost(options: ViewHostOptions): ViewHost {
  const { store, apps, clock, ids } = options
  const resources = new Map<string, UiResource>()
  const sessions = new Map<string, Map<string, ViewSession>>()
  const pushed = new Map<string, ViewRecord>()
  const closeAfterAnswer = new Set<string>()

  const view = (instanceId: string): ViewRecord | null => findView(store.get(), instanceId)
  const byKey = (viewKey: string): ViewRecord | null => store.get().views.find((candidate) => candidate.viewKey === viewKey) ?? null
  const sessionsOf = (instanceId: string): ViewSession[] => [...(sessions.get(instanceId)?.values() ?? [])]

  store.subscribe(() => {
    for (const record of store.get().views) {
      if (pushed.get(record.id) === record) continue
      pushed.set(record.id, record)
      for (const session of sessionsOf(record.id)) session.push()
    }
  })

  async function read(app: string, uri: string): Promise<UiResourceReading> {
    const connection = apps.find(app)?.connection
    if (connection === undefined) return { ok: false, gate: 'read', message: `The app ${app} is not configured any more.` }
    try {
      return parseUiResource(uri, await connection.readResource(uri, { meta: options.requestMeta() }))
    } catch (error) {
      return { ok: false, gate: 'read', message: `resources/read of ${uri} failed: ${toMcpFault(error, app).message}` }
    }
  }

  async function open(
    entry: ToolEntry,
    tool: ToolDescriptor,
    toolInput: Record<string, unknown> | null,
    result: ToolCallResult | null,
  ): Promise<string> {
    const conversationId = store.get().id
    const uri = tool.resourceUri ?? ''
    const reading = await read(entry.app, uri)
    const id = ids.newId('view')
    // The conversation may have been reset while the resource was read.
    if (store.get().id !== conversationId) return id
    const viewKey = ids.newId('key')
    const origins = sandboxOrigins(apps.find(entry.app)?.app.mcpUrl ?? 'http://localhost/', options.sandboxPort())
    if (reading.ok) resources.set(viewKey, reading.resource)
    const resource = reading.ok ? reading.resource : null
    const record: ViewRecord = {
      id,
      app: entry.app,
      toolName: tool.name,
      entryId: entry.id,
      title: tool.title,
      description: resource?.description ?? tool.description,
      prefersBorder: resource?.prefersBorder ?? false,
      frameUrl: `${origins.outer}/p/${viewKey}`,
      frameSandbox: options.profile().frameSandbox,
      frameAllow: resource?.permissions.join('; ') ?? '',
      frameKey: 1,
      outerOrigin: origins.outer,
      innerOrigin: origins.inner,
      heightPx: 0,
      displayMode: 'inline',
      phase: 'loading',
      mountFailure: reading.ok ? null : { gate: reading.gate, message: reading.message },
      violations: [],
      fault: null,
      widgetState: null,
      modelContext: null,
      viewKey,
      resourceUri: uri,
      hasBridge: resource?.hasBridge ?? false,
      csp: resource?.csp ?? {},
      redirectDomains: resource?.redirectDomains ?? [],
      toolInput,
      toolResult: result === null ? null : resultForView(result, id),
    }
    store.dispatch({ type: 'view.opened', view: record })
    options.trace(reading.ok ? 'view.mount' : 'view.mount_failed', { instanceId: id, tool: tool.name, ...(reading.ok ? {} : { gate: reading.gate }) })
    return id
  }

  const change = (instanceId: string, next: ViewChange): void => store.dispatch({ type: 'view.changed', instanceId, change: next })

  async function close(instanceId: string, reason: string): Promise<void> {
    const record = view(instanceId)
    if (record === null || record.phase === 'closing' || record.phase === 'closed') return
    change(instanceId, { phase: 'closing' })
    await Promise.all(sessionsOf(instanceId).map((session) => session.teardown(reason)))
    change(instanceId, { phase: 'closed', displayMode: 'inline' })
    options.trace('view.close', { instanceId, reason })
    sessions.delete(instanceId)
  }

  function setDisplayMode(instanceId: string, mode: DisplayMode): void {
    if (mode === 'fullscreen') {
      // One view fills the screen at a time.
      for (const other of store.get().views) {
        if (other.id !== instanceId && other.displayMode === 'fullscreen') setDisplayMode(other.id, 'inline')
      }
    }
    change(instanceId, { displayMode: mode })
  }

  function sessionFor(instanceId: string, mountId: string): ViewSession {
    const mounts = sessions.get(instanceId) ?? new Map<string, ViewSession>()
    sessions.set(instanceId, mounts)
    const known = mounts.get(mountId)
    if (known !== undefined) return known
    const session: ViewSession = createViewSession({
      instanceId,
      mountId,
      clock,
      actions: createViewActions(instanceId, {
        ...options,
        view: () => view(instanceId),
        declaredModes: () => session.declaredModes,
        change: (next) => change(instanceId, next),
        setDisplayMode,
        close: (reason) => void close(instanceId, reason),
        closeAfterAnswer: () => closeAfterAnswer.add(instanceId),
      }),
      picture: () => {
        const record = view(instanceId)
        if (record === null) throw refused('This view is closed.')
        const environment = { profile: options.profile(), settings: options.settings(), theme: resolveTheme(options.settings()) }
        const tool = apps.findTool(record.app, record.toolName)?.raw ?? null
        return { view: record, hostContext: hostContextOf(record, tool, environment), globals: openAiGlobalsOf(record, environment) }
      },
      bridge: () => options.profile().offers.bridge,
      deliver: options.deliver,
      onTalk: () => {
        const phase = view(instanceId)?.phase
        // A frame that was given up and talks after all is there: only our own documents can.
        if (phase === 'loading' || phase === 'lost') change(instanceId, { phase: 'live' })
      },
    })
    mounts.set(mountId, session)
    const [oldest] = mounts.keys()
    if (mounts.size > MOUNTS_MAX && oldest !== undefined) mounts.delete(oldest)
    return session
  }

  async function receive(instanceId: string, mountId: string, message: unknown): Promise<Record<string, unknown> | null> {
    const record = view(instanceId)
    if (record === null || record.phase === 'closed') return null
    const method = isRecord(message) && typeof message['method'] === 'string' ? message['method'] : null
    if (method === PROXY_REPORTS.lost) {
      options.trace('view.lost', { instanceId })
      change(instanceId, { phase: 'lost' })
      return null
    }
    if (method === PROXY_REPORTS.dropped) {
      options.trace('view.dropped', { instanceId, reason: isRecord(message) && isRecord(message['params']) ? message['params']['reason'] : null })
      return null
    }
    if (method !== null && !UNTRACED.has(method)) options.trace('view.rpc', { instanceId, method })
    // its document was loaded anew: what was wrong in the last one is gone with it
    if (method === VIEW_TO_HOST.initialize && record.fault !== null) change(instanceId, { fault: null })
    const session = sessionFor(instanceId, mountId)
    const response = await session.receive(message)
    if (!closeAfterAnswer.delete(instanceId)) return response === null ? null : { ...response }
    // The answer must reach the view before it is told to go, so both take the same road.
    if (response !== null) session.post({ ...response })
    void close(instanceId, 'the server closed it')
    return null
  }

  return {
    open,
    giveInput: (instanceId, toolInput) => change(instanceId, { toolInput }),
    giveResult: (instanceId, result) => change(instanceId, { toolResult: resultForView(result, instanceId) }),
    async cancel(instanceId, reason) {
      for (const session of sessionsOf(instanceId)) session.cancel(reason)
      await close(instanceId, reason)
    },
    close,
    async closeNewest(app) {
      const newest = store.get().views.findLast((candidate) => candidate.app === app && candidate.phase !== 'closed' && candidate.phase !== 'closing')
      if (newest !== undefined) await close(newest.id, 'the server closed it')
    },
    remount(instanceId) {
      const record = view(instanceId)
      if (record === null || record.phase === 'closed') return
      sessions.delete(instanceId)
      change(instanceId, { phase: 'loading', frameKey: record.frameKey + 1, fault: null })
    },
    setDisplayMode,
    receive,
    acknowledge: (instanceId, mountId, seq) => sessions.get(instanceId)?.get(mountId)?.acknowledge(seq),
    unacknowledged: () => [...sessions.values()].flatMap((mounts) => [...mounts.values()].flatMap((session) => [...session.unacknowledged()])),
    pushAll: () => store.get().views.forEach((record) => sessionsOf(record.id).forEach((session) => session.push())),
    forget: () => {
      sessions.clear()
      resources.clear()
      pushed.clear()
    },
    findView: (viewKey) => {
      const record = byKey(viewKey)
      return record === null || record.phase === 'closed' || record.mountFailure !== null ? null : record
    },
    async readDocument(viewKey) {
      const record = byKey(viewKey)
      if (record === null) return null
      if (!resources.has(viewKey)) {
        // The host was restarted: its memory of the HTML is gone, the server still has it, as it is today and with what that needs.
        const reading = await read(record.app, record.resourceUri)
        if (reading.ok) {
          const { csp, redirectDomains, hasBridge } = reading.resource
          resources.set(viewKey, reading.resource)
          store.dispatch({ type: 'view.changed', instanceId: record.id, change: { csp, redirectDomains, hasBridge } })
        }
      }
      const resource = resources.get(viewKey)
      const latest = byKey(viewKey)
      if (resource === undefined || latest === null) return null
      const environment = { profile: options.profile(), settings: options.settings(), theme: resolveTheme(options.settings()) }
      return { html: resource.html, csp: latest.csp, globals: { ...openAiGlobalsOf(latest, environment) } }
    },
    violated(viewKey, { directive, blockedUrl }) {
      const record = byKey(viewKey)
      if (record === null) return
      const violation = { directive, blockedUrl, hint: violationHint(directive, blockedUrl), at: clock.now() }
      store.dispatch({ type: 'view.violated', instanceId: record.id, violation })
    },
    rejectedSources(viewKey, rejected) {
      const record = byKey(viewKey)
      if (record !== null) options.trace('view.csp_rejected', { instanceId: record.id, rejected })
    },
  }
}
