import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RateLimit } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { createApi, type PortfolioApi } from '../../apps/portfolio/api/http/create-api.ts'
import { diskFiles } from '../../apps/portfolio/api/files/disk-files.ts'
import type { FileStore } from '../../apps/portfolio/api/files/file-store.ts'
import { createFilesServer } from '../../apps/portfolio/api/files/files-server.ts'
import { cleanImage } from '../../apps/portfolio/api/media/clean-image.ts'
import { createFetchFile, type FetchFile } from '../../apps/portfolio/api/media/fetch-file.ts'
import type { ImageCleaner } from '../../apps/portfolio/api/media/image-cleaner.ts'
import { createImages } from '../../apps/portfolio/api/media/images.ts'
import type { ImageService } from '../../apps/portfolio/api/media/image-service.ts'
import { incomingPhotos } from '../../apps/portfolio/api/media/incoming-photos.ts'
import { createLinkTokens } from '../../apps/portfolio/api/media/link-tokens.ts'
import { createUploads } from '../../apps/portfolio/api/media/uploads.ts'
import { requireDescribed } from './described.ts'
import { createProjectStore, type ProjectStore } from '../../apps/portfolio/api/store/project-store.ts'

export const SERVICE_KEY = 'service-key-of-the-tests'
export const LINK_SECRET = 'link-secret-of-the-tests'

export interface ApiAnswer {
  status: number
  etag: string | null
  body: Record<string, unknown>
}

export interface ApiSetup {
  api: PortfolioApi
  clock: { now: number }
  /** The origin of photos. */
  photos: PortfolioApi
  store: ProjectStore
  /** Errors that the API would have logged. */
  failures: unknown[]
  copies: Map<string, string[]>
  ask(method: string, path: string, body?: unknown, options?: { owner?: string; key?: string; headers?: Record<string, string> }): Promise<ApiAnswer>
  /** Puts an image into a project as if its bytes had come. */
  addImage(projectId: string, imageId: string): Promise<void>
}

/** The process of its own, and its memory, are the matter of media-process.test.ts. */
export const inProcess: Pick<ImageCleaner, 'clean'> = { clean: async (file) => cleanImage(await readFile(file)) }

/** The API in process, over a store in memory; the bytes of images are left out, unless `files` says where they are. */
export function setUpApi(
  images: Partial<ImageService> = {},
  files: FileStore | null = null,
  fetchFile: FetchFile = createFetchFile(),
  rateLimit: RateLimit | null = null,
  cleaner: Pick<ImageCleaner, 'clean'> = inProcess,
): ApiSetup {
  const copies = new Map<string, string[]>()
  const failures: unknown[] = []
  let ids = 0
  const clock = { now: 1_800_000_000_000 }
  const now = (): number => clock.now
  const store = createProjectStore({ documents: memory({ clock: { now } }), now })
  const urls = ({ id }: { id: string }) => ({ url: `http://files.test/${id}.webp`, thumbnailUrl: `http://files.test/${id}-320.webp` })
  const tokens = createLinkTokens({ secret: LINK_SECRET, now })
  const filesUrl = 'http://files.test'
  const service: ImageService = {
    draftUrls: urls,
    publicUrls: urls,
    publish: async (projectId, imageIds) => void copies.set(projectId, [...imageIds]),
    unpublish: async (projectId) => void copies.delete(projectId),
    publishOne: async () => {},
    unpublishOne: async () => {},
    ...(files === null ? {} : createImages({ files, tokens, filesUrl, now })),
    ...images,
  }
  const incoming = incomingPhotos(join(tmpdir(), 'lockstep-incoming-photos'))
  const uploads = createUploads({ images: service, store, files: files ?? diskFiles('/nowhere'), incoming, cleaner, tokens, filesUrl, now })
  const photos = createFilesServer({ files: files ?? diskFiles('/nowhere'), tokens, uploads, onError: (error) => failures.push(error) })
  const api = createApi({
    uploads,
    tokens,
    fetchFile,
    ...(rateLimit === null ? {} : { rateLimit }),
    store,
    images: service,
    webUrl: 'http://web.test',
    now,
    newId: (prefix) => `${prefix}_${++ids}`,
    serviceKey: SERVICE_KEY,
    onError: (error) => failures.push(error),
  })
  return {
    api,
    clock,
    photos,
    store,
    failures,
    copies,
    async ask(method, path, body, { owner = 'ann', key = `${method} ${path} ${JSON.stringify(body)} ${++ids}`, headers = {} } = {}) {
      const isWrite = method !== 'GET'
      const request = new Request(`http://api.test${path}`, {
        method,
        headers: {
          authorization: `Bearer ${SERVICE_KEY}`,
          'x-contractor': owner,
          ...(isWrite ? { 'idempotency-key': encodeURIComponent(key).slice(0, 200) } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const response = await api.fetch(request)
      const text = await response.text()
      requireDescribed(method, path, response.status, text)
      return { status: response.status, etag: response.headers.get('etag'), body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
    },
    async addImage(projectId, imageId) {
      const request = { owner: 'ann', actor: 'user' as const, key: `add ${imageId}`, asked: imageId, ifMatch: null }
      await store.change(projectId, request, ({ value }) => ({
        value: { ...value, images: { ...value.images, [imageId]: `a${Object.keys(value.images).length}` } },
      }))
    },
  }
}
