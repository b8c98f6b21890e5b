import { hasUnsaved, visibleValue, type SyncState } from './client-state.ts'
import type { DocumentSpec } from './document.ts'
import type { SyncStatus, SyncView } from './sync-view.ts'

/** What a view renders of a state. `unsavedSince`: when the oldest unsaved edit was made; `isSlow`: that is so long ago that a person is told. Pure. */
export function viewOf(spec: DocumentSpec, state: SyncState, unsavedSince: number | null, isSlow: boolean): SyncView {
  const { documentId, confirmed, failure, conflicts, changes } = state
  const isRetrying = state.attempts > 0 || isSlow
  const status: SyncStatus = failure !== null ? 'failed' : !hasUnsaved(state) ? 'saved' : isRetrying ? 'retrying' : 'saving'
  return Object.freeze({
    documentId,
    epoch: confirmed?.epoch ?? null,
    revision: confirmed?.revision ?? 0,
    value: visibleValue(spec, state),
    status,
    failure,
    unsavedSince,
    conflicts,
    changes,
    canUndo: state.undo.length > 0,
  })
}
