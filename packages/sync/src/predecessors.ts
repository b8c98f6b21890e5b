import type { DocumentSpec, DocumentValue } from './document.ts'
import { migrateIntent, withIntents } from './intent.ts'
import type { Mutation } from './protocol.ts'
import type { Loaded, StoredMutation } from './store.ts'

/** Where it is kept that a client superseded an id of its own before it came. A colon is in no id a client may send: nobody reaches another's. */
export function burnKey(clientId: string, mutationId: string): string {
  return `burned:${clientId}:${mutationId}`
}

/** What of a mutation's content is in the document already, under other ids or an earlier version of its own. */
export interface Predecessors {
  /** Superseded mutations of the same client that took effect, oldest first. */
  readonly superseded: readonly StoredMutation[]
  /** An earlier version of the same draft. */
  readonly earlier: StoredMutation | null
  /** An id that was burned by a mutation this one does not name: its author does not know what it draws on. */
  readonly isUnsound: boolean
}

export function predecessorsOf(loaded: Loaded, mutation: Mutation): Predecessors {
  const own = mutation.supersedes
    .filter((id) => id !== mutation.mutationId)
    .flatMap((id) => [loaded.mutations.get(id), loaded.mutations.get(burnKey(mutation.clientId, id))])
    .filter((stored): stored is StoredMutation => stored !== undefined && stored.clientId === mutation.clientId)
  const known = new Set([...mutation.supersedes, mutation.mutationId])
  return {
    superseded: own.filter((stored) => stored.state !== 'burned').sort((a, b) => a.revision - b.revision),
    earlier: loaded.mutations.get(mutation.mutationId) ?? null,
    isUnsound: own.some((stored) => stored.burnedBy !== null && !known.has(stored.burnedBy)),
  }
}

/**
 * The value a mutation is to be compared with: the snapshot it was drawn on, with what its predecessors put in. Whatever they were drawn on
 * themselves, and whether that snapshot has their edits already: the mutation repeats them, so they count on this side too.
 */
export function baseBeyond(spec: DocumentSpec, snapshot: DocumentValue, mutations: readonly StoredMutation[]): DocumentValue {
  return withIntents(
    spec,
    snapshot,
    mutations.map(({ intent, schemaVersion }) => migrateIntent(spec, intent, schemaVersion)),
  )
}
