import { changeSchema, revisionSchema, syncEnvelopeShape, syncReplyShape } from '@lockstep/sync/schema'
import { z } from 'zod'

/** The API's wire, for everybody who speaks it: the MCP server, views (types only), web pages and tests. Times are ISO 8601. */
const text = (max: number) => z.string().max(max)
const words = z.array(z.string().max(60)).max(20)

export const imageTypeSchema = z.enum(['before', 'after', 'progress', 'detail'])
export const statusSchema = z.enum(['draft', 'published', 'archived'])
export const requiredFieldSchema = z.enum(['title', 'project_type', 'city', 'state', 'images', 'hero_image_id'])
export const recommendedFieldSchema = z.enum(['summary', 'challenge', 'solution', 'results', 'outcome_highlights', 'alt_text'])

export const factsShape = {
  title: text(200),
  project_type: text(100),
  city: text(100),
  state: text(50),
  neighborhood: text(100),
  duration: text(50),
  tags: words,
  materials: words,
  techniques: words,
  seo_title: text(70),
  seo_description: text(160),
}
export const sectionsShape = {
  summary: text(500),
  challenge: text(2_000),
  solution: text(2_000),
  results: text(2_000),
  outcome_highlights: z.array(z.string().max(200)).max(4),
}

export const createProjectSchema = z.strictObject({ ...factsShape, ...sectionsShape }).partial()
export const changeProjectSchema = z
  .strictObject({ ...factsShape, description: text(5_000), description_manual: z.boolean(), status: z.enum(['draft', 'archived']) })
  .partial()
export const changeSectionsSchema = z.strictObject(sectionsShape).partial()

export const imageSchema = z.strictObject({
  image_id: z.string(),
  image_type: imageTypeSchema.nullable(),
  alt_text: z.string(),
  display_order: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  file_name: z.string(),
  is_hero: z.boolean(),
  /** Of a draft: signed, and good for a while. */
  url: z.string(),
  thumbnail_url: z.string(),
})

export const gateSchema = z.strictObject({
  can_publish: z.boolean(),
  missing_fields: z.array(requiredFieldSchema),
  recommended_missing: z.array(recommendedFieldSchema),
  progress_percent: z.int(),
})

export const projectSchema = z.strictObject({
  project_id: z.string(),
  status: statusSchema,
  ...factsShape,
  ...sectionsShape,
  // one a line as a person typed them: no number of lines keeps a project from being read
  outcome_highlights: z.array(z.string()),
  description: z.string(),
  description_manual: z.boolean(),
  hero_image_id: z.string().nullable(),
  hero_source: z.enum(['auto', 'user']).nullable(),
  images: z.array(imageSchema),
  /** Of the published page; null while there is none. */
  url: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  published_at: z.iso.datetime().nullable(),
  /** Of the document, for `base_revision` and for views that hold the sections. */
  revision: z.int(),
  epoch: z.string(),
  gate: gateSchema,
})

export const summarySchema = z.strictObject({
  project_id: z.string(),
  title: z.string(),
  status: statusSchema,
  image_count: z.int(),
  thumbnail_url: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export const listSchema = z.strictObject({ projects: z.array(summarySchema), count: z.int(), has_more: z.boolean() })
export const publishReplySchema = z.strictObject({ ...gateSchema.shape, status: statusSchema, url: z.string().nullable() })
export const preferencesSchema = z.strictObject({ sort: z.enum(['updated', 'created', 'title']) })

const fileId = z.string().max(300)
const imageId = z.string().min(1).max(100)
const altText = z.string().max(300)
/** Files of one call. */
const FILES_MAX = 10
export const uploadsBody = z.strictObject({
  files: z
    .array(
      z.strictObject({
        file_id: fileId.optional(),
        file_name: z.string().min(1).max(255),
        content_type: z.string().max(100),
        bytes: z.int().min(0).optional(),
        image_type: imageTypeSchema.optional(),
        alt_text: altText.optional(),
      }),
    )
    .min(1)
    .max(FILES_MAX),
})
/** Files as ChatGPT hands them over: an address that whoever has it may read for a while. */
export const importBody = z.strictObject({
  files: z
    .array(
      z.strictObject({
        download_url: z.string().min(1).max(4_000),
        file_id: fileId,
        mime_type: z.string().max(100).optional(),
        file_name: z.string().max(255).optional(),
        image_type: imageTypeSchema.optional(),
        alt_text: altText.optional(),
      }),
    )
    .min(1)
    .max(FILES_MAX),
})
export const orderBody = z.strictObject({ image_ids: z.array(imageId).max(200) })
export const labelsBody = z.strictObject({
  labels: z
    .array(z.strictObject({ image_id: imageId, image_type: imageTypeSchema.nullable().optional(), alt_text: altText.nullable().optional() }))
    .min(1)
    .max(100),
})
export const heroBody = z.strictObject({ image_id: imageId })

const rejectedFile = z.strictObject({ file_id: z.string().optional(), file_name: z.string(), code: z.string(), message: z.string() })
export const uploadsReplySchema = z.strictObject({
  uploads: z.array(
    z.strictObject({
      file_id: z.string().optional(),
      file_name: z.string(),
      upload_url: z.string(),
      method: z.literal('PUT'),
      max_bytes: z.int(),
      expires_at: z.iso.datetime(),
      good_for_ms: z.int(),
    }),
  ),
  rejected: z.array(rejectedFile),
})
export const importReplySchema = z.strictObject({
  images: z.array(z.strictObject({ file_id: z.string(), file_name: z.string(), image_id: z.string(), duplicate_of: z.string().optional() })),
  rejected: z.array(rejectedFile),
})
const storySections = z.strictObject({
  summary: z.string().max(500).optional(),
  challenge: z.string().max(2_000).optional(),
  solution: z.string().max(2_000).optional(),
  results: z.string().max(2_000).optional(),
  outcomes: z.string().max(1_000).optional(),
})
/** What a view sends of a project: its sections, and nothing else of it. */
export const syncBody = z.strictObject({ ...syncEnvelopeShape, value: z.strictObject({ sections: storySections }) })
const sectionsValue = z.strictObject({ sections: z.record(z.string(), z.string()) })
export const sectionsReplySchema = z.strictObject({
  documentId: z.string(),
  epoch: z.string(),
  revision: revisionSchema,
  value: sectionsValue,
  changes: z.array(changeSchema),
  /** True = there were older changes than these. */
  truncated: z.boolean().optional(),
})
export const syncSectionsReplySchema = z.strictObject({ ...syncReplyShape, documentId: z.string(), value: sectionsValue })
export const linkReplySchema = z.strictObject({ url: z.string(), expires_at: z.iso.datetime() })
export const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional(), request_id: z.string() }),
})

export type ApiProject = z.infer<typeof projectSchema>
export type ApiImage = z.infer<typeof imageSchema>
export type ApiSummary = z.infer<typeof summarySchema>
export type ApiList = z.infer<typeof listSchema>
export type ApiGate = z.infer<typeof gateSchema>
export type CreateProject = z.infer<typeof createProjectSchema>
export type ChangeProject = z.infer<typeof changeProjectSchema>
export type ChangeSections = z.infer<typeof changeSectionsSchema>
