import type { ToolFailure, ToolSuccess } from './tool-outcome.ts'

type Fields = Readonly<Record<string, unknown>>

/** Where a write stands. */
export type WriteState<Data = Fields, Private = Fields> =
  | { readonly kind: 'idle' }
  /** Nothing has happened yet: `confirm` goes on, `cancel` does not. */
  | { readonly kind: 'confirming'; readonly question: string }
  | { readonly kind: 'pending' }
  /** `answer` null: a repeated call learned that it was done, but the server had not kept so long an answer; look at the data anew. */
  | { readonly kind: 'success'; readonly answer: ToolSuccess<Data, Private> | null }
  /** It did not happen; drafts are untouched. */
  | { readonly kind: 'error'; readonly failure: ToolFailure }
  /** No answer, or a server that cannot tell: it may have happened. `retry` asks again under the same operation id while there is one. */
  | { readonly kind: 'unknown'; readonly failure: ToolFailure }

/** What to do after one attempt. `isOver`: this operation id has had its answer, so another try is another operation. */
export type Verdict =
  | { readonly kind: 'confirm'; readonly question: string; readonly confirmation: string }
  | { readonly kind: 'wait' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly isOver: boolean }
  | { readonly kind: 'unknown'; readonly isOver: boolean }

/** Refusals behind which the effect may stand, or that say nothing of it: another try keeps the id, so that it cannot happen twice. */
const PASSING: readonly string[] = ['unavailable', 'rate_limited', 'internal_error', 'failed']
/** Nobody knows whether it happened. VIEW_TRANSPORT: the way back may have broken. `invalid_output`, `over_budget`: it ran, and its answer would not do. */
const UNANSWERED: readonly string[] = ['timed_out', 'invalid_output', 'over_budget', 'VIEW_TIMEOUT', 'VIEW_ABORTED', 'VIEW_TRANSPORT', 'no_data']

/** Pure. */
export function judge({ code, message, details }: ToolFailure, isReplayed: boolean): Verdict {
  const { question, confirmation } = details
  if (code === 'confirmation_required' && typeof confirmation === 'string') {
    return { kind: 'confirm', question: typeof question === 'string' ? question : message, confirmation }
  }
  if (code === 'in_progress') return { kind: 'wait' }
  if (code === 'answer_not_kept') return { kind: 'done' }
  if (code === 'outcome_unknown') return { kind: 'unknown', isOver: true }
  if (UNANSWERED.includes(code)) return { kind: 'unknown', isOver: false }
  return { kind: 'failed', isOver: isReplayed || !PASSING.includes(code) }
}
