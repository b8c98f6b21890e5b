import type { DocumentValue, LogEntry, StoredDocument, StoredMutation, Write } from '@lockstep/sync'
import type { State } from './coverage.ts'
import { contentOf, entryOf, withSteps, type EntryStep } from './entries.ts'
import { entryKey } from './ledger.ts'

/** A commit as it landed, with who made it. */
export interface SeenCommit {
  readonly revision: number
  readonly mutationId: string
  readonly steps: readonly EntryStep[]
}

/** Reads every commit as it lands on the disk, and holds the log to its own rules: nothing of the engine under test decides here. */
export interface LogJudge {
  onCommit: (writes: readonly Write[]) => void
  /** The value of a life of the document at a revision; null when there was none. */
  valueAt: (epoch: string, revision: number) => DocumentValue | null
  revisionOf: (epoch: string) => number
  /** Of the document as it is now. */
  epoch: () => string
  value: () => DocumentValue
  /** All that was ever put into a line, with what went out again left aside. */
  putIn: (line: string) => number
  /** How often a text came to be the one of an entry. */
  timesWritten: (field: string, id: string, text: string) => number
  commits: () => readonly SeenCommit[]
  /** How many versions of the mutation were decided, whether or not they changed anything. */
  timesDecided: (mutationId: string) => number
  /** The newest version of the mutation that took effect; null when none did. */
  seqOf: (mutationId: string) => number | null
  /** Whether the id was superseded before it came. */
  isBurned: (mutationId: string) => boolean
  /** Whether a backup came back, so that a text may be written twice. */
  wasRestored: () => boolean
  /** Whether a line was or came to nothing since then: a removal may have stopped there. */
  wasZeroSinceRestore: (line: string) => boolean
  onSwept: () => void
  onRestored: (document: StoredDocument | null, storeEpoch: string) => void
}

export interface LogJudgeOptions {
  storeEpoch: string
  broken: (rule: string, text: string) => void
  reach: (state: State) => void
}

const EMPTY: DocumentValue = {}

