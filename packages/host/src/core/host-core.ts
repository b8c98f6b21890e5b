import { AppError, sandboxOrigins, type DisplayMode } from '@lockstep/contract'
import type { HostSettings, HostState, ViewDelivery } from '../api/host-state.ts'
import type { Model } from '../model/model.ts'
import { PROFILES } from '../platforms/profiles.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { SandboxSource } from '../sandbox/sandbox-server.ts'
import { createAppRegistry, type HostApp } from './app-registry.ts'
import type { HostClock, HostIds } from './clock.ts'
import { conversationState, createConversation, findView, instanceState, type Conversation } from './conversation.ts'
import type { ConversationFile, SavedHost } from './conversation-file.ts'
import { createConversationStore } from './conversation-store.ts'
import { DEFAULT_SETTINGS } from './default-settings.ts'
import { buildModelContext, describeModelContext } from './model-context.ts'
import { reduceConversation } from './reduce-conversation.ts'
import { requestMeta } from './request-hints.ts'
import { clipDetail } from './shown-entry.ts'
import { createTurnRunner, type TurnRunner } from './turn-runner.ts'
import { resolveTheme } from './view-environment.ts'
import { createViewHost } from './view-host.ts'

export interface HostCoreOptions {
  apps: readonly HostApp[]
  model: Model
  clock: HostClock
  ids: HostIds
  /** Where the conversation is kept; null = in memory only. */
  file: ConversationFile | null
  saved: SavedHost | null
  sandboxPort(): number
  pageOrigin(): string
}

/** The whole host without its page: every gesture a person or a view can make is a method, every outcome is in the state. */
export interface HostCore extends Omit<TurnRunner, 'submit'> {
  getState(): HostState
  subscribe(listener: () => void): () => void
  /** What is to be posted into frames; first, all that nobody has acknowledged yet. */
  subscribeDeliveries(listener: (delivery: ViewDelivery) => void): () => void
  /** Connects to all servers; resolves when each answered or failed. */
  connect(): Promise<void>
  reconnect(app: string): Promise<void>
  sendMessage(text: string): void
  receiveFromView(instanceId: string, mountId: string, message: unknown): Promise<Record<string, unknown> | null>
  acknowledge(instanceId: string, mountId: string, seq: number): void
  setDisplayMode(instanceId: string, mode: DisplayMode): void
  closeView(instanceId: string): void
  remountView(instanceId: string): void
  /** The address to open, or null. */
  answerLink(linkId: string, isOpened: boolean): string | null
  changeSettings(change: Partial<HostSettings>): void
  reset(): void
  readonly sandbox: SandboxSource
  close(): Promise<void>
}

