import { AppError } from '@lockstep/contract'
import type { Actor, Change, DocumentSpec, DocumentStore, Loaded, Mutation, Snapshot, StoredRecord, SyncFailure, Want, Write } from '@lockstep/sync'
import {
  CHANGES_LOG_ENTRIES,
  changesOfLog,
  decideEdit,
  decideMutation,
  openDocument,
  readable,
  wantForEdit,
  wantForMutation,
  type EditOutcome,
  type EditRequest,
  type MutationOutcome,
} from '@lockstep/sync/server'

/** Records of the app's own, by `${kind}:${key}`. */
export type Records = ReadonlyMap<string, StoredRecord>

/** What an app may read and write in the very transaction that commits the document. */
export interface CommitExtras<Outcome> {
  /** Records to read. */
  records?: ReadonlyArray<{ kind: string; key: string }>
  /** Further writes, made only when the outcome is ok, together with the document's or not at all. Pure: it may run again. */
  also?: (outcome: Extract<Outcome, { ok: true }>, records: Records) => readonly Write[]
}

export interface SyncOptions extends CommitExtras<MutationOutcome> {
  actor: Actor
  /** Refuses before anything is decided, or null to go on. Pure: it may run again. */
  guard?: (records: Records, loaded: Loaded) => SyncFailure | null
}

export interface EditOptions extends CommitExtras<EditOutcome>, Pick<EditRequest, 'mutationId' | 'onceOnCreate' | 'baseRevision'> {
  actor: Actor
  /** As `EditRequest.change`, with the records asked for. */
  change: (...parts: [...Parameters<EditRequest['change']>, records: Records]) => ReturnType<EditRequest['change']>
}

export interface DocumentRead {
  /** Past its idle time: the value is gone; its revisions go on with the next write, in another epoch. */
  isExpired: boolean
  /** Of an expired document what one has that was never made: revision 0, and an empty value. */
  snapshot: Snapshot
  /** By anybody since `since`, oldest first; empty without it. */
  changes: readonly Change[]
  records: Records
}

/** A commit that is on disk. */
export interface Committed {
  readonly documentId: string
  readonly revision: number
  readonly by: Actor
}

export interface DocumentHandle {
  readonly spec: DocumentSpec
  /** Milliseconds without use after which a document counts as gone. */
  readonly idleTtlMs: number
  /** A view's whole value, merged where it must be. @throws {AppError} STORE_UNAVAILABLE; nothing was committed then. */
  sync(mutation: Mutation, options: SyncOptions): Promise<MutationOutcome>
  /** A small named change, as a tool makes it. @throws {AppError} STORE_UNAVAILABLE; nothing was committed then. */
  edit(documentId: string, options: EditOptions): Promise<EditOutcome>
  /** The current state, or null when nothing was ever stored under the id. Reading does not count as use. */
  read(documentId: string, options?: { since?: number; records?: CommitExtras<never>['records'] }): Promise<DocumentRead | null>
  /**
   * Tells of each new revision that this process made, after it is durable and before the call that made it resolves; a hint to look, never the
   * truth. A listener that throws is logged away from the caller. Returns the way to stop.
   */
  onCommitted(listener: (committed: Committed) => void): () => void
}

export function createDocumentHandle(
  spec: DocumentSpec,
  idleTtlMs: number,
  store: DocumentStore,
  now: () => number,
  onListenerError: (error: unknown) => void = () => undefined,
): DocumentHandle {
  const listeners = new Set<(committed: Committed) => void>()

  /** Called when `store.commit` has resolved, never from inside it. */
  function tell(outcome: MutationOutcome | EditOutcome, by: Actor): void {
    if (!outcome.ok || outcome.reply.status === 'noop' || outcome.reply.status === 'replayed') return
    const { documentId, revision } = outcome.reply
    for (const listener of [...listeners]) {
      try {
        listener({ documentId, revision, by })
      } catch (error) {
        onListenerError(error)
      }
    }
  }

  return {
    spec,
    idleTtlMs,
    sync: async (mutation, options) => {
      const outcome = await store.commit<MutationOutcome>(wanting(wantForMutation(mutation), options.records), (loaded) => {
        const failure = options.guard?.(loaded.records, loaded) ?? null
        if (failure !== null) return { writes: [], result: { ok: false, failure } }
        const decision = decideMutation(spec, loaded, mutation, { now: now(), actor: options.actor, idleTtlMs })
        return withExtras(decision, options, loaded.records)
      })
      tell(outcome, options.actor)
      return outcome
    },
    edit: async (documentId, { actor, records, also, change, ...rest }) => {
      const requestOver = (known: Records): EditRequest => ({ ...rest, documentId, change: (...parts) => change(...parts, known) })
      const outcome = await store.commit<EditOutcome>(wanting(wantForEdit(requestOver(new Map())), records), (loaded) => {
        const decision = decideEdit(spec, loaded, requestOver(loaded.records), { now: now(), actor, idleTtlMs })
        return withExtras(decision, also === undefined ? {} : { also }, loaded.records)
      })
      tell(outcome, actor)
      return outcome
    },
    read: async (documentId, { since, records } = {}) => {
      const loaded = await store.load(
        wanting({ documentId, ...(since === undefined ? {} : { logAfter: since, logNewest: CHANGES_LOG_ENTRIES }) }, records),
      )
      if (loaded.document === null) return null
      const opened = readable(() => openDocument(spec, loaded, documentId, now(), idleTtlMs))
      if ('failure' in opened) throw new AppError('STORE_UNAVAILABLE', opened.failure.message)
      const changes = since === undefined ? [] : changesOfLog(opened.log, since).changes
      return { snapshot: opened.current, isExpired: opened.isExpired, changes, records: loaded.records }
    },
    onCommitted: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function wanting(want: Want, records: CommitExtras<never>['records']): Want {
  return records === undefined ? want : { ...want, records: [...(want.records ?? []), ...records] }
}

function withExtras<Outcome extends { ok: boolean }>(
  decision: { readonly writes: readonly Write[]; readonly result: Outcome },
  extras: CommitExtras<Outcome>,
  records: Records,
): { writes: readonly Write[]; result: Outcome } {
  const { writes, result } = decision
  if (extras.also === undefined || !isOk(result)) return decision
  return { writes: [...writes, ...extras.also(result, records)], result }
}

function isOk<Outcome extends { ok: boolean }>(outcome: Outcome): outcome is Extract<Outcome, { ok: true }> {
  return outcome.ok
}
