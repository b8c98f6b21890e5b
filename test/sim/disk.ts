import { AppError } from '@lockstep/contract'
import type { Loaded, LogEntry, StoredDocument, StoredMutation, StoredRecord, Want, Write } from '@lockstep/sync'
import { withSteps } from './entries.ts'

/** What survives a crash: the tables of one document, and records. All processes write to the same disk. */
export interface Disk {
  load: (want: Want, now: number) => Loaded
  /** All or nothing. @throws {AppError} STORE_CONFLICT */
  apply: (writes: readonly Write[]) => void
  /** One transaction at a time; resolves with what ends it. */
  lock: () => Promise<() => void>
  document: () => StoredDocument | null
  storeEpoch: () => string
  /** Deletes the document with its log and mutations. */
  sweep: () => void
  backup: () => Backup
  /** The disk as it was then, under another epoch. */
  restore: (backup: Backup, epoch: string) => void
}

export interface Backup {
  readonly document: StoredDocument | null
  readonly log: readonly LogEntry[]
  readonly mutations: ReadonlyMap<string, StoredMutation>
  readonly records: ReadonlyMap<string, StoredRecord>
}

export interface DiskOptions {
  epoch: string
  /** Revisions that stay mergeable: few, so that runs outlive them. */
  window: number
  /** Told of each commit that landed. */
  onCommit: (writes: readonly Write[]) => void
}

export function createDisk({ epoch: firstEpoch, window, onCommit }: DiskOptions): Disk {
  let epoch = firstEpoch
  let document: StoredDocument | null = null
  let log: LogEntry[] = []
  let mutations = new Map<string, StoredMutation>()
  let records = new Map<string, StoredRecord>()
  let last: Promise<void> = Promise.resolve()

  function history(revision: number): LogEntry[] {
    const end = log.findIndex((entry) => entry.revision === revision)
    if (end < 0) return []
    const start = log.findLastIndex((entry, index) => index <= end && entry.snapshot !== null)
    return start < 0 ? [] : log.slice(start, end + 1)
  }

  /** Ends what is past the window. The oldest entry that is kept gets the whole value, as the contract asks. */
  function prune(): void {
    const surplus = log.length - window
    const [first] = log
    if (surplus <= 0 || first?.snapshot == null) return
    const value = log.slice(1, surplus + 1).reduce((before, entry) => withSteps(before, entry.changes), first.snapshot)
    const oldest = log[surplus]
    if (oldest !== undefined) log = [{ ...oldest, snapshot: value }, ...log.slice(surplus + 1)]
  }

  function check(write: Write): void {
    const isTaken =
      (write.type === 'log' && log.some(({ revision }) => revision === write.entry.revision)) ||
      (write.type === 'mutation' && write.replaces !== true && mutations.has(write.mutation.mutationId))
    if (isTaken) throw new AppError('STORE_CONFLICT', `Expected a new ${write.type} row, got one that exists already.`)
  }

  function applyOne(write: Write): void {
    if (write.type === 'document') document = write.document
    else if (write.type === 'log') log = [...(write.startsAnew === true ? [] : log), write.entry]
    else if (write.type === 'mutation') mutations.set(write.mutation.mutationId, write.mutation)
    else if (write.type === 'record') records.set(`${write.record.kind}:${write.record.key}`, write.record)
    else records.delete(`${write.kind}:${write.key}`)
  }

  return {
    load: (want, now) => {
      const found = (want.mutationIds ?? []).flatMap((id) => mutations.get(id) ?? [])
      const known = (want.records ?? []).flatMap(({ kind, key }) => records.get(`${kind}:${key}`) ?? [])
      const isNamed = want.documentId !== ''
      const { valueAt, logAfter = Infinity, logNewest = Infinity } = want
      const newer = isNamed ? log.filter(({ revision }) => revision > logAfter) : []
      return {
        epoch,
        document: isNamed ? document : null,
        mutations: new Map(found.map((mutation) => [mutation.mutationId, mutation])),
        history: valueAt === undefined || valueAt === document?.revision ? [] : history(valueAt),
        log: newer.slice(Math.max(0, newer.length - logNewest)),
        records: new Map(
          known.filter(({ expiresAt }) => expiresAt === null || expiresAt > now).map((record) => [`${record.kind}:${record.key}`, record]),
        ),
      }
    },
    apply: (writes) => {
      for (const write of writes) check(write)
      for (const write of writes) applyOne(write)
      prune()
      onCommit(writes)
    },
    lock: async () => {
      const before = last
      let end = () => {}
      last = new Promise((resolve) => (end = resolve))
      await before
      return end
    },
    document: () => document,
    storeEpoch: () => epoch,
    sweep: () => {
      document = null
      log = []
      mutations = new Map()
    },
    backup: () => ({ document, log: [...log], mutations: new Map(mutations), records: new Map(records) }),
    restore: (backup, next) => {
      epoch = next
      document = backup.document
      log = [...backup.log]
      mutations = new Map(backup.mutations)
      records = new Map(backup.records)
    },
  }
}
