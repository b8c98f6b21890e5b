import type { EditOutcome, MutationOutcome } from '@lockstep/server'
import type { Change, Conflict, DocumentValue, Mutation, SeenState, SyncReply } from '@lockstep/sync'
import type { State } from './coverage.ts'
import { contentOf, countOf, holdsSame, withSteps } from './entries.ts'
import type { LogJudge } from './log-judge.ts'

/** Most changes a reply lists. */
const CHANGES_LISTED = 20

export interface ReplyJudge {
  /** Called before a request is decided; gives what to call with the answer. */
  sync: (mutation: Mutation) => (outcome: MutationOutcome) => void
  call: (tool: string, baseRevision: number | undefined) => (outcome: EditOutcome) => void
  read: () => (seen: SeenState | null) => void
}

export interface ReplyJudgeOptions {
  log: LogJudge
  /** Largest count of a line. */
  max: number
  /** Revisions that the store keeps: what went on before them cannot be told. */
  window: number
  /** An expired document reads as empty whatever its log says. */
  mayExpire: () => boolean
  broken: (rule: string, text: string) => void
  reach: (state: State) => void
}

/** Holds every answer of a server to the log: a true state, not older than what was on disk when the question came, with every overlap told. */
/** What a mutation makes of a line that was so much when it was drawn: where the list cannot say it, its intent does. */
function meant({ value, intent }: Mutation, line: string, was: number): number {
  const change = intent?.find(({ field, id }) => field === 'lines' && id === line)
  const listed = countOf(value, line)
  const step = Number(change?.to ?? 0) - Number(change?.from ?? 0)
  // a line that the list does not have may only lose by it
  return change === undefined || (listed === 0 && step > 0) ? listed : was + step
}

