import {
  createSyncClient,
  createSyncState,
  hasUnsaved,
  viewOf,
  type DocumentSpec,
  type DocumentValue,
  type Snapshot,
  type SyncChannel,
  type SyncClient,
  type SyncView,
} from '@lockstep/sync'
import type { ViewRuntime } from '@lockstep/view'
import type { Environment } from './environment.ts'
import { registerSaver } from './pending-saves.ts'
import { createPoller, type Poller } from './poller.ts'
import { readQueue, writeQueue } from './queue-state.ts'
import { shownStatus } from './sync-status.ts'
import { watchPage } from './watch-page.ts'

/** What a view renders of a document; frozen, and the same object while nothing changed. */
export type DocumentView = SyncView & { readonly isSlow: boolean }

export interface DocumentControllerOptions {
  runtime: ViewRuntime
  environment: Environment
  spec: DocumentSpec
  documentId: string
  snapshot: Snapshot | null
  channel: SyncChannel
  /** Whether to look for others' changes. */
  isPolling: boolean
}

export interface DocumentController {
  getSnapshot: () => DocumentView
  subscribe: (listener: () => void) => () => void
  /** Takes up sending, polling and listening. Until then nothing leaves; creating a controller has no effect at all. */
  start: () => void
  /** Sends what is unsent, then lets go. May be started again. */
  stop: () => void
  edit: (change: (value: DocumentValue) => DocumentValue) => void
  undo: () => boolean
  flush: () => Promise<void>
  retry: () => void
  discard: () => void
  dismiss: () => void
  /** A state seen elsewhere, such as a newer tool result. */
  poke: (snapshot: Snapshot) => void
  /** Asks for the current state now; resolves false when nobody answered. */
  refresh: () => Promise<boolean>
}

/** One document's life in a view: owns its sync client, its queue in the view state, and the moments to save and to look for news. */
export function createDocumentController(options: DocumentControllerOptions): DocumentController {
  const { runtime, environment, spec, documentId } = options
  const { clock } = environment
  let snapshot = options.snapshot?.documentId === documentId ? options.snapshot : null
  const listeners = new Set<() => void>()
  let client: SyncClient | null = null
  let poller: Poller | null = null
  let isStarted = false
  let detach = () => {}
  let timer: unknown = null
  let view = show(initialView())

  function initialView(): SyncView {
    const state = createSyncState(spec, { documentId, clientId: '', snapshot, queue: readQueue(runtime, documentId) })
    return viewOf(spec, state, hasUnsaved(state) ? clock.now() : null, false)
  }

  function show(from: SyncView): DocumentView {
    const { kind, isSlow, changesAt } = shownStatus(from, clock.now())
    if (timer !== null) clock.clearTimeout(timer)
    timer = changesAt === null || !isStarted ? null : clock.setTimeout(publish, changesAt - clock.now())
    return Object.freeze({ ...from, status: kind, isSlow })
  }

  function publish(): void {
    if (client === null) return
    const { revision } = view
    view = show(client.getSnapshot())
    const { epoch, value, status } = view
    if (status === 'saved' && epoch !== null) snapshot = { documentId, epoch, revision: view.revision, value }
    if (view.revision !== revision || status !== 'saved') poller?.touch()
    for (const listener of [...listeners]) listener()
  }

  function ensureClient(): SyncClient {
    if (client !== null) return client
    client = createSyncClient({
      spec,
      documentId,
      snapshot,
      channel: options.channel,
      clock,
      clientId: environment.newId('w_'),
      queue: readQueue(runtime, documentId),
      random: environment.random,
      newId: () => environment.newId('m_'),
      persist: (queue) => writeQueue(runtime, documentId, queue),
    })
    client.subscribe(publish)
    return client
  }

  function start(): void {
    if (isStarted) return
    isStarted = true
    const running = ensureClient()
    // while an own edit is on its way its answer will bring the news
    const looking = createPoller(clock, async () => running.getSnapshot().status !== 'saved' || (await running.refresh()))
    poller = options.isPolling ? looking : null
    const detachments = [
      runtime.onTeardown(() => running.teardown()),
      registerSaver(runtime, () => running.flush()),
      () => looking.stop(),
      environment.page === null
        ? () => {}
        : watchPage(environment.page, {
            onLeave: () => void running.flush(),
            onHide: () => void running.teardown(),
            onReturn: () => {
              if (running.getSnapshot().status === 'retrying') running.retry()
              poller?.pollNow()
            },
            onWatched: (isWatched) => poller?.setWatched(isWatched),
          }),
    ]
    detach = () => {
      for (const undo of detachments) undo()
    }
    publish()
  }

  function stop(): void {
    if (!isStarted) return
    isStarted = false
    detach()
    if (timer !== null) clock.clearTimeout(timer)
    const leaving = client
    // strict mode stops and starts again at once: only what stays stopped is let go
    void leaving?.flush().then(() => {
      if (isStarted || client !== leaving) return
      leaving?.dispose()
      client = null
    })
  }

  return {
    getSnapshot: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start,
    stop,
    edit: (change) => ensureClient().edit(change),
    undo: () => ensureClient().undo(),
    flush: () => ensureClient().flush(),
    retry: () => ensureClient().retry(),
    discard: () => ensureClient().discard(),
    dismiss: () => ensureClient().dismissNotices(),
    poke: (next) => ensureClient().poke(next),
    refresh: () => ensureClient().refresh(),
  }
}
