import type { SyncedDocument } from '@lockstep/react'
import type { SyncFailure } from '@lockstep/sync'

type SyncState = SyncedDocument['sync']

/** Whether the shop has what is shown: "Saved" only when it is true. */
export function SyncStatus({ sync, hasEdited }: { sync: SyncState; hasEdited: boolean }) {
  return (
    <p role="status" className="sync-status" data-sync={sync.kind}>
      {statusText(sync, hasEdited)}
    </p>
  )
}

/** The shop refused: what is safe, and the two ways on. Nothing is dropped without being asked. */
export function SyncFailureNotice({ sync }: { sync: SyncState }) {
  if (sync.kind !== 'failed') return null
  return (
    <section className="notices" aria-label="Saving">
      <p>{failureText(sync.failure)}</p>
      <div className="notice-actions">
        <button type="button" className="small" onClick={sync.retry}>
          Try again
        </button>
        <button type="button" className="small quiet" onClick={sync.discard}>
          Drop unsaved changes
        </button>
      </div>
    </section>
  )
}

/** `hasEdited` is false until the person changed something: a cart just opened has nothing to say about saving. */
function statusText({ kind, isSlow }: SyncState, hasEdited: boolean): string {
  switch (kind) {
    case 'saved':
      return hasEdited ? 'Saved' : ''
    case 'saving':
      return isSlow ? 'Saving…' : ''
    case 'retrying':
      return 'Not saved yet, retrying'
    case 'failed':
      return 'Couldn’t save'
  }
}

function failureText(failure: SyncFailure | null): string {
  if (failure?.code === 'not_found' || failure?.code === 'document_expired') {
    return 'The shop no longer keeps this cart. Your items are still here: try again to start a new cart with them.'
  }
  if (failure?.code === 'auth_required') return 'The shop could not tell that this cart is yours. Your changes are still here: try again.'
  return 'The shop did not take the last changes. They are still here.'
}
