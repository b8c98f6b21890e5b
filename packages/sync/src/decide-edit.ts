import { changesOfLog } from './changes.ts'
import { currentState, type CommitContext } from './decide-mutation.ts'
import { emptyValue, sameValue, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { merge } from './merge.ts'
import type { Change, Conflict, SyncFailure } from './protocol.ts'
import type { Decision, Loaded, Write } from './store.ts'

/** A small named change on top of whatever is there, as a model's tool makes it. */
export interface EditRequest {
  readonly documentId: string
  /** The dedupe key: the same id again changes nothing and answers the current state. */
  readonly mutationId: string
  /** Pure. Gets the current value (empty when the document does not exist or expired), gives the wished one, or refuses. */
  readonly change: (current: DocumentValue, snapshot: Snapshot) => DocumentValue | SyncFailure
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

/** Decides one edit: load with `mutationIds: [mutationId]` and `logFrom: baseRevision`. */
export function decideEdit(spec: DocumentSpec, loaded: Loaded, edit: EditRequest, context: CommitContext): Decision<EditOutcome> {
  const expired = loaded.document !== null && loaded.document.lastUsedAt + context.idleTtlMs <= context.now
  const stored = currentState(spec, loaded, edit.documentId)
  const current: Snapshot = expired ? { ...stored, value: emptyValue(spec) } : stored
  const changes = edit.baseRevision === undefined ? [] : changesOfLog(spec, loaded.log).changes
  const replayed = loaded.mutations.get(edit.mutationId)
  if (replayed) return { writes: [], result: { ok: true, reply: { ...stored, status: 'replayed', conflicts: replayed.conflicts, changes } } }
  const wished = edit.change(current.value, current)
  if (isFailure(wished)) return { writes: [], result: { ok: false, failure: wished } }
  const merged = merge(spec, current.value, wished, current.value)
  const isNoop = !expired && loaded.document !== null && sameValue(merged.value, current.value)
  const next: Snapshot = isNoop ? current : { ...current, revision: current.revision + 1, value: merged.value }
  const { documentId, mutationId } = edit
  const writes: Write[] = [
    {
      type: 'document',
      document: {
        documentId,
        revision: next.revision,
        value: next.value,
        createdAt: loaded.document?.createdAt ?? context.now,
        lastUsedAt: context.now,
      },
    },
    {
      type: 'mutation',
      documentId,
      mutation: {
        mutationId,
        state: isNoop ? 'noop' : 'applied',
        revision: next.revision,
        clientId: context.actor,
        baseRevision: edit.baseRevision ?? null,
        value: null,
        conflicts: merged.conflicts,
        burnedBy: null,
      },
    },
  ]
  if (!isNoop) {
    const entry = { revision: next.revision, value: next.value, actor: context.actor, clientId: null, mutationId, at: context.now }
    writes.push({ type: 'log', documentId, entry })
  }
  return { writes, result: { ok: true, reply: { ...next, status: isNoop ? 'noop' : 'applied', conflicts: merged.conflicts, changes } } }
}
