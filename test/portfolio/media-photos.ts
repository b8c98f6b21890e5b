import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { diskFiles } from '../../apps/portfolio/api/files/disk-files.ts'
import type { FileStore } from '../../apps/portfolio/api/files/file-store.ts'
import type { FetchFile } from '../../apps/portfolio/api/media/fetch-file.ts'
import type { ImageCleaner } from '../../apps/portfolio/api/media/image-cleaner.ts'
import { projectSchema, type ApiProject } from '../../apps/portfolio/shared/api-types.ts'
import { inProcess, setUpApi, type ApiSetup } from './api-setup.ts'

export interface PhotoSetup extends ApiSetup {
  id: string
  files: FileStore
  project(): Promise<ApiProject>
  /** Sends a photo of one colour; its image id. */
  upload(colour: string): Promise<string>
  /** Names of the files that are kept, with their folders. */
  kept(): string[]
  close(): void
}

export const WHOLE = { title: 'Chimney rebuild', project_type: 'Masonry', city: 'Denver', state: 'CO' }

export const photo = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()

/** The API with photos on the disk, and one project that lacks nothing but photos. */
export async function setUpPhotos(
  fetchFile?: FetchFile,
  around: (disk: FileStore) => FileStore = (disk) => disk,
  cleaner: Pick<ImageCleaner, 'clean'> = inProcess,
): Promise<PhotoSetup> {
  const folder = mkdtempSync(path.join(tmpdir(), 'portfolio-'))
  const files = around(diskFiles(folder))
  const setup = setUpApi({}, files, fetchFile, null, cleaner)
  const id = String((await setup.ask('POST', '/api/projects', WHOLE)).body['project_id'])
  return {
    ...setup,
    id,
    files,
    project: async () => projectSchema.parse((await setup.ask('GET', `/api/projects/${id}`)).body),
    async upload(colour) {
      const { body } = await setup.ask(
        'POST',
        `/api/projects/${id}/uploads`,
        { files: [{ file_name: 'a.jpg', content_type: 'image/jpeg' }] },
        { key: colour },
      )
      const url = String((body['uploads'] as Array<Record<string, unknown>>)[0]?.['upload_url'])
      const response = await setup.photos.fetch(new Request(url, { method: 'PUT', body: new Uint8Array(await photo(colour)) }))
      return String(((await response.json()) as Record<string, unknown>)['image_id'])
    },
    kept: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
