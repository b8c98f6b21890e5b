import { AppError } from '@lockstep/contract'
import type { HostState, ViewDelivery } from '../api/host-state.ts'
import { createFaultBoard } from '../faults/fault-board.ts'
import { faultyConnection } from '../faults/faulty-connection.ts'
import { withheldMembers } from '../faults/withheld-members.ts'
import { createGoldenBoard } from '../golden/golden-board.ts'
import { createFileDesk } from '../files/file-desk.ts'
import { createFileLibrary } from '../files/file-library.ts'
import { createMemoryFileStore } from '../files/file-store.ts'
import { createHostFiles } from '../files/host-files.ts'
import type { Model } from '../model/model.ts'
import { createModelSwitch } from '../model/model-switch.ts'
import { PLATFORMS } from '../platforms/profiles.ts'
import { createAppRegistry } from './app-registry.ts'
import { createDeepLinks } from './deep-links.ts'
import { createServers } from './servers.ts'
import { awaitingEntry, conversationState, createConversation, findView, instanceState } from './conversation.ts'
import { createConversationStore } from './conversation-store.ts'
import { buildModelContext, describeModelContext } from './model-context.ts'
import { createPersonAnswers } from './person-answers.ts'
import { openInAppUrl } from './open-in-app.ts'
import { readMetadata } from './metadata/read-metadata.ts'
import { hintsOf } from './request-hints.ts'
import { createSettingsStore } from './settings-store.ts'
import { shownDetail } from './shown-entry.ts'
import { createModelLogger } from '../log/logged-model.ts'
import { createMessageLog } from '../log/message-log.ts'
import { createTurnRunner } from './turn-runner.ts'
import { resolveTheme } from './view-environment.ts'
import { CLOSED_BY_PERSON } from './view-dialogs.ts'
import { createViewHost } from './view-host.ts'
import { placeOf } from './view-place.ts'
import type { HostCore, HostCoreOptions } from './host-core-api.ts'
import { restoreConversation } from './restore-conversation.ts'

export type { HostCore, HostCoreOptions } from './host-core-api.ts'

