import { refused } from './view-refusal.ts'
import type { HostIds } from './clock.ts'
import { findView, type ViewRecord } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { ViewDocuments } from './view-documents.ts'
import { NO_HISTORY } from './view-history.ts'
import { NO_STEPS } from './view-steps.ts'

export interface ViewCopiesOptions {
  store: ConversationStore
  ids: HostIds
  documents: Pick<ViewDocuments, 'share'>
  close(instanceId: string, reason: string): Promise<void>
  trace(name: string, detail: Record<string, unknown>): void
}

/** More than one mount of the same result: beside the first (H14), or in its place with nothing kept (H12). */
export interface ViewCopies {
  /** Mounts a view's result once more, with an id and a state of its own. The id of the new view. @throws {ViewRefusal} when there is nothing to show */
  open(instanceId: string): string
  /** The view itself and its open copies. */
  familyOf(instanceId: string): string[]
  /** Gives every open view a new run: another instance in its place, without the state that it kept. */
  renewAll(): void
}

export function createViewCopies({ store, ids, documents, close, trace }: ViewCopiesOptions): ViewCopies {
  function copied(record: ViewRecord, copyOf: string | null): ViewRecord {
    const viewKey = ids.newId('key')
    documents.share(record.viewKey, viewKey)
    return { ...record, ...nothingYet(), id: ids.newId('view'), viewKey, copyOf, frameUrl: record.frameUrl.replace(record.viewKey, viewKey) }
  }

  return {
    open(instanceId) {
      const record = findView(store.get(), instanceId)
      if (record === null || record.phase === 'closed' || record.mountFailure !== null || record.modal !== null)
        throw refused('This view cannot be mounted a second time.')
      const view = copied(record, record.copyOf ?? record.id)
      store.dispatch({ type: 'view.copied', view })
      trace('view.second_instance', { instanceId: view.id, copyOf: view.copyOf })
      return view.id
    },
    familyOf: (instanceId) => [instanceId, ...store.get().views.flatMap(({ id, copyOf }) => (copyOf === instanceId ? [id] : []))],
    renewAll() {
      const { views, entries } = store.get()
      const shown = new Set(entries.flatMap((entry) => (entry.kind === 'tool' ? [entry.instanceId] : [])))
      for (const record of views) {
        if (record.phase === 'closed' || record.phase === 'closing' || record.mountFailure !== null) continue
        void close(record.id, 'a new run of the view took its place')
        if (!shown.has(record.id)) continue
        const view = copied(record, null)
        store.dispatch({ type: 'view.opened', view })
        trace('view.new_run', { instanceId: view.id, before: record.id })
      }
    },
  }
}

/** What a view starts without. */
function nothingYet() {
  return {
    frameKey: 1,
    heightPx: 0,
    isHeightLooping: false,
    displayMode: 'inline' as const,
    declaredModes: null,
    history: NO_HISTORY,
    openInAppHref: null,
    phase: 'loading' as const,
    violations: [],
    rejectedSources: [],
    unusedDeclarations: [],
    network: [],
    facts: null,
    steps: NO_STEPS,
    warnings: [],
    fault: null,
    widgetState: null,
    modelContext: null,
    contextUpdateId: null,
    shownFileIds: [],
  } satisfies Partial<ViewRecord>
}
