import type { ProjectImage } from '../domain/index.ts'

/** What the API's commands need of the images' bytes. */
export interface ImageService {
  /** Addresses of a draft image: signed, and good for a while. */
  draftUrls(image: Pick<ProjectImage, 'id' | 'projectId'>): { url: string; thumbnailUrl: string }
  /** Addresses of the public copies. */
  publicUrls(image: Pick<ProjectImage, 'id' | 'projectId'>): { url: string; thumbnailUrl: string }
  /** Makes public copies of all these, or of none. @throws {ApiRefusal} STORAGE_ERROR */
  publish(projectId: string, imageIds: readonly string[]): Promise<void>
  /** Makes public copies of one more. @throws {ApiRefusal} STORAGE_ERROR */
  publishOne(projectId: string, imageId: string): Promise<void>
  /** Takes away the public copies of one. Never throws, as `unpublish`. */
  unpublishOne(projectId: string, imageId: string): Promise<void>
  /** Takes away the public copies. Never throws: what is left over the janitor takes. */
  unpublish(projectId: string): Promise<void>
}