export function createLogJudge({ storeEpoch: firstEpoch, broken, reach }: LogJudgeOptions): LogJudge {
  let storeEpoch = firstEpoch
  let epoch = firstEpoch
  let values: DocumentValue[] = [EMPTY]
  const lives = new Map<string, DocumentValue[]>([[epoch, values]])
  const effects = new Map<string, number>()
  const written = new Map<string, number>()
  const putIn = new Map<string, number>()
  const commits: SeenCommit[] = []
  const burned = new Set<string>()
  const emptied = new Set<string>()
  const seqs = new Map<string, number>()
  const decided = new Map<string, number>()
  let wasSwept = false
  let restored: DocumentValue | null = null

  function checkEntry(entry: LogEntry, mutation: StoredMutation | undefined): void {
    const revision = values.length - 1
    if (entry.revision !== revision + 1) broken('revisions are contiguous', `after ${revision} came ${entry.revision}`)
    const before = values[revision] ?? EMPTY
    for (const { field, id, from, to } of entry.changes) {
      const known = entryOf(before, field, id)
      if (known !== from) broken('changes chain', `revision ${entry.revision} changes ${field}/${id} from ${from}, it was ${known}`)
      if (to === 0 || to === '' || (typeof to === 'number' && to < 0)) broken('never below zero', `${field}/${id} became ${JSON.stringify(to)}`)
      if (field === 'lines' && to === null && storeEpoch !== firstEpoch) emptied.add(id)
      if (field === 'lines' && Number(to ?? 0) > Number(from ?? 0)) putIn.set(id, (putIn.get(id) ?? 0) + Number(to) - Number(from ?? 0))
      if (typeof to === 'string') count(written, `${entryKey(field, id)}/${to}`)
    }
    if (entry.mutationId === null || mutation === undefined) return broken('each entry has its mutation', `revision ${entry.revision} has none`)
    const effect = `${mutation.mutationId}@${mutation.seq}`
    if (count(effects, effect) > 1) broken('a mutation takes effect once', `${effect} did again at revision ${entry.revision}`)
    const earlier = seqs.get(mutation.mutationId)
    if (earlier !== undefined && earlier >= mutation.seq) broken('a later version replaces an earlier one', `${effect} after ${earlier}`)
    seqs.set(mutation.mutationId, mutation.seq)
    commits.push({ revision: entry.revision, mutationId: entry.mutationId, steps: entry.changes })
  }

  /** A document that is made, or made again when it was swept or had expired: empty, under another epoch. Revisions go on where they are kept. */
  function startLife(next: string): void {
    if (next === epoch) return
    if (wasSwept) reach('swept document made again')
    if (values.length > 1) reach('expired document made again')
    const revision = values.length - 1
    epoch = next
    values = []
    values[revision] = EMPTY
    lives.set(epoch, values)
  }

  function checkRows(writes: readonly Write[], documentRow: StoredDocument | undefined): void {
    for (const write of writes) {
      if (write.type !== 'mutation') continue
      if (write.mutation.burnedBy === null) count(decided, write.mutation.mutationId)
      if (write.mutation.state === 'burned') {
        reach('burned id stored')
        burned.add(write.mutation.mutationId.split(':').at(-1) ?? '')
      }
      if (write.mutation.state !== 'burned' && write.replaces === true && write.mutation.burnedBy === null)
        reach('draft replaced by its later version')
    }
    if (documentRow === undefined) return
    const revision = values.length - 1
    if (documentRow.revision !== revision) broken('revisions are contiguous', `the document says ${documentRow.revision}, its log ${revision}`)
    const logged = values[revision] ?? EMPTY
    if (contentOf(documentRow.value) !== contentOf(logged)) {
      broken('the log explains the document', `revision ${revision}: ${contentOf(documentRow.value)}, by the log ${contentOf(logged)}`)
    }
    values[revision] = documentRow.value
  }

  return {
    onCommit: (writes) => {
      const documentRow = writes.find((write) => write.type === 'document')?.document
      if (documentRow !== undefined) startLife(`${storeEpoch}.${documentRow.createdAt.toString(36)}`)
      const mutations = writes.flatMap((write) => (write.type === 'mutation' ? [write.mutation] : []))
      const entries = writes.flatMap((write) => (write.type === 'log' ? [write.entry] : []))
      if (entries.length > 1) broken('one entry per commit', `got ${entries.length}`)
      for (const entry of entries) {
        checkEntry(
          entry,
          mutations.find(({ mutationId }) => mutationId === entry.mutationId),
        )
        values.push(withSteps(values.at(-1) ?? EMPTY, entry.changes))
      }
      checkRows(writes, documentRow)
    },
    valueAt: (of, revision) => (revision === 0 ? EMPTY : (lives.get(of)?.[revision] ?? null)),
    revisionOf: (of) => (lives.get(of)?.length ?? 1) - 1,
    epoch: () => epoch,
    value: () => values.at(-1) ?? EMPTY,
    putIn: (line) => putIn.get(line) ?? 0,
    timesWritten: (field, id, text) => written.get(`${entryKey(field, id)}/${text}`) ?? 0,
    commits: () => commits,
    timesDecided: (mutationId) => decided.get(mutationId) ?? 0,
    seqOf: (mutationId) => seqs.get(mutationId) ?? null,
    isBurned: (mutationId) => burned.has(mutationId),
    wasZeroSinceRestore: (line) => restored !== null && (emptied.has(line) || entryOf(restored, 'lines', line) === null),
    wasRestored: () => storeEpoch !== firstEpoch,
    onSwept: () => {
      wasSwept = true
      epoch = storeEpoch
      values = [EMPTY]
      lives.set(epoch, values)
      // with the rows their ids are forgotten; what a swept document held cannot be doubled
      effects.clear()
      seqs.clear()
    },
    onRestored: (document, next) => {
      const kept = values.slice(0, (document?.revision ?? 0) + 1)
      storeEpoch = next
      restored = document?.value ?? EMPTY
      epoch = document === null ? next : `${next}.${document.createdAt.toString(36)}`
      values = document === null ? [EMPTY] : kept
      lives.set(epoch, values)
      effects.clear()
      seqs.clear()
    },
  }
}

function count(map: Map<string, number>, key: string): number {
  const times = (map.get(key) ?? 0) + 1
  map.set(key, times)
  return times
}
