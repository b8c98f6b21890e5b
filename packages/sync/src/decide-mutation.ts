import { changesOfLog } from './changes.ts'
import { commitWrites, openDocument, type CommitContext } from './commit-parts.ts'
import { canonicalValue, emptyValue, sameValue, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { entryLimitFailure } from './entry-limit.ts'
import { merge } from './merge.ts'
import { CHANGES_LOG_ENTRIES, type Conflict, type Mutation, type ReplyStatus, type SyncFailure, type SyncReply } from './protocol.ts'
import type { Decision, Loaded, StoredMutation, Want, Write } from './store.ts'

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
  const { isExpired, stored, current } = openDocument(spec, loaded, mutation.documentId, context)
  const replay = loaded.mutations.get(mutation.mutationId)
  if (replay) return { writes: [], result: answerReplay(spec, loaded, replay, mutation, stored) }
  const creates = mutation.baseRevision === null || (mutation.baseRevision === 0 && stored.revision === 0)
  if (loaded.document === null && !creates) return refuse('not_found', `Document ${mutation.documentId} does not exist.`)
  if (isExpired && mutation.baseRevision !== null) return refuse('document_expired', `Document ${mutation.documentId} has expired.`)
  if (mutation.epoch !== null && mutation.epoch !== loaded.epoch) return refuse('stale_base', 'The base is of another database.', stored)
  const acknowledged = newestSuperseded(loaded, mutation)
  const base = acknowledged?.value ?? baseValue(spec, loaded, mutation, current)
  if (base === null) return refuse('stale_base', `Revision ${mutation.baseRevision} is no longer kept.`, current)
  const isCurrent = sameValue(base, current.value)
  if (mutation.onConflict === 'reject' && mutation.baseRevision !== current.revision) {
    return refuse('revision_mismatch', `Expected revision ${current.revision}, got ${mutation.baseRevision}.`, current)
  }
  const merged = merge(spec, base, mutation.value, current.value)
  const tooLarge = entryLimitFailure(spec, current.value, merged.value)
  if (tooLarge !== null) return { writes: [], result: { ok: false, failure: tooLarge } }
  const isNoop = !isExpired && sameValue(merged.value, current.value)
  const status: ReplyStatus = isNoop ? 'noop' : isCurrent ? 'applied' : 'merged'
  const next: Snapshot = isNoop ? current : { ...current, revision: current.revision + 1, value: merged.value }
  const writes = mutationWrites(loaded, mutation, context, next, isNoop, merged.conflicts)
  return { writes, result: { ok: true, reply: reply(spec, loaded, mutation, next, status, merged.conflicts) } }
}

function refuse(code: SyncFailure['code'], message: string, current?: Snapshot): Decision<MutationOutcome> {
  return { writes: [], result: { ok: false, failure: { code, message, ...(current ? { current } : {}) } } }
}

function answerReplay(spec: DocumentSpec, loaded: Loaded, stored: StoredMutation, mutation: Mutation, current: Snapshot): MutationOutcome {
  const isSame =
    stored.value === null || (stored.baseRevision === mutation.baseRevision && canonicalValue(stored.value) === canonicalValue(mutation.value))
  if (!isSame) {
    return { ok: false, failure: { code: 'mutation_conflict', message: `Mutation ${mutation.mutationId} was sent before with another content.` } }
  }
  return { ok: true, reply: reply(spec, loaded, mutation, current, 'replayed', stored.conflicts) }
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

function mutationWrites(
  loaded: Loaded,
  mutation: Mutation,
  context: CommitContext,
  next: Snapshot,
  isNoop: boolean,
  conflicts: readonly Conflict[],
): Write[] {
  const { documentId, mutationId, clientId } = mutation
  const record = { revision: next.revision, clientId, baseRevision: mutation.baseRevision, value: mutation.value, conflicts, burnedBy: null }
  const writes = commitWrites(loaded, context, next, { ...record, mutationId, state: isNoop ? 'noop' : 'applied' }, clientId)
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
