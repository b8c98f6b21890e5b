import { readOutcome, useAnnounce, useCallTool, useFiles, type ToolFailure } from '@lockstep/react'
import { useMemo, useState, useSyncExternalStore } from 'react'
import type { AddMediaPrivate, UploadAddress } from '../shared/tool-types.ts'
import { wordsOf } from './portfolio-tools.ts'
import { putBytes } from './put-bytes.ts'
import { createUploadQueue, type UploadRow, type UploadSource, type UploadWish } from './upload-queue.ts'
import type { ProjectModel } from './use-project.ts'

/** Bytes of one photo, as the API takes them. */
const PHOTO_MAX_BYTES = 10_000_000
export const PHOTO_TYPES = 'image/jpeg,image/png,image/webp,.heic,.heif'

export interface PhotoUploads {
  readonly rows: readonly UploadRow[]
  /** False = this host has no files to give: the uploader in the browser takes their place. */
  readonly canUpload: boolean
  /** True = the person can choose among files that the host has. */
  readonly canPick: boolean
  readonly addFiles: (files: Iterable<File>) => void
  readonly pick: () => Promise<void>
  readonly retry: (key: string) => void
  readonly remove: (key: string) => void
}

/** Photos on their way into a project: host, address, bytes, storage; after each one the project is looked at anew. */
export function usePhotoUploads(projectId: string, { refresh }: Pick<ProjectModel, 'refresh'>): PhotoUploads {
  const { upload, downloadUrl, pick, can } = useFiles()
  const callTool = useCallTool()
  const announce = useAnnounce()
  // what it is made of stays the same as long as the view does
  const [queue] = useState(() =>
    createUploadQueue({
      newId,
      sendToHost: async (file, signal) => {
        const [sent] = await upload([file], { maxBytes: PHOTO_MAX_BYTES })
        signal.throwIfAborted()
        if (sent?.fileId != null) return sent.fileId
        throw new Error(sent?.failure?.code === 'VIEW_FILE_SIZE' ? 'The photo is too large: 10 MB at most.' : hostWords(sent?.failure))
      },
      askAddress: async (wish, operationId) => askAddress(callTool, projectId, wish, operationId),
      download: async (fileId, signal) => {
        const response = await fetch(await downloadUrl(fileId), { signal })
        if (!response.ok) throw new Error('ChatGPT did not give the photo back. Try again.')
        return response.blob()
      },
      put: putBytes,
      onStored: (name) => {
        announce(`${name} is in the project.`, true)
        void refresh()
      },
    }),
  )
  const rows = useSyncExternalStore(queue.subscribe, queue.getState, queue.getState)

  return useMemo(
    () => ({
      rows,
      canUpload: can.upload && can.download,
      canPick: can.pick && can.download,
      addFiles: (files) => queue.add([...files].map((file): UploadSource => ({ name: file.name, contentType: file.type, file, fileId: null }))),
      pick: async () => {
        const picked = await pick().catch(() => [])
        queue.add(
          picked.map(({ fileId, fileName, mimeType }) => ({ name: fileName === '' ? 'Photo' : fileName, contentType: mimeType, file: null, fileId })),
        )
      },
      retry: queue.retry,
      remove: queue.remove,
    }),
    [rows, can, queue, pick],
  )
}

async function askAddress(
  callTool: ReturnType<typeof useCallTool>,
  projectId: string,
  wish: UploadWish,
  operationId: string,
): Promise<UploadAddress> {
  const { fileId, name, contentType, bytes } = wish
  const uploads = [{ file_id: fileId, file_name: name, content_type: contentType, bytes }]
  const raw = await callTool('add_project_media', { project_id: projectId, uploads, operationId }).catch(() => {
    throw new Error('The portfolio did not answer. Try again.')
  })
  const outcome = readOutcome<unknown, AddMediaPrivate>(raw)
  if (outcome.failure !== null) throw new Error(rejectionOf(outcome.failure))
  const [address] = outcome.private.uploads ?? []
  if (address === undefined) throw new Error('The portfolio gave no address for this photo. Try again.')
  return address
}

/** The word on this very file, where there is one. */
function rejectionOf(failure: ToolFailure): string {
  const { upload_errors: faults } = failure.details as { upload_errors?: unknown }
  const [fault] = (Array.isArray(faults) ? faults : []) as Array<{ message?: unknown }>
  return typeof fault?.message === 'string' ? fault.message : wordsOf(failure)
}

function hostWords(failure: ToolFailure | null | undefined): string {
  return failure?.code === 'VIEW_FILE_TYPE'
    ? 'ChatGPT does not take this kind of file. JPEG, PNG and WebP will do.'
    : 'ChatGPT did not take the photo. Try again.'
}

/** Ids that nobody can guess; `randomUUID` is missing in insecure frames. */
function newId(prefix: string): string {
  return `${prefix}${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
