import type { SyncFailure } from '@lockstep/sync'
import type { z } from 'zod'

export type Parsed<Output> = { ok: true; data: Output } | { ok: false; failure: SyncFailure }

/** An unknown body as the schema's output, or the failure that both doors tell. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): Parsed<z.output<Schema>> {
  const parsed = schema.safeParse(body)
  return parsed.success ? { ok: true, data: parsed.data } : { ok: false, failure: faultOf(parsed.error, body) }
}

/** The first fault of a body, with its path. A write without its id has a code of its own, because no retry of it could be told from a new one. */
export function faultOf(error: z.ZodError, body: unknown): SyncFailure {
  const [issue] = error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const isIdMissing = path === 'mutationId' && typeof body === 'object' && body !== null && !Object.hasOwn(body, 'mutationId')
  return {
    code: isIdMissing ? 'idempotency_key_required' : 'invalid_request',
    message: `Wrong ${path === '' ? 'body' : path}: ${issue?.message ?? 'not understood'}.`,
    ...(path === '' ? {} : { path }),
  }
}
