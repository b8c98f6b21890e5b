import { createHash } from 'node:crypto'
import { orderedIds, placeAfter } from '@lockstep/sync'
import { z } from 'zod'
import type { FileStore } from '../files/file-store.ts'
import { heroAmong, IMAGES_MAX, readProject, UPLOAD_MAX_BYTES, type ImageType, type ProjectValue } from '../domain/index.ts'
import { ApiRefusal, noSuchProject } from '../refusal.ts'
import type { HeldProject, ProjectStore } from '../store/project-store.ts'
import { cleanImage } from './clean-image.ts'
import type { ImageService } from './image-service.ts'
import { draftKey } from './images.ts'
import type { LinkTokens } from './link-tokens.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Milliseconds a signed upload address is good for. */
export const UPLOAD_TTL_MS = 15 * 60_000

/** What an upload address allows: one object of one project, once. */
export const uploadSchema = z.strictObject({
  uploadId: z.string(),
  projectId: z.string(),
  owner: z.string(),
  fileName: z.string(),
  type: z.enum(['before', 'after', 'progress', 'detail']).nullable(),
  altText: z.string(),
})
export type UploadGrant = z.infer<typeof uploadSchema>

export interface UploadWish {
  fileName: string
  type: ImageType | null
  altText: string
}

export interface Uploads {
  /** An address that takes one file's bytes. @throws {ApiRefusal} NOT_FOUND, CONFLICT when the project is full */
  grant(held: HeldProject, uploadId: string, wish: UploadWish): { url: string; expiresAt: number }
  /** The bytes have come: cleaned, kept, and only then an image of the project. The same bytes again are the same image. */
  receive(token: string, bytes: Uint8Array): Promise<{ imageId: string; duplicateOf: string | null }>
  /** The same, for bytes that the server fetched itself. */
  take(grant: UploadGrant, bytes: Uint8Array): Promise<{ imageId: string; duplicateOf: string | null }>
}

export interface UploadsOptions {
  store: ProjectStore
  files: FileStore
  images: Pick<ImageService, 'publishOne'>
  tokens: LinkTokens
  filesUrl: string
  now(): number
}

export function createUploads({ store, files, images, tokens, filesUrl, now }: UploadsOptions): Uploads {
  const inTurn = oneAtATime()

  async function take(grant: UploadGrant, bytes: Uint8Array): Promise<{ imageId: string; duplicateOf: string | null }> {
    const { projectId, owner, uploadId } = grant
    if (bytes.length > UPLOAD_MAX_BYTES)
      throw new ApiRefusal('TOO_LARGE', `This photo has ${bytes.length} bytes; at most ${UPLOAD_MAX_BYTES} can be taken. Send it smaller.`)
    const { project } = await store.get(owner, projectId)
    const clean = await inTurn(() => cleanImage(bytes))
    const imageId = imageIdOf(uploadId)
    try {
      await files.put(draftKey(projectId, imageId, 'full'), clean.full)
      await files.put(draftKey(projectId, imageId, 'thumb'), clean.thumbnail)
    } catch {
      throw new ApiRefusal('STORAGE_ERROR', 'The photo could not be kept: the storage did not take it. Send it again.')
    }
    // what is public already shows a new photo at once; of a copy that is not needed after all the janitor takes care
    const isPublic = project.status === 'published'
    if (isPublic) await images.publishOne(projectId, imageId)
    const { widthPx, heightPx, hash } = clean
    const picture = JSON.stringify({ widthPx, heightPx, hash, fileName: grant.fileName, createdAt: now() })
    const request = { owner, actor: 'user' as const, key: `upload\0${uploadId}`, asked: uploadId, ifMatch: null }
    let known: string | null = null
    const after = await store.change(projectId, request, ({ value, images }) => {
      known = images.find((image) => image.hash === hash)?.id ?? null
      if (known !== null) return { value }
      if (images.length >= IMAGES_MAX)
        throw new ApiRefusal('CONFLICT', `Expected a project with room for a photo; it has ${IMAGES_MAX} already.`, { reason: 'full' })
      return { value: withImage(value, imageId, grant, picture) }
    })
    if (after.images.some(({ id }) => id === imageId)) {
      // published while the photo was on its way
      if (!isPublic && after.project.status === 'published') await images.publishOne(projectId, imageId)
      return { imageId, duplicateOf: null }
    }
    const duplicate = known ?? after.images.find((image) => image.hash === hash)?.id ?? null
    if (duplicate === null) throw noSuchProject()
    return { imageId: duplicate, duplicateOf: duplicate }
  }

  return {
    grant(held, uploadId, { fileName, type, altText }) {
      if (held.images.length >= IMAGES_MAX)
        throw new ApiRefusal('CONFLICT', `Expected a project with room for a photo; it has ${IMAGES_MAX} already.`, { reason: 'full' })
      const expiresAt = now() + UPLOAD_TTL_MS
      const grant: UploadGrant = { uploadId, projectId: held.project.id, owner: held.project.ownerId, fileName, type, altText }
      return { url: `${filesUrl}/u/${tokens.sign('upload', grant, expiresAt)}`, expiresAt }
    },
    async receive(token, bytes) {
      const grant = tokens.verify('upload', token, uploadSchema)
      if (grant === null)
        throw new ApiRefusal(
          'GONE',
          'Expected an upload address that is still good; this one has expired. Ask for a new one and send the photo again.',
        )
      return take(grant, bytes)
    },
    take,
  }
}

/** From the upload's id, so that the same upload sent twice is one image. */
function imageIdOf(uploadId: string): string {
  return `img_${createHash('sha256').update(uploadId).digest('hex').slice(0, 20)}`
}

/** The image at the end of the list; the first one is the hero when there is none. */
function withImage(value: ProjectValue, imageId: string, { type, altText }: UploadGrant, picture: string): ProjectValue {
  const next: ProjectValue = {
    ...value,
    images: { ...value.images, [imageId]: placeAfter(value.images, orderedIds(value.images).at(-1) ?? null) },
    pictures: { ...value.pictures, [imageId]: picture },
    ...(type === null ? {} : { imageTypes: { ...value.imageTypes, [imageId]: type } }),
    ...(altText === '' ? {} : { altTexts: { ...value.altTexts, [imageId]: altText } }),
  }
  return withHero(next)
}

/** The hero as it must be after images came or went. */
export function withHero(value: ProjectValue): ProjectValue {
  const stored = readProject('', 0, value, { updatedAt: 0 })
  if (stored === null) return value
  const { heroImageId, heroSource } = heroAmong(stored.project, stored.images)
  return { ...value, hero: heroImageId === null ? {} : { id: heroImageId, source: heroSource ?? 'auto' } }
}
