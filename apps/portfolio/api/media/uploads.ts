import { createHash } from 'node:crypto'
import { orderedIds, placeAfter } from '@lockstep/sync'
import { z } from 'zod'
import type { FileStore } from '../files/file-store.ts'
import { heroAmong, IMAGES_MAX, readProject, type ImageType, type ProjectValue } from '../domain/index.ts'
import { ApiRefusal } from '../refusal.ts'
import type { HeldProject, ProjectStore, WriteRequest } from '../store/project-store.ts'
import { knownRequest } from '../store/request-key.ts'
import type { ImageCleaner } from './image-cleaner.ts'
import type { ImageService } from './image-service.ts'
import { draftKey } from './images.ts'
import type { IncomingPhoto, IncomingPhotos } from './incoming-photos.ts'
import type { LinkTokens } from './link-tokens.ts'
import { settleCopy } from './settle-copy.ts'

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

/** Which image a photo became; one that was in the project already is a duplicate of that. */
export interface Taken {
  imageId: string
  duplicateOf: string | null
}

export interface Uploads {
  /** An address that takes one file's bytes. @throws {ApiRefusal} NOT_FOUND, CONFLICT when the project is full */
  grant(held: HeldProject, uploadId: string, wish: UploadWish): { url: string; expiresAt: number }
  /** Bytes for a signed address, none of them read before it is looked at: cleaned, kept, and only then an image of the project. The same bytes again are the same image. */
  receive(token: string, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Taken>
  /** The same in two steps, for a photo that has come another way; whoever kept it removes it. */
  keep: IncomingPhotos['keep']
  take(grant: UploadGrant, photo: IncomingPhoto): Promise<Taken>
}

export interface UploadsOptions {
  store: ProjectStore
  files: FileStore
  images: Pick<ImageService, 'publishOne' | 'unpublishOne'>
  incoming: IncomingPhotos
  cleaner: Pick<ImageCleaner, 'clean'>
  tokens: LinkTokens
  filesUrl: string
  now(): number
}

export function createUploads({ store, files, images, incoming, cleaner, tokens, filesUrl, now }: UploadsOptions): Uploads {
  async function take(grant: UploadGrant, { file, hash }: IncomingPhoto): Promise<Taken> {
    const { projectId, owner, uploadId } = grant
    const held = await store.get(owner, projectId)
    const imageId = imageIdOf(uploadId, hash)
    const request = { owner, actor: 'user' as const, key: `upload\0${uploadId}`, asked: hash, ifMatch: null }
    // nothing of a photo is written twice: it may have been deleted since
    if (await isUsed(request)) return takenBefore(held, imageId, hash)
    if (held.images.length >= IMAGES_MAX && !held.images.some((image) => image.hash === hash)) throw full()
    const clean = await cleaner.clean(file)
    try {
      await files.put(draftKey(projectId, imageId, 'full'), clean.full)
      await files.put(draftKey(projectId, imageId, 'thumb'), clean.thumbnail)
    } catch {
      throw new ApiRefusal('STORAGE_ERROR', 'The photo could not be kept: the storage did not take it. Send it again.')
    }
    // what is public already shows a new photo at once
    const isPublic = held.project.status === 'published'
    if (isPublic) await images.publishOne(projectId, imageId)
    const { widthPx, heightPx } = clean
    const picture = JSON.stringify({ widthPx, heightPx, hash, fileName: grant.fileName, createdAt: now() })
    const after = await store
      .change(projectId, request, ({ value, images: known }) => {
        if (known.some((image) => image.hash === hash)) return { value }
        if (known.length >= IMAGES_MAX) throw full()
        return { value: withImage(value, imageId, grant, picture) }
      })
      .catch(async (error: unknown) => {
        // of bytes whose commit has an unknown end the janitor takes care
        if (error instanceof ApiRefusal) await drop(projectId, imageId, isPublic)
        throw error
      })
    // published, or taken back, while the photo was on its way
    const isIn = after.images.some(({ id }) => id === imageId)
    await settleCopy({ store, images }, projectId, imageId, isPublic)
    // the bytes of one that was deleted since are kept for its undo
    if (!isIn && !after.isReplay) await drop(projectId, imageId, false)
    return takenAs(after, imageId, hash)
  }

  /** Takes away what was kept of a photo that became no image. */
  async function drop(projectId: string, imageId: string, isPublic: boolean): Promise<void> {
    if (isPublic) await images.unpublishOne(projectId, imageId)
    try {
      for (const size of ['full', 'thumb'] as const) await files.delete(draftKey(projectId, imageId, size))
    } catch (error) {
      // the janitor comes
      if (!(error instanceof Error)) throw error
    }
  }

  async function isUsed(request: WriteRequest): Promise<boolean> {
    try {
      return (await knownRequest(store.documents, request)) !== null
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error
      throw new ApiRefusal('GONE', 'This upload address has taken another photo already. Ask for a new one and send the photo again.')
    }
  }

  /** What became of a photo that had come before. The public copy may be what was missing then. */
  async function takenBefore(held: HeldProject, imageId: string, hash: string): Promise<Taken> {
    const taken = takenAs(held, imageId, hash)
    if (taken.duplicateOf === null) await settleCopy({ store, images }, held.project.id, imageId, false)
    return taken
  }

  return {
    grant(held, uploadId, { fileName, type, altText }) {
      if (held.images.length >= IMAGES_MAX) throw full()
      const expiresAt = now() + UPLOAD_TTL_MS
      const grant: UploadGrant = { uploadId, projectId: held.project.id, owner: held.project.ownerId, fileName, type, altText }
      return { url: `${filesUrl}/u/${tokens.sign('upload', grant, expiresAt)}`, expiresAt }
    },
    async receive(token, body) {
      const grant = tokens.verify('upload', token, uploadSchema)
      if (grant === null)
        throw new ApiRefusal(
          'GONE',
          'Expected an upload address that is still good; this one has expired. Ask for a new one and send the photo again.',
        )
      const photo = await incoming.keep(body)
      try {
        return await take(grant, photo)
      } finally {
        await photo.remove()
      }
    },
    keep: (body) => incoming.keep(body),
    take,
  }
}

function full(): ApiRefusal {
  return new ApiRefusal('CONFLICT', `Expected a project with room for a photo; it has ${IMAGES_MAX} already.`, { reason: 'full' })
}

/** @throws {ApiRefusal} GONE when it is no longer in the project */
function takenAs({ images }: HeldProject, imageId: string, hash: string): Taken {
  if (images.some(({ id }) => id === imageId)) return { imageId, duplicateOf: null }
  const duplicate = images.find((image) => image.hash === hash)?.id
  if (duplicate === undefined)
    throw new ApiRefusal('GONE', 'This photo was in the project and has been deleted since. Ask for a new upload address to add it again.')
  return { imageId: duplicate, duplicateOf: duplicate }
}

/** From the upload and its bytes: the same upload sent twice is one image, and no other bytes take the place of its own. */
function imageIdOf(uploadId: string, hash: string): string {
  return `img_${createHash('sha256').update(`${uploadId}\0${hash}`).digest('hex').slice(0, 20)}`
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
