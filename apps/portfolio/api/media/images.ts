import { z } from 'zod'
import type { FileStore } from '../files/file-store.ts'
import { ApiRefusal } from '../refusal.ts'
import type { ImageService } from './image-service.ts'
import type { LinkTokens } from './link-tokens.ts'

/** Milliseconds an address of a draft image is good for. */
const DRAFT_URL_TTL_MS = 60 * 60_000
/** Signed for an hour in steps, so that the same image keeps its address for a while and browsers their copy. */
const DRAFT_URL_STEP_MS = 10 * 60_000

/** What a link to a draft image allows: one object. */
export const draftImageSchema = z.strictObject({ key: z.string() })

export interface ImagesOptions {
  files: FileStore
  tokens: LinkTokens
  /** Origin of the files: another than the pages'. */
  filesUrl: string
  now(): number
}

export function draftKey(projectId: string, imageId: string, size: 'full' | 'thumb'): string {
  return `draft/${projectId}/${imageId}-${size}.webp`
}

function publicKey(projectId: string, imageId: string, size: 'full' | 'thumb'): string {
  return `public/${projectId}/${imageId}-${size}.webp`
}

/** Images by their bytes: drafts behind signed links, published copies in a folder of their own. */
export function createImages({ files, tokens, filesUrl, now }: ImagesOptions): ImageService {
  const signed = (key: string): string => {
    const expiresAt = Math.ceil(now() / DRAFT_URL_STEP_MS) * DRAFT_URL_STEP_MS + DRAFT_URL_TTL_MS
    return `${filesUrl}/d/${tokens.sign('draft-image', { key }, expiresAt)}`
  }
  return {
    draftUrls: ({ id, projectId }) => ({ url: signed(draftKey(projectId, id, 'full')), thumbnailUrl: signed(draftKey(projectId, id, 'thumb')) }),
    publicUrls: ({ id, projectId }) => ({
      url: `${filesUrl}/i/${projectId}/${id}-full.webp`,
      thumbnailUrl: `${filesUrl}/i/${projectId}/${id}-thumb.webp`,
    }),
    async publish(projectId, imageIds) {
      try {
        for (const imageId of imageIds) await copyOne(files, projectId, imageId)
      } catch {
        await removeCopies(files, projectId)
        throw notTaken()
      }
    },
    async publishOne(projectId, imageId) {
      try {
        await copyOne(files, projectId, imageId)
      } catch {
        throw notTaken()
      }
    },
    unpublishOne: (projectId, imageId) =>
      quietly(async () => {
        for (const size of SIZES) await files.delete(publicKey(projectId, imageId, size))
      }),
    unpublish: (projectId) => removeCopies(files, projectId),
  }
}

const SIZES = ['full', 'thumb'] as const

async function copyOne(files: FileStore, projectId: string, imageId: string): Promise<void> {
  for (const size of SIZES) await files.copy(draftKey(projectId, imageId, size), publicKey(projectId, imageId, size))
}

function notTaken(): ApiRefusal {
  return new ApiRefusal('STORAGE_ERROR', 'The photos could not be made public: their storage did not take them. Nothing was published; try again.')
}

function removeCopies(files: FileStore, projectId: string): Promise<void> {
  return quietly(() => files.deleteFolder(`public/${projectId}`))
}

/** What cannot be removed now is removed by the janitor, who looks for copies of what is not published. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}
