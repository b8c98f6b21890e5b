import { DOCUMENT_META } from '@lockstep/contract'
import { changeSchema, revisionSchema, syncEnvelopeShape, syncReplyShape } from '@lockstep/sync/schema'
import { z } from 'zod'

/**
 * The wire of the two tools that `app.syncTool` declares for a document kind: `sync_<kind>` writes a view's whole value, `<kind>_changes` looks for
 * what others did. The document itself travels in `_meta['lockstep/document']`, which no model reads; `structuredContent` says only how it went.
 * Refusals are `isError` with `_meta['lockstep/error'] = { code, message, path?, current?, retryAfterMs? }`, the code a `SyncErrorCode`.
 */

/** Names of a kind's two tools; a tool's name has underscores where a kind's has dashes. */
export function syncToolNames(kind: string): { sync: string; changes: string } {
  const word = kind.replaceAll('-', '_')
  return { sync: `sync_${word}`, changes: `${word}_changes` }
}

/** Characters of a document's id: room for one made of a host's hint or of an issuer and a subject. */
const DOCUMENT_ID_MAX_CHARS = 512

/** The app makes these ids, and its `access` judges them; here only what no id has is kept out. */
const documentIdSchema = z
  .string()
  .min(1)
  .max(DOCUMENT_ID_MAX_CHARS)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'expected an id without control characters')

const wireValue = z.record(z.string(), z.record(z.string(), z.union([z.number(), z.string()])))

/** A `Mutation` under its own field names, and the protocol's version as `v`. What the entries may hold, the document's policies say. */
export const syncToolInput = z.strictObject({ documentId: documentIdSchema, value: wireValue, ...syncEnvelopeShape })

export const syncToolOutput = z.strictObject({ documentId: z.string(), revision: revisionSchema, status: syncReplyShape.status })

/** The whole `SyncReply`. */
export const syncToolPrivate = z.strictObject({ [DOCUMENT_META]: z.strictObject({ documentId: z.string(), value: wireValue, ...syncReplyShape }) })

/** `epoch` and `since` = the state that is held; without them the whole document is answered. */
export const changesToolInput = z.strictObject({
  documentId: documentIdSchema,
  epoch: syncEnvelopeShape.epoch.unwrap().optional(),
  since: revisionSchema.optional(),
})

/** `unchanged: true` = what is held is the newest, and nothing comes in `_meta`. */
export const changesToolOutput = z.strictObject({ documentId: z.string(), revision: revisionSchema, unchanged: z.boolean() })

/** A `Snapshot` and who did what since the held revision, oldest first. */
export const changesToolPrivate = z.strictObject({
  [DOCUMENT_META]: z
    .strictObject({
      documentId: z.string(),
      epoch: z.string(),
      revision: revisionSchema,
      value: wireValue,
      schemaVersion: z.int().optional(),
      changes: z.array(changeSchema),
    })
    .optional(),
})
