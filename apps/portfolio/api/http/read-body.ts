import type { z } from 'zod'
import { ApiRefusal } from '../refusal.ts'
import type { ApiRequest } from './api-context.ts'

/** Bytes of a JSON body. */
export const BODY_MAX_BYTES = 200_000

/** The body, parsed once, at the border. @throws {ApiRefusal} UNSUPPORTED_TYPE, VALIDATION_ERROR */
export async function readBody<T>(c: ApiRequest, schema: z.ZodType<T>): Promise<T> {
  if (!/^application\/json\s*(?:;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new ApiRefusal('UNSUPPORTED_TYPE', 'Expected content-type application/json.')
  const text = await c.req.text()
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const [first] = issues
  throw new ApiRefusal('VALIDATION_ERROR', `Expected another body: ${first?.path === '' ? '' : `${first?.path}: `}${first?.message ?? ''}`, {
    issues,
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ApiRefusal('VALIDATION_ERROR', 'Expected a JSON body.')
  }
}
