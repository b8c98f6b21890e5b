import type { DocumentValue } from './document.ts'
import type { Actor, Conflict, EntryChange } from './protocol.ts'

/** What a store keeps of a document. */
export interface StoredDocument {
  readonly documentId: string
  readonly revision: number
  readonly value: DocumentValue
  /** Of the spec that wrote the value. */
  readonly schemaVersion: number
  /** Milliseconds since the epoch; also tells one life of an id from the next. */
  readonly createdAt: number
  /** Milliseconds since the epoch; expiry counts from here. */
  readonly lastUsedAt: number
}

/** One commit. Contiguous per document. */
export interface LogEntry {
  readonly revision: number
  /** What it changed, entry by entry. */
  readonly changes: readonly EntryChange[]
  /** The whole value after it, every so many revisions; null in between. The oldest entry that is kept has one. */
  readonly snapshot: DocumentValue | null
  readonly schemaVersion: number
  readonly actor: Actor
  readonly clientId: string | null
  readonly mutationId: string | null
  readonly at: number
}

export interface StoredMutation {
  readonly mutationId: string
  /** burned = superseded before it ever arrived. */
  readonly state: 'applied' | 'noop' | 'burned'
  readonly revision: number
  readonly clientId: string
  /** Version of the draft: a later one of the same id takes the earlier one's place. */
  readonly seq: number
  readonly baseRevision: number | null
  readonly schemaVersion: number
  /** What it meant to change, beyond what its predecessors had put in already. */
  readonly intent: readonly EntryChange[]
  /** Of the submitted value; null when nothing was submitted. */
  readonly fingerprint: string | null
  readonly conflicts: readonly Conflict[]
  /** The mutation that superseded this one, arrived or not; null while it stands for itself. */
  readonly burnedBy: string | null
}

/** App data that commits in the document's transaction: session bindings, orders, dedupe keys. */
export interface StoredRecord {
  readonly kind: string
  readonly key: string
  /** JSON. */
  readonly value: unknown
  /** Milliseconds since the epoch; null = kept. An expired record is never returned. */
  readonly expiresAt: number | null
}

/** What one transaction reads. */
export interface Want {
  readonly documentId: string
  readonly mutationIds?: readonly string[]
  /** A revision whose value is needed; see `Loaded.history`. */
  readonly valueAt?: number
  /** Log entries after this revision, oldest first. */
  readonly logAfter?: number
  /** With `logAfter`: only so many of the newest. Default: all. */
  readonly logNewest?: number
  readonly records?: ReadonlyArray<{ kind: string; key: string }>
}

export interface Loaded {
  /** Of the store. */
  readonly epoch: string
  readonly document: StoredDocument | null
  /** Those of `want.mutationIds` that exist. */
  readonly mutations: ReadonlyMap<string, StoredMutation>
  /**
   * What rebuilds the value at `want.valueAt`: the newest entry at or before it that has a snapshot, and those after that up to it.
   * Empty when that revision is the document's own, or is not kept.
   */
  readonly history: readonly LogEntry[]
  readonly log: readonly LogEntry[]
  /** Keyed `${kind}:${key}`. */
  readonly records: ReadonlyMap<string, StoredRecord>
}

export type Write =
  | { readonly type: 'document'; readonly document: StoredDocument }
  /** An entry with a snapshot also ends what is past the history window; with `startsAnew` all that was before it: the document's earlier life. */
  | { readonly type: 'log'; readonly documentId: string; readonly entry: LogEntry; readonly startsAnew?: true }
  /** `replaces` = the id exists and gets this row; without it an id that exists is a conflict. */
  | { readonly type: 'mutation'; readonly documentId: string; readonly mutation: StoredMutation; readonly replaces?: true }
  | { readonly type: 'record'; readonly record: StoredRecord }
  | { readonly type: 'forget-record'; readonly kind: string; readonly key: string }

export interface Decision<R> {
  readonly writes: readonly Write[]
  readonly result: R
}

/**
 * Durable home of documents. Guarantees: `commit` runs one at a time per document; its writes land together or not at all; it resolves
 * only after they are on disk; a `decide` that throws writes nothing and rejects with that error. `decide` is pure and synchronous, and may
 * be run again after a serialization failure.
 */
export interface DocumentStore {
  load(want: Want): Promise<Loaded>
  commit<R>(want: Want, decide: (loaded: Loaded) => Decision<R>): Promise<R>
  /** Deletes documents unused since `before` with their log and mutations, and expired records; answers how many documents. */
  sweep(before: number, now: number): Promise<number>
  close(): Promise<void>
}
