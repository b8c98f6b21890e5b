import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { createRateLimit, type Rate } from '@lockstep/server'
import { sqlite } from '@lockstep/server/sqlite'
import type { DocumentStore } from '@lockstep/sync'
import { diskFiles } from './files/disk-files.ts'
import type { FileStore } from './files/file-store.ts'
import { createFilesServer } from './files/files-server.ts'
import { createApi, type PortfolioApi } from './http/create-api.ts'
import { listen } from './listen.ts'
import { createFetchFile } from './media/fetch-file.ts'
import { createImageCleaner } from './media/image-cleaner.ts'
import type { ImageService } from './media/image-service.ts'
import { createImages } from './media/images.ts'
import { incomingPhotos } from './media/incoming-photos.ts'
import { createJanitor } from './media/janitor.ts'
import { createLinkTokens, type LinkTokens } from './media/link-tokens.ts'
import { createUploads, type Uploads } from './media/uploads.ts'
import { createProjectStore, type ProjectStore } from './store/project-store.ts'

/** What pages are made of. */
export interface PageParts {
  store: ProjectStore
  images: ImageService
  uploads: Uploads
  tokens: LinkTokens
  webUrl: string
  filesUrl: string
  now(): number
  newId(prefix: string): string
  /** Told of failures that are ours. */
  onError(error: unknown): void
}

export interface PortfolioOptions {
  /** Folder of the database and of the photos, where these are not given. */
  dataDir: string
  /** Origin of the API and of the pages. */
  webUrl: string
  /** Origin of photos and uploads: another one, so that nothing there is a page of ours. */
  filesUrl: string
  serviceKey: string
  /** Signs links; 128 random bits at least. */
  linkSecret: string
  clock: { now(): number }
  ids: { newId(prefix: string): string }
  onError(error: unknown, requestId?: string): void
  /** Origins of a ChatGPT on this machine, from which files are imported over plain HTTP. Default: none. */
  localFilesOrigins?: readonly string[]
  /** Where ChatGPT keeps files; `any` leaves only the guard against private addresses. Default: the chat's own. */
  fileHosts?: readonly string[] | 'any'
  documents?: DocumentStore
  files?: FileStore
  /** Public page, preview and uploader. Default: none. */
  pages?: (parts: PageParts) => PortfolioApi
  /** Requests of one contractor. */
  rate?: Rate | 'off'
}

export interface Portfolio {
  api: PortfolioApi
  /** The API and the pages, as one origin has them. */
  web: PortfolioApi
  files: PortfolioApi
  parts: PageParts
  /** Removes what nothing needs any more; done by itself while the portfolio listens. */
  tidy(): Promise<void>
  /** Opens both servers, on the loopback addresses unless `host` says otherwise. */
  listen(wish: { apiPort: number; filesPort: number; host?: string }): Promise<void>
  close(): Promise<void>
}

const RATE: Rate = { burst: 200, perSecond: 20 }
const TIDY_INTERVAL_MS = 10 * 60_000

/** The portfolio without ChatGPT: API, pages and photos, put together from one set of options. */
export function createPortfolio(options: PortfolioOptions): Portfolio {
  const { dataDir, webUrl, filesUrl, serviceKey, linkSecret, clock, ids, onError, rate = RATE, localFilesOrigins = [], fileHosts } = options
  const now = (): number => clock.now()
  const newId = (prefix: string): string => ids.newId(prefix)
  if (options.documents === undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const documents = options.documents ?? sqlite(path.join(dataDir, 'portfolio.db'), { clock })
  const files = options.files ?? diskFiles(path.join(dataDir, 'photos'))
  const store = createProjectStore({ documents, now })
  const tokens = createLinkTokens({ secret: linkSecret, now })
  const images = createImages({ files, tokens, filesUrl, now })
  const incoming = incomingPhotos(path.join(dataDir, 'incoming'))
  const cleaner = createImageCleaner()
  const uploads = createUploads({ store, files, images, incoming, cleaner, tokens, filesUrl, now })
  const api = createApi({
    store,
    images,
    uploads,
    tokens,
    fetchFile: createFetchFile({ localOrigins: localFilesOrigins, ...(fileHosts === undefined ? {} : { hosts: fileHosts }) }),
    webUrl,
    now,
    newId,
    serviceKey,
    ...(rate === 'off' ? {} : { rateLimit: createRateLimit({ ...rate, now }) }),
    onError,
  })
  const parts: PageParts = { store, images, uploads, tokens, webUrl, filesUrl, now, newId, onError }
  const pages = options.pages?.(parts) ?? null
  const web: PortfolioApi = {
    fetch: (request) => (pages === null || /^\/api(?:\/|$)/.test(new URL(request.url).pathname) ? api : pages).fetch(request),
  }
  const photos = createFilesServer({ files, tokens, uploads, onError })
  const tidy = createJanitor({ store, files, incoming, now })
  const closers: Array<() => Promise<void>> = []
  const tidyQuietly = (): void => void tidy().catch((error: unknown) => onError(error))

  return {
    api,
    web,
    files: photos,
    parts,
    tidy,
    async listen({ apiPort, filesPort, host = 'localhost' }) {
      const hostNames = [webUrl, filesUrl].map((url) => new URL(url).hostname)
      closers.push((await listen(web, { port: apiPort, host, hostNames })).close)
      closers.push((await listen(photos, { port: filesPort, host, hostNames })).close)
      const timer = setInterval(tidyQuietly, TIDY_INTERVAL_MS)
      timer.unref()
      closers.push(async () => clearInterval(timer))
      tidyQuietly()
    },
    async close() {
      await Promise.all(closers.splice(0).map((close) => close()))
      await cleaner.close()
      if (options.documents === undefined) await documents.close()
    },
  }
}
