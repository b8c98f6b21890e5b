import type { Write } from '@lockstep/sync'
import type { Reply } from './reply.ts'

/**
 * How repeats of a write are met. The scope of an id is one tool of one app and, with sign-in, one person; the window counts from the answer.
 *
 * - A caller's id (`operationId`, as views send it): one effect per id for `windowMs`. A repeat gets the first answer again.
 * - A confirmed call: one effect per confirmation, for `windowMs`, and as long as the confirmation is good at least.
 * - A model's call, which has no id: an identical call (same tool, same arguments, same person and conversation as the host tells them) within
 *   `modelWindowMs` counts as a repeat and is told so. Not where the host tells neither, not for a tool that is `idempotent`, and not for the call
 *   of a view without an id: there each call counts.
 */
export interface OnceOptions {
  /** Milliseconds an operation with an id of the caller's is remembered. */
  windowMs: number
  /** Milliseconds within which a model's identical call counts as the same one; 0 = each call counts. */
  modelWindowMs: number
}

/** A day for ids; a minute for calls without: long enough for a host's retry, short enough that a person can mean it again. */
export const DEFAULT_ONCE: OnceOptions = { windowMs: 24 * 60 * 60_000, modelWindowMs: 60_000 }

/** `own` = the tool meets repeats itself. */
export type OnceRule = 'own' | Partial<OnceOptions>

/**
 * One intended effect, however often its call arrives. The handler runs once for it. A handler that throws says that it changed nothing, and the
 * same id may come again; so does a refusal. One that was still at it when its time was up, or whose process died, leaves an outcome that nobody
 * knows: repeats are told `outcome_unknown` and never run, unless `finish` put the answer into the effect's own transaction. A caller that goes away
 * tears nothing out of its work. What middleware does with an answer or an error is after all this.
 */
export interface Operation {
  /** Fit for an idempotency key of a service beyond: of a call with an id it is the same in each repeat, and in no other call. */
  readonly key: string
  /**
   * The write that stores this answer: put it into the transaction of the effect, and a crash between the two is impossible. Pass what the handler
   * will answer.
   * @throws {ReplyFault} when the answer breaks the tool's declaration, so that the transaction does not happen.
   */
  finish(reply: Reply<unknown>): Write
}
