import { isRecord } from '@lockstep/contract'
import { ViewError } from '../view-error.ts'
import type { ViewRuntime } from '../view-runtime.ts'
import { brokenRule, readFileRefusal, type FileRules } from './file-checks.ts'
import { knownFileIds, rememberFile } from './known-files.ts'
import { unsupported } from './unsupported.ts'
import { log } from './log.ts'

/** Milliseconds an upload may take. */
export const FILE_UPLOAD_TIMEOUT_MS = 120_000

export interface PickedFile {
  readonly fileId: string
  readonly fileName: string
  readonly mimeType: string
}

export interface UploadOptions extends FileRules {
  /** True = the file stays in the person's library. Default: as the host does. */
  library?: boolean
  signal?: AbortSignal
  /** Default FILE_UPLOAD_TIMEOUT_MS. */
  timeoutMs?: number
}

/** Files of the host: only ChatGPT has them today. Addresses are temporary, ids are this host's. */
export interface ViewFiles {
  /** What this host offers now; it may come late, so ask when rendering. */
  can: () => { readonly pick: boolean; readonly upload: boolean; readonly download: boolean }
  /** The person chooses among files the host has; none = they changed their mind. @throws {ViewError} VIEW_UNSUPPORTED and the like */
  pick: () => Promise<readonly PickedFile[]>
  /** @throws {ViewError} VIEW_FILE_TYPE, VIEW_FILE_SIZE (another file may do), VIEW_UNSUPPORTED, VIEW_TIMEOUT, VIEW_ABORTED, VIEW_REFUSED, VIEW_TRANSPORT */
  upload: (file: File, options?: UploadOptions) => Promise<{ readonly fileId: string }>
  /** A temporary address. @throws {ViewError} VIEW_REFUSED for an id that is not this view's, VIEW_UNSUPPORTED and the like */
  downloadUrl: (fileId: string) => Promise<string>
  /** Shows the model exactly these files from its next turn on; answers the ids it left out because this host never issued them. */
  showModel: (fileIds: readonly string[]) => readonly string[]
}

export function createFiles(runtime: ViewRuntime): ViewFiles {
  const { host } = runtime

  async function upload(file: File, { library, accept, maxBytes, ...options }: UploadOptions = {}): Promise<{ fileId: string }> {
    const broken = brokenRule(file, { ...(accept ? { accept } : {}), ...(maxBytes === undefined ? {} : { maxBytes }) })
    if (broken) throw broken
    await host.settled
    const send = host.openAi('uploadFile')
    if (!send) throw unsupported('uploads')
    const call = (): unknown => (library === undefined ? send(file) : send(file, { library }))
    const waiting = { timeoutMs: FILE_UPLOAD_TIMEOUT_MS, ...options }
    const answer = await host.wait(call, 'uploadFile', waiting).catch((error: ViewError) => {
      throw readFileRefusal(file, error) ?? error
    })
    const fileId = readFileId(answer)
    if (fileId === null) throw new ViewError('VIEW_TRANSPORT', 'expected uploadFile to answer { fileId }, got something else; upload it again')
    rememberFile(runtime, fileId)
    return { fileId }
  }

  return {
    can: () => ({
      pick: host.openAi('selectFiles') !== undefined,
      upload: host.openAi('uploadFile') !== undefined,
      download: host.openAi('getFileDownloadUrl') !== undefined,
    }),
    pick: async () => {
      await host.settled
      const select = host.openAi('selectFiles')
      if (!select) throw unsupported('a choice of files')
      const answer: unknown = await host.wait(select, 'selectFiles', { timeoutMs: Infinity })
      const picked = (Array.isArray(answer) ? answer : []).flatMap(readPicked)
      for (const { fileId } of picked) rememberFile(runtime, fileId)
      return picked
    },
    upload,
    downloadUrl: async (fileId) => {
      await host.settled
      const ask = host.openAi('getFileDownloadUrl')
      if (!ask) throw unsupported('downloads')
      const answer: unknown = await host.wait(() => ask({ fileId }), 'getFileDownloadUrl')
      const url = isRecord(answer) ? (answer['downloadUrl'] ?? answer['download_url']) : null
      if (typeof url === 'string') return url
      throw new ViewError('VIEW_TRANSPORT', 'expected getFileDownloadUrl to answer { downloadUrl }, got something else; ask again')
    },
    showModel: (fileIds) => {
      const known = knownFileIds(runtime)
      const strangers = fileIds.filter((id) => !known.has(id))
      runtime.setViewState({ imageIds: [...new Set(fileIds)].filter((id) => known.has(id)) })
      if (strangers.length > 0) log(runtime, 'warning', `files the host never issued are not shown to the model: ${strangers.join(', ')}`)
      return strangers
    },
  }
}

function readFileId(value: unknown): string | null {
  const id = isRecord(value) ? (value['fileId'] ?? value['file_id']) : null
  return typeof id === 'string' && id !== '' ? id : null
}

function readPicked(value: unknown): PickedFile[] {
  const fileId = readFileId(value)
  if (fileId === null || !isRecord(value)) return []
  const { fileName, mimeType } = value
  return [{ fileId, fileName: typeof fileName === 'string' ? fileName : '', mimeType: typeof mimeType === 'string' ? mimeType : '' }]
}
