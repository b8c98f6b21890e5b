import { emptyValue, schemaVersionOf, type DocumentSpec, type DocumentValue, type Snapshot } from './document.ts'
import { applyIntent, migrateIntent, unsaidCounts } from './intent.ts'
import type { Conflict, EntryChange, Mutation } from './protocol.ts'
import type { HeldRevision } from './sync-channel.ts'

/**
 * Edits under one id: what they mean rather than what they look like, so that they can be drawn again on any newer state. Id and `seq` together
 * name one intent, whoever sends it and on whatever base.
 */
export interface Draft {
  readonly mutationId: string
  /** The view instance that made it. */
  readonly clientId: string
  readonly seq: number
  readonly supersedes: readonly string[]
  /** State it was made on; null when there was none. It cannot be drawn on an older one. */
  readonly base: HeldRevision | null
  readonly schemaVersion: number
  /** Makes a document that is gone anew with what was in it, and only if nobody else did so first. */
  readonly isRevival?: true
  readonly intent: readonly EntryChange[]
}

/** What a view keeps in its private, persisted state so that a dying iframe loses nothing: ids and changed entries only, never titles or prices. */
export interface SyncQueue {
  readonly v: 2
  readonly documentId: string
  /** In the order they were made; the first may have been sent. */
  readonly drafts: readonly Draft[]
}

/** Which state something lies on, without its value. */
export function heldOf({ epoch, revision }: Snapshot): HeldRevision {
  return { epoch, revision }
}

/** A draft as it goes out, and the overlaps that drawing it on this state met. */
export interface DrawnDraft {
  readonly mutation: Mutation
  readonly conflicts: readonly Conflict[]
}

/** A draft of an older view in the words of this one; one of a newer view stays as it is. */
export function upgradeDraft(spec: DocumentSpec, draft: Draft): Draft {
  const schemaVersion = Math.max(draft.schemaVersion, schemaVersionOf(spec))
  return { ...draft, schemaVersion, intent: migrateIntent(spec, draft.intent, draft.schemaVersion) }
}

/** Draws a draft on a state: the whole list that the protocol sends. */
export function drawDraft(spec: DocumentSpec, draft: Draft, known: Snapshot | null, documentId: string): DrawnDraft {
  const on = draft.isRevival === true ? null : known
  const { value, conflicts } = applyIntent(spec, draft.intent, on?.value ?? emptyValue(spec))
  return { mutation: mutationOf(spec, draft, value, on, documentId), conflicts }
}

export function mutationOf(
  spec: DocumentSpec,
  { mutationId, clientId, seq, supersedes, intent, isRevival }: Draft,
  value: DocumentValue,
  on: Snapshot | null,
  documentId: string,
): Mutation {
  const schemaVersion = schemaVersionOf(spec)
  const unsaid = unsaidCounts(spec, intent, on?.value ?? {}, value)
  return {
    documentId,
    epoch: on?.epoch ?? null,
    baseRevision: isRevival === true ? 0 : (on?.revision ?? null),
    value,
    mutationId,
    supersedes,
    clientId,
    seq,
    ...(schemaVersion === 1 ? {} : { schemaVersion }),
    ...(unsaid.length === 0 ? {} : { intent: unsaid }),
    onConflict: isRevival === true ? 'reject' : 'merge',
  }
}
