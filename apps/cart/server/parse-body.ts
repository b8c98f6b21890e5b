import { httpError } from '@lockstep/server'
import type { z } from 'zod'

/** An unknown body as the schema's output. @throws HttpRefusal 400 `invalid_request` with the path of the first fault. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const where = path === '' ? 'the body' : path
  throw httpError(400, 'invalid_request', `Wrong ${where}: ${issue?.message ?? 'not understood'}.`, path === '' ? {} : { path })
}