export function createHostCore(options: HostCoreOptions): HostCore {
  const { model, clock, ids, file } = options
  const subject = options.saved?.subject ?? ids.newId('subject')
  let settings: HostSettings = { ...DEFAULT_SETTINGS, ...options.saved?.settings }
  const profile = (): PlatformProfile => PROFILES[settings.profile]
  let version = 0
  let cached: HostState | null = null
  const listeners = new Set<() => void>()
  const deliveryListeners = new Set<(delivery: ViewDelivery) => void>()
  const store = createConversationStore(restore(options) ?? createConversation(ids.newId('conversation')))

  const changed = (): void => {
    version += 1
    cached = null
    file?.save({ subject, settings, conversation: store.get() })
    for (const listener of listeners) listener()
  }
  const trace = (name: string, detail: Record<string, unknown>): void =>
    store.dispatch({ type: 'traced', at: clock.now(), name, detail: clipDetail(detail) })
  const meta = (widgetSessionId?: string): Record<string, unknown> =>
    requestMeta({
      session: store.get().id,
      subject,
      locale: settings.locale,
      userAgent: profile().userAgent,
      ...(widgetSessionId === undefined ? {} : { widgetSessionId }),
    })

  const apps = createAppRegistry({ apps: options.apps, profile, clock, onChange: changed })
  const views = createViewHost({
    store,
    apps,
    profile,
    clock,
    ids,
    settings: () => settings,
    sandboxPort: options.sandboxPort,
    pageOrigin: options.pageOrigin,
    requestMeta: meta,
    trace,
    onMessage: (text, app) => turns.submit({ text, by: 'view', author: app }),
    deliver: (delivery) => deliveryListeners.forEach((listener) => listener(delivery)),
  })
  const turns = createTurnRunner({ store, apps, views, model, clock, ids, requestMeta: () => meta(), trace })
  store.subscribe(changed)

  function snapshot(): HostState {
    const conversation = store.get()
    return {
      version,
      apps: apps.list(),
      conversation: conversationState(conversation),
      instances: conversation.views.map(instanceState),
      modelSees: describeModelContext(buildModelContext(conversation, apps.toolsForModel())),
      model: model.info,
      settings,
      theme: resolveTheme(settings),
      pendingLinks: conversation.links,
      trace: conversation.trace,
    }
  }

  function knownView(instanceId: string): string {
    if (findView(store.get(), instanceId) === null)
      throw new AppError('HOST_NO_SUCH_VIEW', 'Expected the id of a view of this conversation.', { blame: 'user' })
    return instanceId
  }

  return {
    getState: () => (cached ??= snapshot()),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    subscribeDeliveries(listener) {
      for (const delivery of views.unacknowledged()) listener(delivery)
      deliveryListeners.add(listener)
      return () => deliveryListeners.delete(listener)
    },
    connect: () => apps.refresh(),
    async reconnect(app) {
      if (apps.find(app) === null) throw new AppError('HOST_NO_SUCH_APP', `Expected the name of a configured app, got ${app}.`, { blame: 'user' })
      await apps.refreshApp(app)
    },
    sendMessage: (text) => turns.submit({ text, by: 'person', author: null }),
    approve: turns.approve,
    decline: turns.decline,
    giveArguments: turns.giveArguments,
    stop: turns.stop,
    whenIdle: turns.whenIdle,
    receiveFromView: (instanceId, mountId, message) => views.receive(knownView(instanceId), mountId, message),
    acknowledge: (instanceId, mountId, seq) => views.acknowledge(knownView(instanceId), mountId, seq),
    setDisplayMode: (instanceId, mode) => views.setDisplayMode(knownView(instanceId), mode),
    closeView: (instanceId) => void views.close(knownView(instanceId), 'closed by the person'),
    remountView: (instanceId) => views.remount(knownView(instanceId)),
    answerLink(linkId, isOpened) {
      const link = store.get().links.find(({ id }) => id === linkId)
      if (link === undefined) throw new AppError('HOST_NO_SUCH_LINK', 'Expected the id of a link that waits for an answer.', { blame: 'user' })
      store.dispatch({ type: 'link.answered', linkId })
      return isOpened ? link.url : null
    },
    changeSettings(change) {
      const next = { ...settings, ...change }
      if (JSON.stringify(next) === JSON.stringify(settings)) return
      settings = next
      views.pushAll()
      changed()
    },
    reset() {
      turns.stop()
      views.forget()
      store.replace(createConversation(ids.newId('conversation')))
    },
    sandbox: views,
    async close() {
      turns.stop()
      await turns.whenIdle()
      await apps.close()
      await file?.flush()
    },
  }
}

/** The conversation as it was left, its frames moved to the ports of this run. */
function restore({ saved, apps, sandboxPort }: HostCoreOptions): Conversation | null {
  if (saved === null) return null
  const conversation = reduceConversation(saved.conversation, { type: 'restored' })
  const views = conversation.views.map((view) => {
    const app = apps.find(({ name }) => name === view.app)
    if (app === undefined) return { ...view, phase: 'closed' as const }
    const { outer, inner } = sandboxOrigins(app.mcpUrl, sandboxPort())
    return { ...view, outerOrigin: outer, innerOrigin: inner, frameUrl: `${outer}/p/${view.viewKey}` }
  })
  return { ...conversation, views }
}
