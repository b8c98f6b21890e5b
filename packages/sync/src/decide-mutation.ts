import { changesOfLog } from './changes.ts'
import { canonicalValue, emptyValue, sameValue, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { entryLimitFailure } from './entry-limit.ts'
import { merge } from './merge.ts'
import { CHANGES_LOG_ENTRIES, type Actor, type Conflict, type Mutation, type ReplyStatus, type SyncFailure, type SyncReply } from './protocol.ts'
import type { Decision, Loaded, StoredDocument, StoredMutation, Want, Write } from './store.ts'

export interface CommitContext {
  /** Milliseconds since the epoch. Stored, never used for ordering. */
  readonly now: number
  readonly actor: Actor
  /** Milliseconds without use after which a document counts as expired. */
  readonly idleTtlMs: number
}

export type MutationOutcome = { readonly ok: true; readonly reply: SyncReply } | { readonly ok: false; readonly failure: SyncFailure }

/** What `decideMutation` reads: the mutation's own id, those it supersedes, and the log from its base on. */
export function wantForMutation(mutation: Mutation): Want {
  return {
    documentId: mutation.documentId,
    mutationIds: [mutation.mutationId, ...mutation.supersedes],
    logFrom: mutation.baseRevision ?? 0,
    logNewest: CHANGES_LOG_ENTRIES,
  }
}

/**
 * The server's one commit, as a pure decision over what the store loaded.
 * An id that was seen answers with the *current* state and changes nothing; a value drawn on the current revision replaces it; one drawn on an
 * older revision is merged; a base that is no longer kept is refused with the current state to rebase on.
 */
export function decideMutation(spec: DocumentSpec, loaded: Loaded, mutation: Mutation, context: CommitContext): Decision<MutationOutcome> {
  const expired = loaded.document !== null && loaded.document.lastUsedAt + context.idleTtlMs <= context.now
  const current = currentState(spec, loaded, mutation.documentId)
  const replay = loaded.mutations.get(mutation.mutationId)
  if (replay) return { writes: [], result: answerReplay(spec, loaded, replay, mutation, current) }
  const creates = mutation.baseRevision === null || (mutation.baseRevision === 0 && current.revision === 0)
  if (loaded.document === null && !creates) return refuse('not_found', `Document ${mutation.documentId} does not exist.`)
  if (expired && mutation.baseRevision !== null) return refuse('document_expired', `Document ${mutation.documentId} has expired.`)
  if (mutation.epoch !== null && mutation.epoch !== loaded.epoch) return refuse('stale_base', 'The base is of another database.', current)

  // an expired document starts again empty, its revisions going on, so that no old view can mistake one for the other
  const now: Snapshot = expired ? { ...current, value: emptyValue(spec) } : current
  const acknowledged = newestSuperseded(loaded, mutation)
  const base = acknowledged?.value ?? baseValue(spec, loaded, mutation, now)
  if (base === null) return refuse('stale_base', `Revision ${mutation.baseRevision} is no longer kept.`, now)
  const isCurrent = sameValue(base, now.value)
  if (mutation.onConflict === 'reject' && mutation.baseRevision !== now.revision) {
    return refuse('revision_mismatch', `Expected revision ${now.revision}, got ${mutation.baseRevision}.`, now)
  }
  const merged = merge(spec, base, mutation.value, now.value)
  const tooLarge = entryLimitFailure(spec, now.value, merged.value)
  if (tooLarge !== null) return { writes: [], result: { ok: false, failure: tooLarge } }
  const isNoop = !expired && sameValue(merged.value, now.value)
  const status: ReplyStatus = isNoop ? 'noop' : isCurrent ? 'applied' : 'merged'
  const next: Snapshot = isNoop ? now : { ...now, revision: now.revision + 1, value: merged.value }
  const writes = commitWrites(loaded, mutation, context, next, isNoop, merged.conflicts)
  return { writes, result: { ok: true, reply: reply(spec, loaded, mutation, next, status, merged.conflicts) } }
}

function refuse(code: SyncFailure['code'], message: string, current?: Snapshot): Decision<MutationOutcome> {
  return { writes: [], result: { ok: false, failure: { code, message, ...(current ? { current } : {}) } } }
}

export function currentState(spec: DocumentSpec, loaded: Loaded, documentId: string): Snapshot {
  const value = loaded.document?.value ?? emptyValue(spec)
  return { documentId, epoch: loaded.epoch, revision: loaded.document?.revision ?? 0, value }
}

function answerReplay(spec: DocumentSpec, loaded: Loaded, stored: StoredMutation, mutation: Mutation, current: Snapshot): MutationOutcome {
  const isSame =
    stored.value === null || (stored.baseRevision === mutation.baseRevision && canonicalValue(stored.value) === canonicalValue(mutation.value))
  if (!isSame) {
    return { ok: false, failure: { code: 'mutation_conflict', message: `Mutation ${mutation.mutationId} was sent before with another content.` } }
  }
  const { changes, truncated } = changesOfLog(spec, loaded.log, mutation.baseRevision ?? 0)
  return {
    ok: true,
    reply: {
      ...current,
      mutationId: mutation.mutationId,
      status: 'replayed',
      conflicts: stored.conflicts,
      changes,
      ...(truncated ? { truncated } : {}),
    },
  }
}

/** The newest of the superseded mutations that did take effect: its submitted value is the true base. Only the same client's ids count. */
function newestSuperseded(loaded: Loaded, mutation: Mutation): StoredMutation | null {
  const own = mutation.supersedes
    .map((id) => loaded.mutations.get(id))
    .filter((stored): stored is StoredMutation => stored !== undefined && stored.state !== 'burned' && stored.clientId === mutation.clientId)
  return own.reduce<StoredMutation | null>((newest, stored) => (newest === null || stored.revision >= newest.revision ? stored : newest), null)
}

function baseValue(spec: DocumentSpec, loaded: Loaded, mutation: Mutation, now: Snapshot): DocumentValue | null {
  if (mutation.baseRevision === now.revision) return now.value
  if (mutation.baseRevision === null || mutation.baseRevision === 0) return emptyValue(spec)
  return loaded.log.find((entry) => entry.revision === mutation.baseRevision)?.value ?? null
}

function commitWrites(
  loaded: Loaded,
  mutation: Mutation,
  context: CommitContext,
  next: Snapshot,
  isNoop: boolean,
  conflicts: readonly Conflict[],
): Write[] {
  const { documentId, mutationId, clientId } = mutation
  const stored: StoredDocument = {
    documentId,
    revision: next.revision,
    value: next.value,
    createdAt: loaded.document?.createdAt ?? context.now,
    lastUsedAt: context.now,
  }
  const record = { revision: next.revision, clientId, baseRevision: mutation.baseRevision, value: mutation.value, conflicts, burnedBy: null }
  const writes: Write[] = [
    { type: 'document', document: stored },
    { type: 'mutation', documentId, mutation: { ...record, mutationId, state: isNoop ? 'noop' : 'applied' } },
  ]
  if (!isNoop) {
    const entry = { revision: next.revision, value: next.value, actor: context.actor, clientId, mutationId, at: context.now }
    writes.push({ type: 'log', documentId, entry })
  }
  for (const id of new Set(mutation.supersedes)) {
    if (id === mutationId || loaded.mutations.has(id)) continue
    const burned = { ...record, mutationId: id, state: 'burned' as const, value: null, conflicts: [], burnedBy: mutationId }
    writes.push({ type: 'mutation', documentId, mutation: burned })
  }
  return writes
}

/** The changes are the others': what this mutation did is the caller's own doing, and where it was cut or merged `conflicts` says so. */
function reply(
  spec: DocumentSpec,
  loaded: Loaded,
  mutation: Mutation,
  next: Snapshot,
  status: ReplyStatus,
  conflicts: readonly Conflict[],
): SyncReply {
  const { changes, truncated } = changesOfLog(spec, loaded.log, mutation.baseRevision ?? 0)
  return { ...next, mutationId: mutation.mutationId, status, conflicts, changes, ...(truncated ? { truncated } : {}) }
}
