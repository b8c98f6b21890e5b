import { AppError } from '@lockstep/contract'
import { emptyValue, sameValue, schemaVersionOf, type DocumentSpec, type Snapshot } from './document.ts'
import { hasSnapshot } from './history.ts'
import { diffEntries } from './intent.ts'
import type { Actor, SyncFailure } from './protocol.ts'
import type { Loaded, StoredDocument, StoredMutation, Write } from './store.ts'
import { upgradeValue } from './upgrade.ts'

export interface CommitContext {
  /** Milliseconds since the epoch. Stored, never used for ordering. */
  readonly now: number
  readonly actor: Actor
  /** Milliseconds without use after which a document counts as expired. */
  readonly idleTtlMs: number
}

/** A document as a commit finds it. */
export interface OpenedDocument {
  readonly isExpired: boolean
  /** As it is kept; revision 0 and empty when there is none. */
  readonly stored: Snapshot
  /** What there is to build on and to show: an expired document is one that was never made, though its revisions will go on in its next life. */
  readonly current: Snapshot
  /** The entries that were asked for, of this life of the document. */
  readonly log: Loaded['log']
}

/** @throws {AppError} as upgradeValue. */
export function openDocument(spec: DocumentSpec, loaded: Loaded, documentId: string, now: number, idleTtlMs: number): OpenedDocument {
  const { document } = loaded
  const isExpired = document !== null && document.lastUsedAt + idleTtlMs <= now
  const value = document === null ? emptyValue(spec) : upgradeValue(spec, { ...emptyValue(spec), ...document.value }, document.schemaVersion)
  const stored = snapshotOf(spec, documentId, epochOf(loaded.epoch, document), document?.revision ?? 0, value)
  if (!isExpired) return { isExpired, stored, current: stored, log: loaded.log }
  return { isExpired, stored, current: snapshotOf(spec, documentId, loaded.epoch, 0, emptyValue(spec)), log: [] }
}

/** A document that was swept or expired and made again under its id has another epoch: revisions of its two lives must not meet. */
export function epochOf(storeEpoch: string, document: Pick<StoredDocument, 'createdAt'> | null): string {
  return document === null ? storeEpoch : `${storeEpoch}.${document.createdAt.toString(36)}`
}

function snapshotOf(spec: DocumentSpec, documentId: string, epoch: string, revision: number, value: Snapshot['value']): Snapshot {
  const schemaVersion = schemaVersionOf(spec)
  return { documentId, epoch, revision, value, ...(schemaVersion === 1 ? {} : { schemaVersion }) }
}

/** What a value does to the document: nothing when it is what is there already, in today's schema; else the next revision. */
export function stepTo(
  spec: DocumentSpec,
  { document }: Loaded,
  { isExpired, stored, current }: OpenedDocument,
  value: Snapshot['value'],
): { isNoop: boolean; revision: number; value: Snapshot['value'] } {
  const isKept = !isExpired && document !== null && document.schemaVersion === schemaVersionOf(spec)
  const isNoop = isKept && sameValue(value, current.value)
  return isNoop ? { isNoop, revision: stored.revision, value: current.value } : { isNoop, revision: stored.revision + 1, value }
}

/** The state after a commit, and its writes: the document, the mutation, and a log entry unless nothing changed. */
export function commitWrites(
  spec: DocumentSpec,
  loaded: Loaded,
  context: CommitContext,
  opened: OpenedDocument,
  next: { readonly revision: number; readonly value: Snapshot['value'] },
  mutation: StoredMutation,
  /** The view instance; null when no view made the change. */
  clientId: string | null,
): { snapshot: Snapshot; writes: Write[] } {
  const { documentId } = opened.stored
  const { revision, value } = next
  const schemaVersion = schemaVersionOf(spec)
  const isNewLife = loaded.document === null || opened.isExpired
  const createdAt = isNewLife ? context.now : loaded.document.createdAt
  const document: StoredDocument = { documentId, revision, value, schemaVersion, createdAt, lastUsedAt: context.now }
  const isSeen = loaded.mutations.has(mutation.mutationId)
  const writes: Write[] = [
    { type: 'document', document },
    { type: 'mutation', documentId, mutation, ...(isSeen ? { replaces: true } : {}) },
  ]
  if (revision !== opened.stored.revision) {
    const isNewSchema = loaded.document !== null && loaded.document.schemaVersion !== schemaVersion
    const entry = {
      revision,
      changes: diffEntries(spec, opened.current.value, value),
      snapshot: hasSnapshot(revision) || isNewLife || isNewSchema ? value : null,
      schemaVersion,
      actor: context.actor,
      clientId,
      mutationId: mutation.mutationId,
      at: context.now,
    }
    writes.push({ type: 'log', documentId, entry, ...(opened.isExpired ? { startsAnew: true } : {}) })
  }
  const epoch = isNewLife ? epochOf(loaded.epoch, document) : opened.stored.epoch
  return { snapshot: snapshotOf(spec, documentId, epoch, revision, value), writes }
}

/** What `open` gives, or the refusal when it met a schema that this process cannot read: no fault of the caller, a newer process can. */
export function readable<T extends object>(open: () => T): T | { readonly failure: SyncFailure } {
  try {
    return open()
  } catch (error) {
    if (error instanceof AppError && error.code === 'DOCUMENT_TOO_NEW') return { failure: { code: 'unavailable', message: error.message } }
    throw error
  }
}