export function createHostCore(options: HostCoreOptions): HostCore {
  const { clock, ids, file } = options
  const subject = options.saved?.subject ?? ids.newId('subject')
  const settings = createSettingsStore(options.platforms ?? PLATFORMS, { ...options.saved?.settings })
  const { profile } = settings
  let switching: Promise<void> = Promise.resolve()
  let version = 0
  let cached: HostState | null = null
  const listeners = new Set<() => void>()
  const deliveryListeners = new Set<(delivery: ViewDelivery) => void>()
  const store = createConversationStore(restoreConversation(options) ?? createConversation(ids.newId('conversation')))

  const changed = (): void => {
    version += 1
    cached = null
    file?.save({ subject, settings: settings.get(), conversation: store.get() })
    for (const listener of listeners) listener()
  }
  const trace = (name: string, detail: Record<string, unknown>): void =>
    store.dispatch({ type: 'traced', at: clock.now(), name, detail: shownDetail(detail) })
  const meta = (widgetSessionId?: string): Record<string, unknown> =>
    hintsOf({ profile: profile(), settings: settings.get(), session: store.get().id, subject, widgetSessionId: widgetSessionId ?? null })

  const answers = createPersonAnswers(store)
  const library = createFileLibrary({
    store: options.files?.store ?? createMemoryFileStore(),
    saved: options.files?.saved ?? [],
    clock,
    ids,
    types: () => settings.get().uploadTypes,
    onChange: changed,
    onTrouble: (problem) => trace('file.trouble', { problem }),
  })
  const files = createHostFiles({ library, store, clock, ids, sandboxPort: options.sandboxPort, trace })
  const log = createMessageLog()
  const faults = createFaultBoard({ onChange: changed, trace })
  const apps = createAppRegistry({
    apps: options.apps,
    profile,
    clock,
    onChange: changed,
    withFaults: ({ name, mcpUrl }, connection) =>
      faultyConnection(connection, { mcpUrl, faults, clock, restartServer: () => restartServer(name), remountView: (id) => views.remount(id) }),
    onWire: (app, direction, message) => {
      const route = direction === 'out' ? 'host-to-server' : 'server-to-host'
      log.record({ at: clock.now(), route, app, instanceId: null, message })
    },
    ids,
    pageOrigin: options.pageOrigin,
    onNews: (app, news) => views.tellNews(app, news),
  })
  const views = createViewHost({
    store,
    apps,
    profile,
    clock,
    ids,
    settings: settings.get,
    faults,
    withheldMembers: () => withheldMembers(faults),
    sandboxPort: options.sandboxPort,
    pageOrigin: options.pageOrigin,
    requestMeta: meta,
    trace,
    onMessage: (message) => turns.submit(message),
    files,
    answers,
    deliver: (delivery) => deliveryListeners.forEach((listener) => listener(delivery)),
    log,
  })
  const models = createModelSwitch({ scripted: options.model, endpoint: options.endpoint ?? null, onManualTurn: changed })
  const withLog = createModelLogger(log, clock)
  const model = (): Model => withLog(models.get(settings.get().model))
  const golden = createGoldenBoard({ apps, model: () => models.get(settings.get().model), clock, onChange: changed })
  const turns = createTurnRunner({ store, apps, views, profile, files, model, clock, ids, requestMeta: () => meta(), trace })
  const servers = createServers({ apps, closeViews: (app) => views.closeAll(app, 'its server was removed'), trace, onChange: changed })
  const deepLinks = createDeepLinks({
    apps,
    ids,
    isQuiet: () => !store.get().isTurnRunning && awaitingEntry(store.get()) === null,
    callTool: (call) => turns.callTool(call),
    onChange: changed,
  })
  store.subscribe(changed)

  function snapshot(): HostState {
    const conversation = store.get()
    return {
      version,
      apps: apps.list(),
      conversation: conversationState(conversation),
      instances: conversation.views.map((view) => instanceState(view, placeOf(view, profile()))),
      modelSees: describeModelContext(buildModelContext(conversation, apps.toolsForModel())),
      model: model().info,
      models: models.options(),
      manual: models.manual.turn(),
      golden: golden.state(),
      settings: settings.get(),
      platforms: [...settings.choices],
      theme: resolveTheme(settings.get()),
      pendingLinks: conversation.links,
      deepLink: deepLinks.state(),
      pendingPicks: conversation.picks,
      pendingDownloads: conversation.downloads,
      draft: conversation.draft,
      files: files.list(),
      faults: faults.list(),
      trace: conversation.trace,
    }
  }

  /** Servers are told of the platform that is played now, and open views are shown as it shows them. */
  async function platformChanged(): Promise<void> {
    const { id, title } = profile().offers
    trace('platform.changed', { id, title })
    await apps.refresh()
    await views.platformChanged()
  }

  /** By whoever runs it; where nobody does, the host forgets its session, as after a restart. */
  async function restartServer(name: string): Promise<void> {
    const isReal = (await options.restartServer?.(name)) ?? false
    trace('server.restart', { app: name, isReal })
    await apps.find(name)?.connection.drop()
    await apps.refreshApp(name)
  }

  function knownApp(name: string): string {
    if (apps.find(name) === null) throw new AppError('HOST_NO_SUCH_APP', `Expected the name of a configured app, got ${name}.`, { blame: 'user' })
    return name
  }

  function askToOpenInApp(instanceId: string): void {
    const view = findView(store.get(), instanceId)
    const url = view === null ? null : openInAppUrl(view)
    if (view === null || url === null)
      throw new AppError(
        'HOST_NO_SUCH_LINK',
        'Expected a view whose resource declares a domain (_meta.ui.domain); this one has no button “Open in …”.',
        { blame: 'user' },
      )
    store.dispatch({ type: 'link.asked', link: { id: ids.newId('link'), url, app: view.app, instanceId, isTrusted: false } })
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
      await apps.refreshApp(knownApp(app))
    },
    sendMessage(text, fileIds = []) {
      const attached = files.attach(fileIds)
      turns.submit({ text, by: 'person', author: null, ...(attached.length === 0 ? {} : { files: attached }) })
    },
    async callTool(call) {
      knownApp(call.app)
      if (apps.findTool(call.app, call.tool) === null) await apps.refreshApp(call.app)
      return turns.callTool(call)
    },
    retryCall: turns.retryCall,
    servers,
    deepLinks,
    approve: turns.approve,
    decline: turns.decline,
    giveArguments: turns.giveArguments,
    stop: turns.stop,
    async whenIdle() {
      await switching
      await turns.whenIdle()
    },
    receiveFromView: (instanceId, mountId, message) => views.receive(knownView(instanceId), mountId, message),
    acknowledge: (instanceId, mountId, seq) => views.acknowledge(knownView(instanceId), mountId, seq),
    setDisplayMode: (instanceId, mode) => views.placeByPerson(knownView(instanceId), mode),
    closeView: (instanceId) => void views.close(knownView(instanceId), CLOSED_BY_PERSON),
    remountView: (instanceId) => views.remount(knownView(instanceId)),
    parkView: (instanceId, mountId) => views.park(knownView(instanceId), mountId),
    async refreshTemplate(instanceId) {
      await views.refreshTemplate(knownView(instanceId))
      views.remount(instanceId)
    },
    reopenView: (instanceId) => views.reopen(knownView(instanceId)),
    navigateView: (instanceId, delta) => views.navigate(knownView(instanceId), delta),
    openInApp: (instanceId) => askToOpenInApp(knownView(instanceId)),
    answerLink(linkId, isOpened) {
      const link = store.get().links.find(({ id }) => id === linkId)
      if (link === undefined) throw new AppError('HOST_NO_SUCH_LINK', 'Expected the id of a link that waits for an answer.', { blame: 'user' })
      answers.give(linkId, isOpened)
      store.dispatch({ type: 'link.answered', linkId })
      return isOpened ? link.url : null
    },
    removeModelContext(instanceId) {
      trace('view.context_removed', { instanceId: knownView(instanceId) })
      store.dispatch({ type: 'view.contextRemoved', instanceId })
    },
    takeDraft: (draftId) => store.dispatch({ type: 'draft.taken', draftId }),
    changeSettings(change) {
      const outcome = settings.change(change)
      if (outcome === 'nothing') return
      if (outcome === 'platform') switching = switching.then(platformChanged)
      views.putBack()
      views.pushAll()
      changed()
    },
    reset() {
      turns.stop()
      views.forget()
      log.clear()
      store.replace(createConversation(ids.newId('conversation')))
      files.stage.forget()
      library.endConversation()
    },
    manual: models.manual,
    golden,
    faults,
    restartServer: (app) => restartServer(knownApp(app)),
    openSecondInstance: (instanceId) => views.openCopy(knownView(instanceId)),
    files: createFileDesk(files, store, answers),
    sandbox: views,
    log,
    readMetadata: () => readMetadata(apps, () => meta()),
    async close() {
      golden.stop()
      await turns.end()
      await apps.close()
      await file?.flush()
      await options.files?.store.flush()
    },
  }
}
