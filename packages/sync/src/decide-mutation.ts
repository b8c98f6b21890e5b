import { CHANGES_LOG_ENTRIES, changesOfLog } from './changes.ts'
import { commitWrites, openDocument, readable, stepTo, type CommitContext, type OpenedDocument } from './commit-parts.ts'
import { sameValue, schemaVersionOf, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { entryLimitFailure } from './entry-limit.ts'
import { fingerprintOf } from './fingerprint.ts'
import { valueAt } from './history.ts'
import { diffEntries, migrateIntent, withUnsaidCounts } from './intent.ts'
import { merge } from './merge.ts'
import { baseBeyond, burnKey, predecessorsOf, withoutLostFollowers } from './predecessors.ts'
import type { Conflict, EntryChange, Mutation, ReplyStatus, SyncFailure, SyncReply } from './protocol.ts'
import type { Decision, Loaded, StoredMutation, Want, Write } from './store.ts'
import { upgradeValue } from './upgrade.ts'

export type MutationOutcome = { readonly ok: true; readonly reply: SyncReply } | { readonly ok: false; readonly failure: SyncFailure }

/** What `decideMutation` reads: the mutation's own id, those it supersedes, the value it was drawn on, and what happened since. */
export function wantForMutation(mutation: Mutation): Want {
  const baseRevision = mutation.baseRevision ?? 0
  return {
    documentId: mutation.documentId,
    mutationIds: [...new Set([mutation.mutationId, ...mutation.supersedes])].flatMap((id) => [id, burnKey(mutation.clientId, id)]),
    valueAt: baseRevision,
    logAfter: baseRevision,
    logNewest: CHANGES_LOG_ENTRIES,
  }
}

/**
 * The server's one commit, as a pure decision over what the store loaded.
 * An id that was seen answers with the *current* state and changes nothing, unless it comes as a later version of its draft; a value drawn on the
 * current revision replaces it; one drawn on an older revision is merged; a base that is no longer kept is refused with the current state to rebase on.
 */
export function decideMutation(spec: DocumentSpec, loaded: Loaded, mutation: Mutation, context: CommitContext): Decision<MutationOutcome> {
  const opened = readable(() => openDocument(spec, loaded, mutation.documentId, context.now, context.idleTtlMs))
  if ('failure' in opened) return { writes: [], result: { ok: false, failure: opened.failure } }
  const { current } = opened
  const seen = loaded.mutations.get(mutation.mutationId) ?? loaded.mutations.get(burnKey(mutation.clientId, mutation.mutationId))
  if (seen !== undefined && isAnswered(seen, mutation)) return { writes: [], result: answerSeen(spec, loaded, seen, mutation, opened) }
  const refused = refusalOf(spec, loaded, mutation, opened)
  if (refused !== null) return refuse(...refused)
  const drawnOn = valueAt(spec, loaded, mutation.baseRevision ?? 0)
  if (drawnOn === null) return refuse('stale_base', `Revision ${mutation.baseRevision} is no longer kept.`, current)
  const { superseded, earlier, isUnsound } = predecessorsOf(loaded, mutation)
  if (isUnsound) return refuse('stale_base', 'An id in supersedes was superseded by another mutation that is not named.', current)
  if (mutation.onConflict === 'reject' && mutation.baseRevision !== current.revision) {
    return refuse('revision_mismatch', `Expected revision ${current.revision}, got ${mutation.baseRevision}.`, current)
  }
  const beyond = baseBeyond(spec, drawnOn, superseded)
  const beyondAll = earlier === null ? beyond : baseBeyond(spec, beyond, [earlier])
  const meant = meantValue(spec, mutation, drawnOn, drawnOn)
  const mine = beyondAll === drawnOn ? meant : meantValue(spec, mutation, drawnOn, beyondAll)
  const before = withoutLostFollowers(spec, beyond, mine)
  const base = earlier === null ? before : withoutLostFollowers(spec, beyondAll, mine)
  const merged = merge(spec, base, mine, current.value)
  const tooLarge = entryLimitFailure(spec, current.value, merged.value)
  if (tooLarge !== null) return { writes: [], result: { ok: false, failure: tooLarge } }
  const step = stepTo(spec, loaded, opened, merged.value)
  const isCurrent = mutation.baseRevision === current.revision || sameValue(base, current.value)
  const status: ReplyStatus = step.isNoop ? 'noop' : isCurrent ? 'applied' : 'merged'
  const row: StoredMutation = {
    mutationId: mutation.mutationId,
    state: step.isNoop ? 'noop' : 'applied',
    revision: step.revision,
    clientId: mutation.clientId,
    seq: mutation.seq,
    baseRevision: mutation.baseRevision,
    schemaVersion: schemaVersionOf(spec),
    intent: [...diffEntries(spec, before, mine), ...stillSaid(spec, earlier, before, mine)],
    fingerprint: fingerprint(mutation, meant),
    conflicts: merged.conflicts,
    burnedBy: null,
  }
  const { snapshot: result, writes } = commitWrites(spec, loaded, context, opened, step, row, mutation.clientId)
  writes.push(...supersedingWrites(loaded, mutation, row))
  return { writes, result: { ok: true, reply: reply(opened, mutation, result, status, merged.conflicts) } }
}

/** Whether the id has its answer already: not when this is a later version of a draft that nothing superseded. */
function isAnswered(seen: StoredMutation, mutation: Mutation): boolean {
  return seen.clientId !== mutation.clientId || seen.burnedBy !== null || mutation.seq <= seen.seq
}

function answerSeen(spec: DocumentSpec, loaded: Loaded, seen: StoredMutation, mutation: Mutation, opened: OpenedDocument): MutationOutcome {
  const isSameDraft = seen.clientId === mutation.clientId && seen.seq === mutation.seq && seen.baseRevision === mutation.baseRevision
  const isOther =
    seen.clientId !== mutation.clientId ||
    (isSameDraft && seen.burnedBy === null && seen.fingerprint !== null && !isMeant(spec, loaded, mutation, seen.fingerprint))
  if (isOther) {
    return { ok: false, failure: { code: 'mutation_conflict', message: `Mutation ${mutation.mutationId} was sent before with another content.` } }
  }
  return { ok: true, reply: reply(opened, mutation, opened.current, 'replayed', seen.conflicts) }
}

/** Whether the mutation means what one with this fingerprint did; the same draft may have been drawn as two lists, so lists are not compared. */
function isMeant(spec: DocumentSpec, loaded: Loaded, mutation: Mutation, stored: string): boolean {
  const drawnOn = valueAt(spec, loaded, mutation.baseRevision ?? 0)
  const other = drawnOn === null ? null : fingerprint(mutation, meantValue(spec, mutation, drawnOn, drawnOn))
  // drawn on the same revision of another life, it may well be another list
  return other === null || other === stored || other.split(' ')[0] !== stored.split(' ')[0]
}

/** The epoch a mutation was drawn in, and a tag of what it means. */
function fingerprint({ epoch }: Mutation, meant: DocumentValue): string {
  return `${epoch} ${fingerprintOf(meant)}`
}

/** What an earlier version of the draft wrote and this one still says: drawn where that had its effect already, it shows no difference. Counts are sums and need none. */
function stillSaid(spec: DocumentSpec, earlier: StoredMutation | null, before: DocumentValue, mine: DocumentValue): EntryChange[] {
  return (earlier?.intent ?? []).filter(({ field, id, to }) => {
    const said = mine[field]?.[id] ?? null
    return spec.fields[field]?.kind !== 'counters' && said === to && said === (before[field]?.[id] ?? null)
  })
}

function refusalOf(
  spec: DocumentSpec,
  loaded: Loaded,
  mutation: Mutation,
  { isExpired, stored }: OpenedDocument,
): [SyncFailure['code'], string, Snapshot?] | null {
  const { baseRevision, epoch, documentId } = mutation
  const creates = (baseRevision ?? 0) === 0
  if ((mutation.schemaVersion ?? 1) > schemaVersionOf(spec)) return ['unavailable', 'This server does not know that schema yet. Try again.']
  if (loaded.document === null && !creates) return ['not_found', `Document ${documentId} does not exist.`]
  if (isExpired && !creates) return ['document_expired', `Document ${documentId} has expired.`]
  // revision 0 is the same empty document in every life of the id
  const isOfThisLife = epoch === null || epoch === stored.epoch || (epoch === loaded.epoch && (baseRevision ?? 0) === 0)
  return isOfThisLife ? null : ['stale_base', 'The base is of another database, or of an earlier life of this document.', stored]
}

function refuse(code: SyncFailure['code'], message: string, current?: Snapshot): Decision<MutationOutcome> {
  return { writes: [], result: { ok: false, failure: { code, message, ...(current ? { current } : {}) } } }
}

/**
 * What the sender meant, in today's schema: its list, with the counts that no list can say; a field that it does not know is one it did not
 * touch.
 */
function meantValue(
  spec: DocumentSpec,
  { value, intent, schemaVersion = 1 }: Mutation,
  drawnOn: DocumentValue,
  untouched: DocumentValue,
): DocumentValue {
  const list = { ...untouched, ...upgradeValue(spec, value, schemaVersion) }
  return intent === undefined ? list : withUnsaidCounts(spec, list, migrateIntent(spec, intent, schemaVersion), drawnOn)
}

/** No superseded id counts any more, whether it never came or comes again as a later version. */
function supersedingWrites(loaded: Loaded, mutation: Mutation, row: StoredMutation): Write[] {
  const { documentId, mutationId, clientId } = mutation
  return [...new Set(mutation.supersedes)].flatMap((id): Write[] => {
    const known = loaded.mutations.get(id)
    if (id === mutationId) return []
    if (known === undefined) {
      const key = burnKey(clientId, id)
      if (loaded.mutations.has(key)) return []
      const burned: StoredMutation = {
        ...row,
        mutationId: key,
        state: 'burned',
        seq: 0,
        intent: [],
        fingerprint: null,
        conflicts: [],
        burnedBy: mutationId,
      }
      return [{ type: 'mutation', documentId, mutation: burned }]
    }
    if (known.clientId !== clientId || known.burnedBy !== null) return []
    return [{ type: 'mutation', documentId, mutation: { ...known, burnedBy: mutationId }, replaces: true }]
  })
}

/** The changes are the others': what this mutation did is the caller's own doing, and where it was cut or merged `conflicts` says so. */
function reply(opened: OpenedDocument, mutation: Mutation, next: Snapshot, status: ReplyStatus, conflicts: readonly Conflict[]): SyncReply {
  const { changes, truncated } = changesOfLog(opened.log, mutation.baseRevision ?? 0)
  return { ...next, mutationId: mutation.mutationId, status, conflicts, changes, ...(truncated ? { truncated } : {}) }
}
