import type { HostIds } from '../core/clock.ts'

export interface StagedUpload {
  name: string
  mimeType: string
  bytes: Uint8Array
}

/** Uploads of one view whose message has not come yet. */
const STAGED_MAX = 5
/** Of all views together. */
const STAGED_ALL_MAX = 10

/** Bytes that the page brought for a view's `uploadFile` and that wait for the message itself, which then takes the road of all messages. */
export interface UploadStage {
  put(instanceId: string, upload: StagedUpload): string
  /** Once, and only for the view it was brought for. */
  take(instanceId: string, stagedId: string): StagedUpload | null
  forget(): void
}

export function createUploadStage(ids: HostIds): UploadStage {
  const staged = new Map<string, { instanceId: string; upload: StagedUpload }>()
  return {
    put(instanceId, upload) {
      const own = [...staged].filter(([, waiting]) => waiting.instanceId === instanceId)
      const [oldest] = own.length >= STAGED_MAX ? own : staged.size >= STAGED_ALL_MAX ? staged : []
      if (oldest !== undefined) staged.delete(oldest[0])
      const stagedId = ids.newId('staged')
      staged.set(stagedId, { instanceId, upload })
      return stagedId
    },
    take(instanceId, stagedId) {
      const waiting = staged.get(stagedId)
      if (waiting?.instanceId !== instanceId) return null
      staged.delete(stagedId)
      return waiting.upload
    },
    forget: () => staged.clear(),
  }
}
