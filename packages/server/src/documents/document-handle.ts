import { AppError } from '@lockstep/contract'
import {
  type Actor,
  type Change,
  type DocumentSpec,
  type DocumentStore,
  type DocumentValue,
  type Loaded,
  type Mutation,
  type Snapshot,
  type StoredDocument,
  type StoredRecord,
  type SyncFailure,
  type ValueOf,
  type Want,
  type Write,
} from '@lockstep/sync'
import {
  CHANGES_LOG_ENTRIES,
  changesOfLog,
  decideEdit,
  decideMutation,
  openDocument,
  readable,
  schemaVersionOf,
  wantForEdit,
  wantForMutation,
  type EditOutcome,
  type EditRequest,
  type MutationOutcome,
} from '@lockstep/sync/server'

/** Records of the app's own, by `${kind}:${key}`. */
export type Records = ReadonlyMap<string, StoredRecord>

/** An outcome whose value is typed by the document's spec. */
export type TypedOutcome<Outcome extends { ok: boolean }, Value> =
  | (Outcome extends { ok: true; reply: infer Reply }
      ? { readonly ok: true; readonly reply: Omit<Reply, 'value'> & { readonly value: Value } }
      : never)
  | Extract<Outcome, { ok: false }>

/** What an app may read and write in the very transaction that commits the document. */
export interface CommitExtras<Outcome> {
  /** Records to read. */
  records?: ReadonlyArray<{ kind: string; key: string }>
  /**
   * Further writes, made only when the outcome is ok, together with the document's or not at all. Pure: it may run again. A method, so that options
   * of a typed document are ones of any document too.
   */
  also?(outcome: Extract<Outcome, { ok: true }>, records: Records): readonly Write[]
}

export interface SyncOptions extends CommitExtras<MutationOutcome> {
  actor: Actor
  /** Refuses before anything is decided, or null to go on. Pure: it may run again. */
  guard?: (records: Records, loaded: Loaded) => SyncFailure | null
}

export interface EditOptions<Value = DocumentValue>
  extends CommitExtras<TypedOutcome<EditOutcome, Value>>, Pick<EditRequest, 'mutationId' | 'onceOnCreate' | 'baseRevision'> {
  actor: Actor
  /** As `EditRequest.change`, with the records asked for. A method, so that a handle of a typed document is one of any document too. */
  change(current: Value, snapshot: Snapshot, changes: readonly Change[], records: Records): Value | SyncFailure
}

/** A snapshot whose value is typed by its spec: `ValueOf<typeof spec>`. */
export interface TypedSnapshot<Value = DocumentValue> extends Omit<Snapshot, 'value'> {
  readonly value: Value
}

export interface DocumentRead<Value = DocumentValue> {
  /** Past its idle time: the value is gone; its revisions go on with the next write, in another epoch. */
  isExpired: boolean
  /** Of an expired document what one has that was never made: revision 0, and an empty value. */
  snapshot: TypedSnapshot<Value>
  /** By anybody since `since`, oldest first; empty without it. */
  changes: readonly Change[]
  /** It has a field that the spec has not: it is of another kind, or a newer process wrote it. */
  isForeign?: boolean
  records: Records
}

export interface ReadOptions {
  /** A revision that is held. */
  since?: number
  records?: CommitExtras<never>['records']
}

/** A commit that is on disk. */
export interface Committed {
  readonly documentId: string
  readonly revision: number
  readonly by: Actor
}

/** A document kind without its writes: what to hand to code that must not change anything. */
export interface DocumentReader<Value = DocumentValue> {
  readonly spec: DocumentSpec
  /** The current state, or null when nothing was ever stored under the id. Reading does not count as use. */
  read(documentId: string, options?: ReadOptions): Promise<DocumentRead<Value> | null>
  /** The current state; of what was never made, revision 0 and an empty value. */
  readOrEmpty(documentId: string, options?: ReadOptions): Promise<DocumentRead<Value>>
}

