import type { ToolContext } from './tool.ts'

/** What a person is asked before something is destroyed. */
export interface ConfirmQuestion {
  /** One sentence that names what will be lost: "Delete the 3 notes of May?" At most QUESTION_MAX_CHARS are told. */
  question: string
  /** What the answer is bound to beside the arguments, such as the revision it was asked at: another one asks again. Default: the question itself. */
  revision?: string | number
}

/**
 * `host`, or the question itself; null from the function means that there is nothing to ask.
 *
 * A model is asked by the host's own form where the wire has one (elicitation of the 2026 era), else in two steps: the first call answers the
 * question and a token, and the second, sent once the person agreed, carries the token. A view, which sends an `operationId`, always gets the two
 * steps and asks in its own place. A token is good for CONFIRMATION_TTL_MS, these arguments, this revision and this caller; for one call, unless
 * `once` is `own`. The function only reads: it may be called any number of times, and its question is no permission. It runs inside `app.around`.
 */
export type ConfirmRule<Input> = 'host' | ((input: Input, context: ToolContext) => ConfirmQuestion | null | Promise<ConfirmQuestion | null>)
