import type { SyncStatus, SyncView } from '@lockstep/sync'

/** Milliseconds a save may take before a person is told it is on its way: most are done sooner. */
export const TELL_SAVING_AFTER_MS = 400
/** Milliseconds without an acknowledgement after which they are told it is not saved yet. */
export const TELL_RETRYING_AFTER_MS = 2_000

export interface ShownStatus {
  /** Never `saved` while anything is unsaved. */
  readonly kind: SyncStatus
  /** Unsaved for long enough to be worth saying; below that, keep quiet. */
  readonly isSlow: boolean
  /** When to ask again, in the clock's milliseconds; null when only an event can change it. */
  readonly changesAt: number | null
}

/** What to say about saving at the time `now`; pure. */
export function shownStatus({ status, unsavedSince }: Pick<SyncView, 'status' | 'unsavedSince'>, now: number): ShownStatus {
  if (status !== 'saving' || unsavedSince === null) return { kind: status, isSlow: status === 'retrying', changesAt: null }
  const age = now - unsavedSince
  if (age >= TELL_RETRYING_AFTER_MS) return { kind: 'retrying', isSlow: true, changesAt: null }
  const isSlow = age >= TELL_SAVING_AFTER_MS
  return { kind: 'saving', isSlow, changesAt: unsavedSince + (isSlow ? TELL_RETRYING_AFTER_MS : TELL_SAVING_AFTER_MS) }
}
