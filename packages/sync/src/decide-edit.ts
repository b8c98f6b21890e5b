import { CHANGES_LOG_ENTRIES, changesOfLog } from './changes.ts'
import { commitWrites, openDocument, readable, stepTo, type CommitContext } from './commit-parts.ts'
import { schemaVersionOf, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { entryLimitFailure } from './entry-limit.ts'
import { merge } from './merge.ts'
import type { Change, Conflict, SyncFailure } from './protocol.ts'
import type { Decision, Loaded, StoredMutation, Want } from './store.ts'

/** A small named change on top of whatever is there, as a model's tool makes it. */
export interface EditRequest {
  readonly documentId: string
  /** The dedupe key: the same id again changes nothing and answers the current state. */
  readonly mutationId: string
  /** A second key, for a call that creates and so cannot carry a revision: a repeat of it before `untilMs` changes nothing. */
  readonly onceOnCreate?: { readonly kind: string; readonly key: string; readonly untilMs: number }
  /**
   * Pure. Gets the current state (empty when the document does not exist or expired) and what happened since `baseRevision`;
   * gives the wished value, or refuses.
   */
  readonly change: (current: DocumentValue, snapshot: Snapshot, changes: readonly Change[]) => DocumentValue | SyncFailure
  /** Revision the caller had read; the reply tells the changes since. */
  readonly baseRevision?: number
}

export interface EditReply extends Snapshot {
  readonly status: 'applied' | 'noop' | 'replayed'
  /** Limits that cut the change. */
  readonly conflicts: readonly Conflict[]
  /** By anybody, since `baseRevision`, without this edit's own. */
  readonly changes: readonly Change[]
}

export type EditOutcome = { readonly ok: true; readonly reply: EditReply } | { readonly ok: false; readonly failure: SyncFailure }

function isFailure(value: DocumentValue | SyncFailure): value is SyncFailure {
  return typeof value['code'] === 'string'
}

/** What `decideEdit` reads. */
export function wantForEdit(edit: Omit<EditRequest, 'change'>): Want {
  return {
    documentId: edit.documentId,
    mutationIds: [edit.mutationId],
    ...(edit.baseRevision === undefined ? {} : { logAfter: edit.baseRevision, logNewest: CHANGES_LOG_ENTRIES }),
    ...(edit.onceOnCreate === undefined ? {} : { records: [{ kind: edit.onceOnCreate.kind, key: edit.onceOnCreate.key }] }),
  }
}

/** Decides one edit, as a pure decision over what the store loaded. */
export function decideEdit(spec: DocumentSpec, loaded: Loaded, edit: EditRequest, context: CommitContext): Decision<EditOutcome> {
  const opened = readable(() => openDocument(spec, loaded, edit.documentId, context.now, context.idleTtlMs))
  if ('failure' in opened) return { writes: [], result: { ok: false, failure: opened.failure } }
  const { isExpired, current } = opened
  const { baseRevision } = edit
  const changes = baseRevision === undefined ? [] : changesOfLog(opened.log, baseRevision).changes
  const replayed = loaded.mutations.get(edit.mutationId)
  const isRepeat = edit.onceOnCreate !== undefined && loaded.records.has(`${edit.onceOnCreate.kind}:${edit.onceOnCreate.key}`)
  if (replayed || isRepeat) {
    return { writes: [], result: { ok: true, reply: { ...current, status: 'replayed', conflicts: replayed?.conflicts ?? [], changes } } }
  }
  const wished = edit.change(current.value, current, changes)
  if (isFailure(wished)) return { writes: [], result: { ok: false, failure: wished } }
  const merged = merge(spec, current.value, wished, current.value)
  const tooLarge = entryLimitFailure(spec, current.value, merged.value)
  if (tooLarge !== null) return { writes: [], result: { ok: false, failure: tooLarge } }
  const step = stepTo(spec, loaded, opened, merged.value)
  const mutation: StoredMutation = {
    mutationId: edit.mutationId,
    state: step.isNoop ? 'noop' : 'applied',
    revision: step.revision,
    clientId: context.actor,
    seq: 0,
    baseRevision: baseRevision ?? null,
    schemaVersion: schemaVersionOf(spec),
    intent: [],
    fingerprint: null,
    conflicts: merged.conflicts,
    burnedBy: null,
  }
  const { snapshot, writes } = commitWrites(spec, loaded, context, opened, step, mutation, null)
  if (edit.onceOnCreate !== undefined && (isExpired || loaded.document === null)) {
    const { kind, key, untilMs } = edit.onceOnCreate
    writes.push({ type: 'record', record: { kind, key, value: { revision: mutation.revision }, expiresAt: untilMs } })
  }
  return { writes, result: { ok: true, reply: { ...snapshot, status: step.isNoop ? 'noop' : 'applied', conflicts: merged.conflicts, changes } } }
}
