import { useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'
import {
  emptyValue,
  type Change,
  type Conflict,
  type DocumentSpec,
  type DocumentValue,
  type Snapshot,
  type SyncChannel,
  type SyncFailure,
  type SyncStatus,
  type ValueOf,
} from '@lockstep/sync'
import { createDocumentController } from './document-controller.ts'
import { createLiveOptions } from './live-options.ts'
import { useKept } from './use-kept.ts'
import { useViewServices } from './view-context.ts'

export interface UseDocumentOptions<Spec extends DocumentSpec = DocumentSpec> {
  /** May change while mounted (limits learned later); its name may not. */
  spec: Spec
  /** Another id is another document: its own queue, its own undo. */
  documentId: string
  /** What the tool result painted; a newer one for the same document is taken in. Null when nothing came. */
  snapshot: Snapshot | null
  /** May be a new object on each render. */
  channel: SyncChannel
  /** Whether to look for others' changes. Default true. */
  isPolling?: boolean
}

export interface SyncedDocument<Value extends DocumentValue = DocumentValue> {
  readonly documentId: string
  /** 0 until the server has acknowledged or shown one. */
  readonly revision: number
  /** Own edits at once, on top of what the server has. Every field of the spec is there. */
  readonly value: Value
  /** `change` is pure: it gets what is shown and gives what shall be. */
  readonly edit: (change: (value: Value) => Value) => void
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
  /** Asks the server for the current state now; resolves false when it did not answer. */
  readonly refresh: () => Promise<boolean>
}

/** `useDocument` for a view that says all itself and counts bytes: it bundles no road to the server. */
export function useSyncedDocument<const Spec extends DocumentSpec>(options: UseDocumentOptions<Spec>): SyncedDocument<ValueOf<Spec>>
/** Null while there is no id. */
export function useSyncedDocument(options: Omit<UseDocumentOptions, 'documentId'> & { documentId: string | null }): SyncedDocument | null
export function useSyncedDocument(options: Omit<UseDocumentOptions, 'documentId'> & { documentId: string | null }): SyncedDocument | null {
  const { runtime, environment } = useViewServices()
  const { documentId, snapshot, isPolling = true } = options
  const [live] = useState(() => createLiveOptions(options))
  useLayoutEffect(() => live.update(options))
  const controller = useKept(
    () =>
      documentId === null
        ? null
        : createDocumentController({ runtime, environment, documentId, snapshot, isPolling, spec: live.spec, channel: live.channel }),
    // the snapshot only paints a document first; newer ones are poked in below
    [runtime, environment, documentId, isPolling, live],
  )
  const { subscribe, getSnapshot } = controller ?? NOBODY
  const view = useSyncExternalStore(subscribe, getSnapshot, getSnapshot)
  useEffect(() => {
    controller?.start()
    return controller?.stop
  }, [controller])
  useEffect(() => {
    if (snapshot !== null) controller?.poke(snapshot)
  }, [controller, snapshot])
  return useMemo(() => {
    if (controller === null || view === null || documentId === null) return null
    const { edit, undo, dismiss, flush, refresh, retry, discard } = controller
    const { revision, canUndo, conflicts, changes, status, isSlow, failure } = view
    const value = complete(live.spec, view.value)
    const sync = { kind: status, isSlow, failure, retry, discard }
    return { documentId, revision, value, edit, undo, canUndo, sync, conflicts, changes, dismiss, flush, refresh }
  }, [controller, view, documentId, live])
}

const NOBODY = { subscribe: () => () => {}, getSnapshot: () => null }

/** A value of a server that does not know all fields yet, with the rest empty; the same object when nothing is missing. */
function complete(spec: DocumentSpec, value: DocumentValue): DocumentValue {
  return Object.keys(spec.fields).every((field) => value[field] !== undefined) ? value : { ...emptyValue(spec), ...value }
}