export function createReplyJudge({ log, max, window, mayExpire, broken, reach }: ReplyJudgeOptions): ReplyJudge {
  const refusedStale = new Set<string>()

  function checkState(what: string, at: { epoch: string; revision: number }, seen: { epoch: string; revision: number; value: DocumentValue }): void {
    const { epoch, revision, value } = seen
    if (epoch === at.epoch && revision < at.revision) broken('answers are current', `${what} answered ${revision}, ${at.revision} was on disk`)
    const logged = log.valueAt(epoch, revision)
    if (logged === null) return broken('answers are true', `${what} answered ${epoch}/${revision}, which was never made`)
    if (mayExpire() && holdsSame(value, {})) return
    if (!holdsSame(logged, value)) broken('answers are true', `${what} answered ${contentOf(value)} for ${revision}, which was ${contentOf(logged)}`)
    if (revision > log.revisionOf(epoch)) broken('no answer before the commit', `${what} answered ${revision} before it was on disk`)
  }

  /** The changes since a revision lead from what it was to what the commit found. */
  function checkChanges(what: string, epoch: string, since: number, found: number, changes: readonly Change[]): void {
    const [first] = changes
    const isCut = first === undefined ? false : first.revision > since + 1 || changes.length >= CHANGES_LISTED
    if (isCut || found - since >= window) return
    const from = log.valueAt(epoch, since)
    const to = log.valueAt(epoch, found)
    if (from === null || to === null) return
    const reached = withSteps(from, changes)
    if (!holdsSame(reached, to))
      broken('changes tell all', `${what}: from ${since} they lead to ${contentOf(reached)}, ${found} was ${contentOf(to)}`)
  }

  /** What a plain merge of counts must have come to, and that its overlaps were told. */
  function checkMerge(mutation: Mutation, epoch: string, found: number, made: number, conflicts: readonly Conflict[]): void {
    const base = log.valueAt(epoch, mutation.baseRevision ?? 0)
    const before = log.valueAt(epoch, found)
    const after = log.valueAt(epoch, made)
    if (base === null || before === null || after === null) return
    const lines = new Set([base, mutation.value, before].flatMap((value) => Object.keys(value['lines'] ?? {})))
    for (const line of lines) {
      const [was, theirs, result] = [countOf(base, line), countOf(before, line), countOf(after, line)]
      const mine = meant(mutation, line, was)
      const wanted = theirs + mine - was
      const limit = Math.max(max, Math.min(theirs, wanted))
      const expected = mine === was ? theirs : Math.min(Math.max(wanted, 0), limit)
      if (result !== expected) broken('counts add up', `${mutation.mutationId} on ${line}: ${was} to ${mine} upon ${theirs} came to ${result}`)
      if (mine === was) continue
      if (wanted < 0) reach('floor reached')
      if (wanted > limit) reach('clamped')
      if (mine === 0 && result > 0 && theirs !== was) reach('line removed while others added')
      const isCut = wanted > limit || (wanted < 0 && mine > 0)
      const isOverlap = theirs !== was && result !== mine
      const isTold = conflicts.some(({ field, id, kind }) => field === 'lines' && id === line && (!isCut || kind === 'clamped'))
      if ((isCut || isOverlap) && !isTold)
        broken('overlaps are told', `${mutation.mutationId} on ${line}: ${was} to ${mine} upon ${theirs} is ${result}`)
    }
  }

  function noteReached({ mutationId, seq, supersedes, baseRevision }: Mutation, { status, revision, conflicts }: SyncReply): void {
    if (status === 'replayed') {
      if (log.isBurned(mutationId)) reach('burned id arrived late')
      if ((log.seqOf(mutationId) ?? 0) > seq) reach('earlier version arrived late')
      return
    }
    if (refusedStale.has(mutationId)) reach('stale_base rebased and taken')
    for (const id of supersedes) reach(log.seqOf(id) === null ? 'superseded one that never came' : 'superseded one that took effect')
    if (baseRevision === null || baseRevision === 0) reach(revision === 1 ? 'created by a view' : 'creation met another')
    for (const { field, kind, result } of conflicts) {
      if (field === 'notes' && kind === 'overwritten') reach('note overwritten')
      if (field === 'tasks' && result === null) reach('entry removed from the list while moved')
    }
  }

  return {
    sync: (mutation) => {
      const at = { epoch: log.epoch(), revision: log.revisionOf(log.epoch()) }
      return (outcome) => {
        if (!outcome.ok) {
          const { code, current } = outcome.failure
          if (code === 'stale_base') refusedStale.add(mutation.mutationId)
          if (code === 'stale_base' || code === 'not_found' || code === 'document_expired') reach(`${code} refused`)
          if (current !== undefined) checkState(`${mutation.mutationId} (${code})`, at, current)
          return
        }
        const { status, epoch, revision, conflicts } = outcome.reply
        reach(status)
        noteReached(mutation, outcome.reply)
        checkState(mutation.mutationId, at, outcome.reply)
        const isFirst = log.timesDecided(mutation.mutationId) <= 1
        const isPlain = isFirst && !mayExpire() && mutation.supersedes.length === 0 && (mutation.epoch === epoch || mutation.baseRevision === null)
        if (isPlain && (status === 'applied' || status === 'merged')) checkMerge(mutation, epoch, revision - 1, revision, conflicts)
        if (isPlain && status === 'noop') checkMerge(mutation, epoch, revision, revision, conflicts)
      }
    },
    call: (tool, baseRevision) => {
      const at = { epoch: log.epoch(), revision: log.revisionOf(log.epoch()) }
      return (outcome) => {
        if (!outcome.ok) return
        const { status, epoch, revision, changes } = outcome.reply
        checkState(tool, at, outcome.reply)
        // across two lives of the document a revision names nothing
        if (status === 'replayed' || baseRevision === undefined || mayExpire() || log.wasRestored()) return
        checkChanges(tool, epoch, baseRevision, status === 'applied' ? revision - 1 : revision, changes)
      }
    },
    read: () => {
      const at = { epoch: log.epoch(), revision: log.revisionOf(log.epoch()) }
      return (seen) => {
        if (seen !== null) checkState('a read', at, seen)
      }
    },
  }
}
