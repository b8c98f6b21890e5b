import type { FileStore, StoredObject } from '../files/file-store.ts'
import type { HeldProject, ProjectStore } from '../store/project-store.ts'
import { deletedImages } from './deleted-images.ts'
import type { IncomingPhotos } from './incoming-photos.ts'

/** Milliseconds an object is left alone: what is being put or published right now has its commit still to come. */
const LEFT_ALONE_MS = 60 * 60_000

export interface JanitorOptions {
  store: ProjectStore
  files: FileStore
  incoming: Pick<IncomingPhotos, 'removeLeft'>
  now(): number
}

/** Removes what nothing needs: bytes of uploads that never became images, of images deleted for good, of deleted projects, public copies of what is not public, and expired records. */
export function createJanitor({ store, files, incoming, now }: JanitorOptions): () => Promise<void> {
  async function isNeeded({ key }: StoredObject, project: HeldProject | null): Promise<boolean> {
    if (project === null) return false
    const [place = '', projectId = '', file = ''] = key.split('/')
    if (place === 'public' && project.project.status !== 'published') return false
    const imageId = file.replace(/-(?:full|thumb)\.\w+$/, '')
    if (project.images.some(({ id }) => id === imageId)) return true
    return place === 'draft' && (await deletedImages(store.documents).read(projectId, imageId)) !== null
  }

  return async () => {
    const before = now() - LEFT_ALONE_MS
    for (const place of ['public', 'draft']) {
      const old = (await files.list(place)).filter(({ changedAt }) => changedAt < before)
      for (const [projectId, objects] of Map.groupBy(old, ({ key }) => key.split('/')[1] ?? '')) {
        const project = await store.find(projectId)
        for (const object of objects) if (!(await isNeeded(object, project))) await files.delete(object.key)
      }
    }
    await files.removeUnfinished(before)
    await incoming.removeLeft(before)
    // projects are kept; what goes are records past their end
    await store.documents.sweep(0, now())
  }
}
