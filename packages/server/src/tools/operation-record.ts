import type { StoredRecord } from '@lockstep/sync'
import type { CallToolResult } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { canonicalHash } from './canonical-json.ts'
import type { ToolContext } from './tool.ts'

/** Kind of the records in which operations are kept, in the app's own store: a name that no kind of the app's has. */
export const OPERATION_KIND = 'lockstep:operation'
/** Bytes of an answer that is kept for repeats; of a larger one only that it was given. */
export const STORED_ANSWER_MAX_BYTES = 256 * 1024

/** Who called, as far as the host told: hashes, so that the store holds no id of the host's. */
const callerSchema = z.object({ subject: z.string().nullable(), session: z.string().nullable() })
export type Caller = z.output<typeof callerSchema>

const sharedShape = { args: z.string(), caller: callerSchema }
const recordSchema = z.discriminatedUnion('state', [
  /** Somebody is at it until `leaseUntil`; after that nobody knows how it went. */
  z.object({ state: z.literal('started'), ...sharedShape, instance: z.string(), leaseUntil: z.number() }),
  /** `result` is null when it was too large to keep. */
  z.object({ state: z.literal('done'), ...sharedShape, at: z.number(), result: z.record(z.string(), z.unknown()).nullable() }),
])
export type OperationRecord = z.output<typeof recordSchema>
export type StartedOperation = Extract<OperationRecord, { state: 'started' }>

/** A stored operation; `broken` = there is something that is none of ours, so nobody may run it. */
export function parseOperation(stored: StoredRecord | undefined): OperationRecord | null | 'broken' {
  if (stored === undefined) return null
  const parsed = recordSchema.safeParse(stored.value)
  return parsed.success ? parsed.data : 'broken'
}

/** Nobody for a caller who signed in: the key of the operation says who that is, and proves it. */
export function callerOf({ subject, session, auth }: Pick<ToolContext, 'subject' | 'session' | 'auth'>): Caller {
  if (auth !== null) return { subject: null, session: null }
  return { subject: subject === null ? null : canonicalHash(subject), session: session === null ? null : canonicalHash(session) }
}

/** True unless whoever comes may be whom the operation is known of. Whoever tells nothing of themselves gets nothing that is somebody's. */
export function isOtherCaller(comes: Caller, known: Caller): boolean {
  if (comes.subject !== null && known.subject !== null) return comes.subject !== known.subject
  if (comes.session !== null && known.session !== null) return comes.session !== known.session
  return known.subject !== null || known.session !== null
}

/** The answer as it is kept, `_meta` and all. */
export function keptAnswer(result: CallToolResult): Record<string, unknown> | null {
  return Buffer.byteLength(JSON.stringify(result)) > STORED_ANSWER_MAX_BYTES ? null : result
}
