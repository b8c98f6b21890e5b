import { revisionSchema, syncEnvelopeShape, syncReplyShape } from '@lockstep/sync/schema'
import { z } from 'zod'
import {
  factsShape,
  gateSchema,
  imageTypeSchema,
  preferencesSchema,
  projectSchema,
  sectionsShape,
  statusSchema,
  summarySchema,
  sectionsReplySchema,
  syncSectionsReplySchema,
  uploadsReplySchema,
} from './api-types.ts'

/**
 * What the tools take and answer. `structuredContent` is what a model needs for its next step and holds no address; the whole record is in `_meta`,
 * which only views see. Views take these as types, through the tools' handles.
 */

/** Key of `_meta` for a synced document, as the framework's views read it. */
const DOCUMENT_META = 'lockstep/document'
/** Files of one call. */
export const FILES_PER_CALL_MAX = 10
/** Projects of one answer. */
const LIST_PAGE_MAX = 50

const projectId = z.string().min(1).max(100).describe('Id of the project, from an earlier result.')
const imageId = z.string().min(1).max(100)
const altText = z.string().max(300).describe('What the photo shows, for people who cannot see it.')
const baseRevision = z.int().min(0).describe('The `revision` of the latest result you saw: nothing a person wrote since is written over.')

export const createInput = z.strictObject({
  title: factsShape.title.optional(),
  project_type: factsShape.project_type.optional().describe('Kind of work, such as "chimney rebuild".'),
  city: factsShape.city.optional(),
  state: factsShape.state.optional(),
  summary: sectionsShape.summary.optional(),
  challenge: sectionsShape.challenge.optional(),
  solution: sectionsShape.solution.optional(),
  results: sectionsShape.results.optional(),
  outcome_highlights: sectionsShape.outcome_highlights.optional(),
})
export const sectionsInput = z.strictObject({
  project_id: projectId,
  summary: sectionsShape.summary.optional(),
  challenge: sectionsShape.challenge.optional(),
  solution: sectionsShape.solution.optional(),
  results: sectionsShape.results.optional(),
  outcome_highlights: sectionsShape.outcome_highlights.optional().describe('All of them; they take the place of those before.'),
  base_revision: baseRevision.optional(),
})
export const metaInput = z.strictObject({
  project_id: projectId,
  title: factsShape.title.optional(),
  project_type: factsShape.project_type.optional(),
  city: factsShape.city.optional(),
  state: factsShape.state.optional(),
  neighborhood: factsShape.neighborhood.optional(),
  duration: factsShape.duration.optional(),
  tags: factsShape.tags.optional(),
  materials: factsShape.materials.optional(),
  techniques: factsShape.techniques.optional(),
  seo_title: factsShape.seo_title.optional(),
  seo_description: factsShape.seo_description.optional(),
})
const uploadWish = z.strictObject({
  file_id: z.string().min(1).max(300),
  file_name: z.string().min(1).max(255),
  content_type: z.string().max(100),
  bytes: z.int().min(0).optional(),
  image_type: imageTypeSchema.optional(),
  alt_text: altText.optional(),
})
export const uploadsInput = z.array(uploadWish).max(FILES_PER_CALL_MAX).optional().describe('Set by views, which send the bytes themselves.')
export const orderInput = z.strictObject({
  project_id: projectId,
  image_ids: z.array(imageId).min(1).max(200).describe('Every photo of the project, in the new order.'),
})
export const heroInput = z.strictObject({ project_id: projectId, hero_image_id: imageId })
export const labelsInput = z.strictObject({
  project_id: projectId,
  labels: z
    .array(z.strictObject({ image_id: imageId, image_type: imageTypeSchema.nullable().optional(), alt_text: altText.nullable().optional() }))
    .min(1)
    .max(100),
})
export const imageInput = z.strictObject({ project_id: projectId, image_id: imageId })
export const projectInput = z.strictObject({ project_id: projectId })
export const statusInput = z.strictObject({
  project_id: projectId,
  include_story: z.boolean().default(false).describe('True tells facts and sections in full, in place of the photos: before you rewrite one.'),
})
export const listInput = z.strictObject({
  status: statusSchema.optional(),
  limit: z.int().min(1).max(LIST_PAGE_MAX).default(10),
  offset: z.int().min(0).max(100_000).default(0),
})
export const linkInput = z.strictObject({ project_id: projectId, kind: z.enum(['preview', 'uploader']) })

