import type { DocumentValue } from './document.ts'
import type { Actor, Conflict } from './protocol.ts'

/** What a store keeps of a document. */
export interface StoredDocument {
  readonly documentId: string
  readonly revision: number
  readonly value: DocumentValue
  readonly createdAt: number
  /** Milliseconds since the epoch; expiry counts from here. */
  readonly lastUsedAt: number
}

/** One commit: the state after it. Contiguous per document. */
export interface LogEntry {
  readonly revision: number
  readonly value: DocumentValue
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
  readonly baseRevision: number | null
  /** As submitted; null when burned. */
  readonly value: DocumentValue | null
  readonly conflicts: readonly Conflict[]
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
  /** Log entries from this revision on (inclusive), oldest first. */
  readonly logFrom?: number
  /** With `logFrom`: the entry of that revision, and of the later ones only so many of the newest. Default: all. */
  readonly logNewest?: number
  readonly records?: ReadonlyArray<{ kind: string; key: string }>
}

export interface Loaded {
  readonly epoch: string
  readonly document: StoredDocument | null
  /** Those of `want.mutationIds` that exist. */
  readonly mutations: ReadonlyMap<string, StoredMutation>
  readonly log: readonly LogEntry[]
  /** Keyed `${kind}:${key}`. */
  readonly records: ReadonlyMap<string, StoredRecord>
}

export type Write =
  | { readonly type: 'document'; readonly document: StoredDocument }
  | { readonly type: 'log'; readonly documentId: string; readonly entry: LogEntry }
  | { readonly type: 'mutation'; readonly documentId: string; readonly mutation: StoredMutation }
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
