import { AppError } from '@lockstep/contract'
import type { z } from 'zod'

/** An answer that breaks the tool's own declaration: a fault of the app, never of its caller. */
export class ReplyFault extends AppError {
  /** Where in the answer, dotted; empty for the whole. */
  readonly path: string
  readonly reason: string

  constructor(path: string, reason: string) {
    super('TOOL_OUTPUT_INVALID', `Expected an answer as the tool declares it, got another at '${path}': ${reason}. Mend the handler or the schema.`, {
      blame: 'user',
      data: { path },
    })
    this.name = 'ReplyFault'
    this.path = path
    this.reason = reason
  }
}

/** The first thing wrong, with where it is, dotted; empty for the whole. */
export function firstIssue(error: z.ZodError): { path: string; message: string } {
  const issue = error.issues[0]
  return { path: issue?.path.map(String).join('.') ?? '', message: issue?.message ?? 'does not match the schema' }
}
