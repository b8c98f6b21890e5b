import type { DocumentStore, Write } from '@lockstep/sync'
import { z } from 'zod'
import type { ProjectValue } from '../domain/index.ts'

/** Milliseconds in which a deletion can be taken back. */
const UNDO_MS = 10 * 60_000

const KIND = 'deleted-image'
const deletedSchema = z.strictObject({
  /** Its place in the list, as the document has it. */
  place: z.string(),
  type: z.string().nullable(),
  altText: z.string().nullable(),
  picture: z.string().nullable(),
  /** It was the cover, and who had chosen it. */
  heroSource: z.string().nullable(),
})
export type DeletedImage = z.infer<typeof deletedSchema>

/** Images that were taken out a short while ago. Their bytes stay as long. */
export function deletedImages(documents: DocumentStore): {
  /** Null when there is none, or its time is up. */
  read(projectId: string, imageId: string): Promise<DeletedImage | null>
} {
  return {
    async read(projectId, imageId) {
      const key = `${projectId}/${imageId}`
      const { records } = await documents.load({ documentId: '', records: [{ kind: KIND, key }] })
      const record = records.get(`${KIND}:${key}`)
      return record === undefined ? null : deletedSchema.parse(record.value)
    },
  }
}

/** What is to be remembered of an image with its deletion, in the same transaction. */
export function rememberDeleted(
  projectId: string,
  imageId: string,
  { images, imageTypes, altTexts, pictures, hero }: ProjectValue,
  now: number,
): Write {
  const value: DeletedImage = {
    place: images[imageId] ?? '',
    type: imageTypes[imageId] ?? null,
    altText: altTexts[imageId] ?? null,
    picture: pictures[imageId] ?? null,
    heroSource: hero['id'] === imageId ? (hero['source'] ?? 'auto') : null,
  }
  return { type: 'record', record: { kind: KIND, key: `${projectId}/${imageId}`, value, expiresAt: now + UNDO_MS } }
}

export function forgetDeleted(projectId: string, imageId: string): Write {
  return { type: 'forget-record', kind: KIND, key: `${projectId}/${imageId}` }
}

/** The project with the image where it was, and as its cover if it was that and nobody has chosen another since. */
export function withRestored(value: ProjectValue, imageId: string, { place, type, altText, picture, heroSource }: DeletedImage): ProjectValue {
  const isCoverAgain = heroSource !== null && value.hero['source'] !== 'user'
  return {
    ...value,
    images: { ...value.images, [imageId]: place },
    imageTypes: type === null ? value.imageTypes : { ...value.imageTypes, [imageId]: type },
    altTexts: altText === null ? value.altTexts : { ...value.altTexts, [imageId]: altText },
    pictures: picture === null ? value.pictures : { ...value.pictures, [imageId]: picture },
    hero: isCoverAgain ? { id: imageId, source: heroSource } : value.hero,
  }
}
