import { z } from 'zod'
import { SUPERSEDES_MAX, SYNC_ID_MAX_CHARS } from './protocol.ts'

/** Ids made by clients: letters, digits, and `_ - ~ .`; no control characters, no path, no prototype keys by construction of their users. */
export const syncIdSchema = z
  .string()
  .min(1)
  .max(SYNC_ID_MAX_CHARS)
  .regex(/^[A-Za-z0-9_~.-]+$/, 'expected letters, digits, or _ - ~ .')

/** Revisions stay in the range JSON numbers carry exactly. */
export const revisionSchema = z.int().min(0)

const entrySchema = z.union([z.number(), z.string()]).nullable()
/** Entries one message may say it changes. */
const INTENT_MAX = 1_000

const entryChangeShape = { field: z.string(), id: z.string(), from: entrySchema, to: entrySchema } as const
const entryChangeSchema = z.strictObject(entryChangeShape)

/**
 * The envelope of a versioned write, to be spread into an app's strict object beside its own fields (the document's id and its value).
 * Field names are those of the protocol on both doors.
 */
export const syncEnvelopeShape = {
  v: z.literal([1, 2]),
  epoch: z.string().max(SYNC_ID_MAX_CHARS).nullable(),
  baseRevision: revisionSchema.nullable(),
  mutationId: syncIdSchema,
  supersedes: z.array(syncIdSchema).max(SUPERSEDES_MAX).default([]),
  clientId: syncIdSchema,
  seq: z.int().min(0),
  schemaVersion: z.int().min(1).optional(),
  intent: z.array(entryChangeSchema).max(INTENT_MAX).optional(),
  onConflict: z.enum(['merge', 'reject']).default('merge'),
} as const

export const conflictSchema = z.strictObject({
  field: z.string(),
  id: z.string(),
  kind: z.enum(['merged_quantity', 'removed_but_others_added', 'clamped', 'overwritten']),
  base: entrySchema,
  mine: entrySchema,
  theirs: entrySchema,
  result: entrySchema,
})

export const changeSchema = z.strictObject({
  revision: revisionSchema,
  by: z.enum(['user', 'model', 'system']),
  ...entryChangeShape,
})

/** The part of a reply that every app shares. */
export const syncReplyShape = {
  epoch: z.string(),
  revision: revisionSchema,
  schemaVersion: z.int().optional(),
  mutationId: z.string(),
  status: z.enum(['applied', 'merged', 'noop', 'replayed']),
  conflicts: z.array(conflictSchema),
  changes: z.array(changeSchema),
  truncated: z.boolean().optional(),
} as const
