import type { PendingDownload } from '../api/file-state.ts'
import { mimeTypeOf } from './check-file.ts'
import { safeFileName } from './file-name.ts'

/** One thing a view wants to save, as it came. */
export interface DownloadItem {
  name: string
  mimeType: string
  bytes: Uint8Array
}

/** Downloads that wait for the person at once; the oldest is given up. */
const HELD_MAX = 10

/** What views want to save on the person's machine, until the person has answered. */
export interface DownloadStage {
  hold(downloadId: string, items: readonly DownloadItem[]): PendingDownload['files']
  take(downloadId: string): DownloadItem[]
}

export function createDownloadStage(): DownloadStage {
  const held = new Map<string, DownloadItem[]>()
  return {
    hold(downloadId, given) {
      const items = given.map(({ name, mimeType, bytes }) => ({ name: safeFileName(name), mimeType: mimeTypeOf(mimeType), bytes }))
      held.set(downloadId, items)
      const [oldest] = held.keys()
      if (held.size > HELD_MAX && oldest !== undefined) held.delete(oldest)
      return items.map(({ name, mimeType, bytes }) => ({ name, mimeType, sizeBytes: bytes.length }))
    },
    take(downloadId) {
      const items = held.get(downloadId) ?? []
      held.delete(downloadId)
      return items
    },
  }
}
