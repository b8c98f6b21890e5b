import type { ProjectStore } from '../store/project-store.ts'
import type { ImageService } from './image-service.ts'

export interface CopyParts {
  store: Pick<ProjectStore, 'find'>
  images: Pick<ImageService, 'publishOne' | 'unpublishOne'>
}

/**
 * Makes the public copy of an image follow what is stored of it. After each change it looks again: of several that do this at once, whoever did the
 * wrong thing is the one that mends it. `hasCopy` = there may be one now. @throws {ApiRefusal} STORAGE_ERROR
 */
export async function settleCopy({ store, images }: CopyParts, projectId: string, imageId: string, hasCopy: boolean): Promise<void> {
  for (let has = hasCopy; ; has = !has) {
    const held = await store.find(projectId)
    const isShown = held?.project.status === 'published' && held.images.some(({ id }) => id === imageId)
    if (isShown === has) return
    if (isShown) await images.publishOne(projectId, imageId)
    else await images.unpublishOne(projectId, imageId)
  }
}
