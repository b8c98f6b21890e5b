import type { Snapshot } from './document.ts'
import type { Change, Mutation, SyncFailure, SyncReply } from './protocol.ts'

/** Thrown by a channel when the server answered with a refusal; any other error counts as no answer. */
export class SyncRefusal extends Error {
  readonly failure: SyncFailure

  constructor(failure: SyncFailure) {
    super(failure.message)
    this.name = 'SyncRefusal'
    this.failure = failure
  }
}

/** Revision and epoch of a state. */
export type HeldRevision = Pick<Snapshot, 'epoch' | 'revision'>
export type SeenState = Snapshot & { readonly changes?: readonly Change[] }

/** The road to the server. */
export interface SyncChannel {
  /** @throws {SyncRefusal} when refused; anything else when there was no answer. */
  send: (mutation: Mutation, options: { isLast: boolean }) => Promise<SyncReply>
  /** The current state, and what others did since the one that is held; null when that is still the newest. */
  fetchSnapshot: (documentId: string, held?: HeldRevision) => Promise<SeenState | null>
}
