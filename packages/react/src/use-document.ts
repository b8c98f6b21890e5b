import { useMemo } from 'react'
import type { DocumentSpec, Snapshot, SyncChannel, ValueOf } from '@lockstep/sync'
import { readSeen, toolChannel } from './tool-channel.ts'
import { useSyncedDocument, type SyncedDocument, type UseDocumentOptions } from './use-synced-document.ts'
import { useRuntime, useToolResult } from './use-view.ts'

/** What a document takes from the tool result unless it is told. */
export interface DocumentDefaults {
  /** Default: the id of the document that the tool result brought. */
  documentId?: string
  /** Default: that document, where it is the one. */
  snapshot?: Snapshot | null
  /** Default: the two tools that `app.syncTool` declares for the spec's name. */
  channel?: SyncChannel
  isPolling?: boolean
}

/** A synced document: optimistic edits that survive the iframe, are sent exactly once in effect, and meet others' edits without losing either. */
export function useDocument<const Spec extends DocumentSpec>(options: UseDocumentOptions<Spec>): SyncedDocument<ValueOf<Spec>>
/** The same for the document that the tool result brought, saved by the tools of `app.syncTool`; null until its id is known. */
export function useDocument<const Spec extends DocumentSpec>(spec: Spec, defaults?: DocumentDefaults): SyncedDocument<ValueOf<Spec>> | null
export function useDocument(first: DocumentSpec | UseDocumentOptions, defaults: DocumentDefaults = {}): SyncedDocument | null {
  const { callTool } = useRuntime()
  const result = useToolResult()
  const given = 'spec' in first ? first : { spec: first, ...defaults }
  const { spec, isPolling = true } = given
  const brought = useMemo(() => readSeen(result), [result])
  const road = useMemo(() => toolChannel(callTool, spec.name), [callTool, spec.name])
  return useSyncedDocument({
    spec,
    isPolling,
    documentId: given.documentId ?? brought?.documentId ?? null,
    snapshot: given.snapshot === undefined ? brought : given.snapshot,
    channel: given.channel ?? road,
  })
}
