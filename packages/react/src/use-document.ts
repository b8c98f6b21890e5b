import { useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Change, Conflict, DocumentSpec, DocumentValue, Snapshot, SyncChannel, SyncFailure, SyncStatus } from '@lockstep/sync'
import { createDocumentController } from './document-controller.ts'
import { createLiveOptions } from './live-options.ts'
import { useViewServices } from './view-context.ts'

export interface UseDocumentOptions {
  /** May change while mounted (limits learned later); its name may not. */
  spec: DocumentSpec
  /** Another id is another document: its own queue, its own undo. */
  documentId: string
  /** What the tool result painted; a newer one for the same document is taken in. Null when nothing came. */
  snapshot: Snapshot | null
  /** May be a new object on each render. */
  channel: SyncChannel
  /** Whether to look for others' changes. Default true. */
  isPolling?: boolean
}

export interface SyncedDocument {
  readonly documentId: string
  /** 0 until the server has acknowledged or shown one. */
  readonly revision: number
  /** Own edits at once, on top of what the server has. */
  readonly value: DocumentValue
  /** `change` is pure: it gets what is shown and gives what shall be. */
  readonly edit: (change: (value: DocumentValue) => DocumentValue) => void
  /** Takes the last own edit back, keeping what others did since; false when there is none. */
  readonly undo: () => boolean
  readonly canUndo: boolean
  readonly sync: {
    /** `saved` only while all is acknowledged; `retrying` from 2 s without an answer, or a failed attempt. */
    readonly kind: SyncStatus
    /** Unsaved for 400 ms or more: below that, keep quiet about `saving`. */
    readonly isSlow: boolean
    /** Why the server refused; the draft is kept until `retry` or `discard`. */
    readonly failure: SyncFailure | null
    readonly retry: () => void
    readonly discard: () => void
  }
  /** Overlaps that were settled, until dismissed. */
  readonly conflicts: readonly Conflict[]
  /** Changes by others, until dismissed. */
  readonly changes: readonly Change[]
  readonly dismiss: () => void
  /** Sends at once; resolves when all is saved, or the attempt failed. Look at `sync.kind` then. */
  readonly flush: () => Promise<void>
}

/** A synced document: optimistic edits that survive the iframe, are sent exactly once in effect, and meet others' edits without losing either. */
export function useDocument(options: UseDocumentOptions): SyncedDocument {
  const { runtime, environment } = useViewServices()
  const { documentId, snapshot, isPolling = true } = options
  const [live] = useState(() => createLiveOptions(options))
  useLayoutEffect(() => live.update(options))
  const controller = useMemo(
    () => createDocumentController({ runtime, environment, documentId, snapshot, isPolling, spec: live.spec, channel: live.channel }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the snapshot only paints a document first; newer ones are poked in below
    [runtime, environment, documentId, isPolling, live],
  )
  const view = useSyncExternalStore(controller.subscribe, controller.getSnapshot, controller.getSnapshot)
  useEffect(() => {
    controller.start()
    return controller.stop
  }, [controller])
  useEffect(() => {
    if (snapshot !== null) controller.poke(snapshot)
  }, [controller, snapshot])
  return useMemo(() => {
    const { edit, undo, dismiss, flush, retry, discard } = controller
    const { revision, value, canUndo, conflicts, changes, status, isSlow, failure } = view
    const sync = { kind: status, isSlow, failure, retry, discard }
    return { documentId, revision, value, edit, undo, canUndo, sync, conflicts, changes, dismiss, flush }
  }, [controller, view, documentId])
}