export interface DocumentHandle<Value = DocumentValue> extends DocumentReader<Value> {
  /** Milliseconds without use after which a document counts as gone. */
  readonly idleTtlMs: number
  /** The same documents, to be read only. */
  readonly reader: DocumentReader<Value>
  /** A view's whole value, merged where it must be. @throws {AppError} STORE_UNAVAILABLE; nothing was committed then, unless its `data.isOutcomeUnknown`. */
  sync(mutation: Mutation, options: SyncOptions): Promise<TypedOutcome<MutationOutcome, Value>>
  /** A small named change, as a tool makes it. @throws {AppError} STORE_UNAVAILABLE; nothing was committed then, unless its `data.isOutcomeUnknown`. */
  edit(documentId: string, options: EditOptions<Value>): Promise<TypedOutcome<EditOutcome, Value>>
  /**
   * Tells of each new revision that this process made, after it is durable and before the call that made it resolves; a hint to look, never the
   * truth. A listener that throws is logged away from the caller. Returns the way to stop.
   */
  onCommitted(listener: (committed: Committed) => void): () => void
}

export function createDocumentHandle<const Spec extends DocumentSpec>(
  spec: Spec,
  idleTtlMs: number,
  store: DocumentStore,
  now: () => number,
  onListenerError: (error: unknown) => void = () => undefined,
): DocumentHandle<ValueOf<Spec>> {
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

  async function look(documentId: string, { since, records }: ReadOptions): Promise<{ isStored: boolean; found: DocumentRead<ValueOf<Spec>> }> {
    const loaded = await store.load(
      wanting({ documentId, ...(since === undefined ? {} : { logAfter: since, logNewest: CHANGES_LOG_ENTRIES }) }, records),
    )
    const opened = readable(() => openDocument(spec, loaded, documentId, now(), idleTtlMs))
    if ('failure' in opened) throw new AppError('STORE_UNAVAILABLE', opened.failure.message)
    const changes = since === undefined ? [] : changesOfLog(opened.log, since).changes
    const snapshot = typed(spec, opened.current)
    const foreign = isForeign(spec, loaded.document) ? { isForeign: true } : {}
    return { isStored: loaded.document !== null, found: { snapshot, isExpired: opened.isExpired, changes, ...foreign, records: loaded.records } }
  }

  const reader: DocumentReader<ValueOf<Spec>> = {
    spec,
    read: async (documentId, options = {}) => {
      const { isStored, found } = await look(documentId, options)
      return isStored ? found : null
    },
    readOrEmpty: async (documentId, options = {}) => (await look(documentId, options)).found,
  }

  return {
    ...reader,
    reader,
    idleTtlMs,
    sync: async (mutation, options) => {
      const outcome = await store.commit<MutationOutcome>(wanting(wantForMutation(mutation), options.records), (loaded) => {
        const failure = options.guard?.(loaded.records, loaded) ?? null
        if (failure !== null) return { writes: [], result: { ok: false, failure } }
        const decision = decideMutation(spec, loaded, mutation, { now: now(), actor: options.actor, idleTtlMs })
        return withExtras(decision, options, loaded.records)
      })
      tell(outcome, options.actor)
      return outcome as TypedOutcome<MutationOutcome, ValueOf<Spec>>
    },
    edit: async (documentId, options) => {
      const { actor, records, also: _also, change: _change, ...rest } = options
      const requestOver = (known: Records): EditRequest => ({
        ...rest,
        documentId,
        change: (_value, snapshot, changes) => options.change(typed(spec, snapshot).value, snapshot, changes, known),
      })
      const outcome = await store.commit<EditOutcome>(wanting(wantForEdit(requestOver(new Map())), records), (loaded) => {
        const decision = decideEdit(spec, loaded, requestOver(loaded.records), { now: now(), actor, idleTtlMs })
        return withExtras(decision, options as CommitExtras<EditOutcome>, loaded.records)
      })
      tell(outcome, actor)
      return outcome as TypedOutcome<EditOutcome, ValueOf<Spec>>
    },
    onCommitted: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Every declared field is there and holds what its policy says: `openDocument` fills in the fields, and only values of the policies are ever stored. */
function typed<Spec extends DocumentSpec>(_spec: Spec, snapshot: Snapshot): TypedSnapshot<ValueOf<Spec>> {
  return snapshot as TypedSnapshot<ValueOf<Spec>>
}

/**
 * Whether a stored document has a field that the spec has not. Kinds share one space of ids, so that one may be asked for by another's tools; and a
 * write of a process that does not know a field would lose it. One of an older schema may have any: bringing it up is what `migrate` is for.
 */
export function isForeign(spec: DocumentSpec, document: StoredDocument | null): boolean {
  if (document === null || document.schemaVersion !== schemaVersionOf(spec)) return false
  return !Object.keys(document.value).every((field) => Object.hasOwn(spec.fields, field))
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
