import { emptyValue } from '@lockstep/sync'
import type { Actor, Change, DocumentSpec, DocumentStore, Loaded, Mutation, Snapshot, StoredRecord, SyncFailure, Want, Write } from '@lockstep/sync'
import {
  CHANGES_LOG_ENTRIES,
  changesOfLog,
  decideEdit,
  decideMutation,
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
  /** Past its idle time: the value is gone, its revisions go on with the next write. */
  isExpired: boolean
  /** Of an expired document the revision, and an empty value. */
  snapshot: Snapshot
  /** By anybody since `since`, oldest first; empty without it. */
  changes: readonly Change[]
  records: Records
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
}

export function createDocumentHandle(spec: DocumentSpec, idleTtlMs: number, store: DocumentStore, now: () => number): DocumentHandle {
  return {
    spec,
    idleTtlMs,
    sync: (mutation, options) =>
      store.commit<MutationOutcome>(wanting(wantForMutation(mutation), options.records), (loaded) => {
        const failure = options.guard?.(loaded.records, loaded) ?? null
        if (failure !== null) return { writes: [], result: { ok: false, failure } }
        const decision = decideMutation(spec, loaded, mutation, { now: now(), actor: options.actor, idleTtlMs })
        return withExtras(decision, options, loaded.records)
      }),
    edit: (documentId, { actor, records, also, change, ...rest }) => {
      const requestOver = (known: Records): EditRequest => ({ ...rest, documentId, change: (...parts) => change(...parts, known) })
      return store.commit<EditOutcome>(wanting(wantForEdit(requestOver(new Map())), records), (loaded) => {
        const decision = decideEdit(spec, loaded, requestOver(loaded.records), { now: now(), actor, idleTtlMs })
        return withExtras(decision, also === undefined ? {} : { also }, loaded.records)
      })
    },
    read: async (documentId, { since, records } = {}) => {
      const loaded = await store.load(
        wanting({ documentId, ...(since === undefined ? {} : { logFrom: since, logNewest: CHANGES_LOG_ENTRIES }) }, records),
      )
      const { document, epoch } = loaded
      if (document === null) return null
      const isExpired = document.lastUsedAt + idleTtlMs <= now()
      const value = isExpired ? emptyValue(spec) : { ...emptyValue(spec), ...document.value }
      const changes = since === undefined ? [] : changesOfLog(spec, loaded.log, since).changes
      return { snapshot: { documentId, epoch, revision: document.revision, value }, isExpired, changes, records: loaded.records }
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
