import type { DocumentSpec, DocumentValue, FieldValue } from './document.ts'
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

/**
 * The base without what followed an entry that the predecessors took away, where the sender has neither: he drew on a state that had their edits already,
 * saw them twice and so thought the entry gone; that what follows it is missing on his list was nobody's wish.
 */
export function withoutLostFollowers(spec: DocumentSpec, base: DocumentValue, mine: DocumentValue): DocumentValue {
  const kept: Record<string, FieldValue> = { ...base }
  for (const [field, policy] of Object.entries(spec.fields)) {
    if (policy.kind !== 'last-writer' || policy.follows === undefined) continue
    const has = (value: DocumentValue, name: string, id: string): boolean => Object.hasOwn(value[name] ?? {}, id)
    const leader = policy.follows
    // a count may be below zero in a base
    const isGone = (id: string): boolean => {
      const count = has(base, leader, id) ? base[leader]?.[id] : 0
      return typeof count === 'number' && count <= 0
    }
    const entries = Object.entries(base[field] ?? {})
    const stay = entries.filter(([id]) => !isGone(id) || has(mine, leader, id) || has(mine, field, id))
    if (stay.length < entries.length) kept[field] = Object.fromEntries(stay)
  }
  return kept
}
