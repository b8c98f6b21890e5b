import type { UploadOptions, ViewFiles } from '@lockstep/view'
import { failureOf, type ToolFailure } from './tool-outcome.ts'

/** One file on its way to the host; a failed one keeps its place until it is retried or removed. */
export interface FileUpload {
  /** Stable; fit for React's `key`. */
  readonly key: string
  readonly name: string
  readonly mimeType: string
  readonly bytes: number
  readonly state: 'uploading' | 'done' | 'failed'
  /** The host's id, when done. */
  readonly fileId: string | null
  /** VIEW_FILE_TYPE, VIEW_FILE_SIZE: another file may do. Any other: the same may do later. */
  readonly failure: ToolFailure | null
}

export interface FileUploads {
  getState: () => readonly FileUpload[]
  subscribe: (listener: () => void) => () => void
  /** Uploads them side by side; resolves with how each ended, never rejects: one bad file takes no other with it. */
  upload: (files: Iterable<File>, options?: Omit<UploadOptions, 'signal'>) => Promise<readonly FileUpload[]>
  /** A failed one again; resolves with how it ended, or null when there is no such failure. */
  retry: (key: string) => Promise<FileUpload | null>
  /** Takes it off the list, and gives up what is still going up. What the host has stays there. */
  remove: (key: string) => void
}

interface Job {
  readonly file: File
  readonly options: Omit<UploadOptions, 'signal'>
  readonly abort: AbortController
}

/** The files a person gives, each with a state of its own. */
export function createFileUploads(send: ViewFiles['upload'], newId: (prefix: string) => string): FileUploads {
  const listeners = new Set<() => void>()
  const jobs = new Map<string, Job>()
  let uploads: readonly FileUpload[] = []

  function show(next: readonly FileUpload[]): void {
    uploads = next
    for (const listener of [...listeners]) listener()
  }

  function change(key: string, part: Partial<FileUpload>): FileUpload | null {
    show(uploads.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)))
    return uploads.find((upload) => upload.key === key) ?? null
  }

  async function run(upload: FileUpload): Promise<FileUpload> {
    const { key } = upload
    const job = jobs.get(key)
    if (job === undefined) return upload
    const end = await send(job.file, { ...job.options, signal: job.abort.signal }).then(
      ({ fileId }) => ({ state: 'done' as const, fileId, failure: null }),
      (error: unknown) => ({ state: 'failed' as const, fileId: null, failure: failureOf(error) }),
    )
    if (end.state === 'done') jobs.delete(key)
    return change(key, end) ?? { ...upload, ...end }
  }

  return {
    getState: () => uploads,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    upload: (files, options = {}) => {
      const added = [...files].map((file): FileUpload => {
        const key = newId('f_')
        jobs.set(key, { file, options, abort: new AbortController() })
        return { key, name: file.name, mimeType: file.type, bytes: file.size, state: 'uploading', fileId: null, failure: null }
      })
      show([...uploads, ...added])
      return Promise.all(added.map(run))
    },
    retry: async (key) => {
      const failed = uploads.find((upload) => upload.key === key && upload.state === 'failed')
      const again = failed === undefined ? null : change(key, { state: 'uploading', failure: null })
      return again === null ? null : run(again)
    },
    remove: (key) => {
      jobs.get(key)?.abort.abort()
      jobs.delete(key)
      show(uploads.filter((upload) => upload.key !== key))
    },
  }
}