/** How far a project is, in few tokens. */
export const projectBrief = z.strictObject({
  project_id: z.string(),
  title: z.string(),
  status: statusSchema,
  revision: revisionSchema,
  can_publish: z.boolean(),
  // the names are the API's; said as enums in every tool they would cost a model a tenth of the whole list
  missing_fields: z.array(z.string()),
  recommended_missing: z.array(z.string()),
  progress_percent: gateSchema.shape.progress_percent,
  image_count: z.int(),
  hero_image_id: z.string().nullable(),
  hero_source: z.enum(['auto', 'user']).nullable(),
  next_question: z.string().nullable().describe('What to ask the person next.'),
})
/** A photo, in few tokens; a long alternative text is cut. */
export const imageBrief = z.strictObject({ image_id: z.string(), image_type: imageTypeSchema.nullable(), alt_text: z.string() })

/** Facts and sections by their names, as the inputs have them. */
const storySchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** The photos or, where it was asked for, the story: both together can be more than a model should read at once. */
export const statusOutput = projectBrief.extend({ images: z.array(imageBrief).optional(), story: storySchema.optional() })
export const photosOutput = projectBrief.extend({ images: z.array(imageBrief) })
const fileFault = uploadsReplySchema.shape.rejected.element
export const addMediaOutput = photosOutput.extend({
  /** Photos of the chat that are in the project now. */
  added: z.int(),
  /** Files whose bytes the view sends next. */
  awaiting_upload: z.int(),
  upload_errors: z.array(fileFault),
})
export const checkOutput = projectBrief.pick({
  project_id: true,
  title: true,
  status: true,
  can_publish: true,
  missing_fields: true,
  recommended_missing: true,
  progress_percent: true,
  next_question: true,
})
export const deleteOutput = photosOutput.extend({ deleted_image_id: z.string(), hero_changed: z.boolean() })
export const listOutput = z.strictObject({
  projects: z.array(summarySchema.omit({ thumbnail_url: true, created_at: true })),
  count: z.int(),
  has_more: z.boolean(),
  next_offset: z.int().nullable(),
})

/** The sections as a document that `useDocument(sectionsSpec)` takes up. */
export const sectionsDocument = sectionsReplySchema.omit({ changes: true, truncated: true })

/** The whole project for the view, and its sections as a document. */
export const projectPrivate = z.strictObject({ project: projectSchema, [DOCUMENT_META]: sectionsDocument })
const uploadAddress = uploadsReplySchema.shape.uploads.element
export const addMediaPrivate = projectPrivate.extend({ uploads: z.array(uploadAddress) })
export const listPrivate = z.strictObject({ projects: z.array(summarySchema), sort: preferencesSchema.shape.sort })
export const preferencesPrivate = z.strictObject({ sort: preferencesSchema.shape.sort })
export const linkOutput = z.strictObject({ project_id: z.string(), kind: z.enum(['preview', 'uploader']) })

const documentId = z.string().min(1).max(100)
/** The wire of the framework's own sync tools, for the one field that views keep. */
export const syncSectionsInput = z.strictObject({
  documentId,
  value: z.strictObject({ sections: z.record(z.string(), z.string().max(2_000)) }),
  ...syncEnvelopeShape,
})
export const syncSectionsOutput = z.strictObject({ documentId: z.string(), revision: revisionSchema, status: syncReplyShape.status })
export const syncSectionsPrivate = z.strictObject({ [DOCUMENT_META]: syncSectionsReplySchema })
export const sectionChangesInput = z.strictObject({ documentId, epoch: z.string().max(200).optional(), since: revisionSchema.optional() })
export const sectionChangesOutput = z.strictObject({ documentId: z.string(), revision: revisionSchema, unchanged: z.boolean() })
export const sectionChangesPrivate = z.strictObject({ [DOCUMENT_META]: sectionsReplySchema.optional() })

export type ProjectBrief = z.infer<typeof projectBrief>
export type ImageBrief = z.infer<typeof imageBrief>
export type ProjectPrivate = z.infer<typeof projectPrivate>
export type AddMediaPrivate = z.infer<typeof addMediaPrivate>
export type UploadAddress = z.infer<typeof uploadAddress>
export type ListPrivate = z.infer<typeof listPrivate>
