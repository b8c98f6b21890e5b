import type { Write } from '@lockstep/sync'
import type { Reply } from './reply.ts'

export interface OnceOptions {
  /** Milliseconds an operation with an id of the caller's is remembered. */
  windowMs: number
  /** Milliseconds within which a model's identical call counts as the same one; 0 = each call counts. */
  modelWindowMs: number
}

/** `own` = the tool meets repeats itself. */
export type OnceRule = 'own' | Partial<OnceOptions>

/** One intended effect, however often its call arrives. */
export interface Operation {
  /** Stable over repeats; fit for an idempotency key of a service beyond. */
  readonly key: string
  /** The write that stores this answer: put it into the transaction of the effect, and a crash between the two is impossible. */
  finish(reply: Reply<unknown>): Write
}
