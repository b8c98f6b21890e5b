import { lastWriter, list, orderedIds, type ValueOf } from '@lockstep/sync'
import { composeDescription } from './compose-description.ts'
import { IMAGES_MAX, TEXT_LIMITS } from './limits.ts'
import { IMAGE_TYPES, PROJECT_STATUSES, type Narrative, type Project, type ProjectImage } from './project.ts'

/** UTF-16 units of a fact that is a list, one word a line. */
const WORDS_TEXT_MAX_CHARS = 2_000

/**
 * A project as one document of the agreement engine: whoever changes it, a person in a view, the model or the API itself, does so in one
 * transaction, merged entry by entry, counted once. Only `sections` is ever sent by a view; the rest changes by the API's own commands.
 * An image is an entry of `images` once its bytes have arrived: before that it is an upload, and no part of the project.
 */
export const projectSpec = {
  name: 'project',
  fields: {
    /** ownerId, status, createdAt, publishedAt, slug, citySlug: the API's own. */
    record: lastWriter({ maxLength: 200 }),
    facts: lastWriter({ maxLength: WORDS_TEXT_MAX_CHARS }),
    /** summary, challenge, solution, results, outcomes (one a line). */
    sections: lastWriter({ maxLength: TEXT_LIMITS.solution }),
    /** text, manual. */
    description: lastWriter({ maxLength: TEXT_LIMITS.description }),
    images: list({ maxEntries: IMAGES_MAX }),
    imageTypes: lastWriter({ maxLength: 20, follows: 'images' }),
    altTexts: lastWriter({ maxLength: TEXT_LIMITS.altText, follows: 'images' }),
    /** `{ widthPx, heightPx, hash, fileName, createdAt }` as JSON, written once. */
    pictures: lastWriter({ maxLength: 1_000, follows: 'images' }),
    /** id, source. */
    hero: lastWriter({ maxLength: 100 }),
  },
} as const

export type ProjectValue = ValueOf<typeof projectSpec>

export interface StoredProject {
  readonly project: Project
  /** In their order, each with its bytes. */
  readonly images: readonly ProjectImage[]
}

/** Reads a document as a project; null when nothing is stored, or it was deleted. */
export function readProject(id: string, revision: number, value: ProjectValue, times: { updatedAt: number }): StoredProject | null {
  const { record, facts, sections, description, hero } = value
  const ownerId = record['ownerId']
  if (ownerId === undefined) return null
  const heroSource = hero['source'] === 'user' ? 'user' : hero['source'] === 'auto' ? 'auto' : null
  const story: Narrative = {
    summary: sections['summary'] ?? '',
    challenge: sections['challenge'] ?? '',
    solution: sections['solution'] ?? '',
    results: sections['results'] ?? '',
    outcomeHighlights: linesOf(sections['outcomes']),
  }
  const project: Project = {
    id,
    ownerId,
    status: PROJECT_STATUSES.find((status) => status === record['status']) ?? 'draft',
    title: facts['title'] ?? '',
    projectType: facts['projectType'] ?? '',
    city: facts['city'] ?? '',
    state: facts['state'] ?? '',
    neighborhood: facts['neighborhood'] ?? '',
    duration: facts['duration'] ?? '',
    tags: linesOf(facts['tags']),
    materials: linesOf(facts['materials']),
    techniques: linesOf(facts['techniques']),
    seoTitle: facts['seoTitle'] ?? '',
    seoDescription: facts['seoDescription'] ?? '',
    ...story,
    // made of the story each time it is read, so that no two can differ
    description: description['manual'] === 'yes' ? (description['text'] ?? '') : composeDescription(story),
    isDescriptionManual: description['manual'] === 'yes',
    heroImageId: hero['id'] ?? null,
    heroSource,
    slug: record['slug'] ?? null,
    citySlug: record['citySlug'] ?? null,
    revision,
    createdAt: Number(record['createdAt'] ?? 0),
    updatedAt: times.updatedAt,
    publishedAt: record['publishedAt'] === undefined ? null : Number(record['publishedAt']),
  }
  return { project, images: orderedIds(value.images).map((imageId, place) => readImage(id, imageId, place, value)) }
}

function readImage(projectId: string, id: string, place: number, { imageTypes, altTexts, pictures }: ProjectValue): ProjectImage {
  const picture = JSON.parse(pictures[id] ?? '{}') as Partial<Pick<ProjectImage, 'widthPx' | 'heightPx' | 'hash' | 'fileName' | 'createdAt'>>
  return {
    id,
    projectId,
    isConfirmed: true,
    type: IMAGE_TYPES.find((type) => type === imageTypes[id]) ?? null,
    altText: altTexts[id] ?? '',
    place,
    widthPx: picture.widthPx ?? null,
    heightPx: picture.heightPx ?? null,
    hash: picture.hash ?? null,
    fileName: picture.fileName ?? '',
    createdAt: picture.createdAt ?? 0,
  }
}

/** One entry a line. */
function linesOf(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split('\n')
}
