import { emptyValue, type DocumentSpec, type Snapshot } from './document.ts'
import type { Actor } from './protocol.ts'
import type { Loaded, StoredMutation, Write } from './store.ts'

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
  /** What the commit builds on: an expired document starts again empty, its revisions going on, so that no old view mistakes one for the other. */
  readonly current: Snapshot
}

export function openDocument(spec: DocumentSpec, loaded: Loaded, documentId: string, context: CommitContext): OpenedDocument {
  const { document, epoch } = loaded
  const isExpired = document !== null && document.lastUsedAt + context.idleTtlMs <= context.now
  const stored = { documentId, epoch, revision: document?.revision ?? 0, value: document?.value ?? emptyValue(spec) }
  return { isExpired, stored, current: isExpired ? { ...stored, value: emptyValue(spec) } : stored }
}

/** The writes of every commit: the document as it is now, the mutation, and a log entry unless nothing changed. */
export function commitWrites(
  loaded: Loaded,
  context: CommitContext,
  next: Snapshot,
  mutation: StoredMutation,
  /** The view instance; null when no view made the change. */
  clientId: string | null,
): Write[] {
  const { documentId, revision, value } = next
  const createdAt = loaded.document?.createdAt ?? context.now
  const writes: Write[] = [
    { type: 'document', document: { documentId, revision, value, createdAt, lastUsedAt: context.now } },
    { type: 'mutation', documentId, mutation },
  ]
  if (mutation.state === 'applied') {
    const entry = { revision, value, actor: context.actor, clientId, mutationId: mutation.mutationId, at: context.now }
    writes.push({ type: 'log', documentId, entry })
  }
  return writes
}
