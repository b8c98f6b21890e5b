import { AppError } from '@lockstep/contract'
import type { AttachedFile, HostFile, PendingDownload } from '../api/file-state.ts'
import type { ToolCallResult } from '../api/host-state.ts'
import type { HostClock, HostIds } from '../core/clock.ts'
import type { ConversationStore } from '../core/conversation-store.ts'
import { createDownloadStage, type DownloadItem, type DownloadStage } from './download-stage.ts'
import { createFileAddresses } from './file-addresses.ts'
import type { FileLibrary } from './file-library.ts'
import { expandFileParams } from './file-params.ts'
import { fileReferences } from './file-references.ts'
import type { FileSource } from './serve-file.ts'
import { createUploadStage, type UploadStage } from './upload-stage.ts'

/** A view, as files know it. */
export interface FileViewer {
  id: string
  app: string
  entryId: string
  innerOrigin: string
  /** Set: it is a dialog of another view, and both may read what either was given. */
  modal: { openerId: string } | null
}

/** For whom a tool's file fields are filled: the entry of a call, or a view that calls by itself. */
export type CallOrigin = { kind: 'entry'; entryId: string } | { kind: 'view'; view: FileViewer }

export interface CalledTool {
  app: string
  name: string
  fileParams: readonly string[]
}

/** Files, who may read them, and the addresses they are read from. */
export interface HostFiles extends FileSource {
  library: FileLibrary
  stage: UploadStage
  /** All that the host knows of in this conversation: its own files, then those that only a server has. */
  list(): HostFile[]
  /** The person gives files to a message. @throws {AppError} HOST_NO_SUCH_FILE */
  attach(fileIds: readonly string[]): AttachedFile[]
  /** From here on the view may read it. */
  grantToView(view: FileViewer, fileId: string): void
  mayRead(fileId: string, view: FileViewer): boolean
  /** A temporary address for a view that may read it; null when it may not, or there is no such file. */
  addressFor(fileId: string, view: FileViewer): string | null
  /** For the page, which saves the file to disk. @throws {AppError} HOST_NO_SUCH_FILE */
  saveAddress(fileId: string): string
  /** Keeps what a view offers to save until the person has answered; what of it the person is shown. */
  holdDownload(downloadId: string, items: readonly DownloadItem[]): PendingDownload['files']
  /** The addresses to save from; none when it is not held. */
  takeDownload(downloadId: string): string[]
  dropDownload(downloadId: string): void
  /** The arguments as the server gets them. @throws {AppError} HOST_NO_SUCH_FILE */
  expandArguments(tool: CalledTool, args: Record<string, unknown>, origin: CallOrigin): Record<string, unknown>
  /** A tool's result may tell of files: the app's views may read those that its server knows anyway. */
  noteResult(app: string, result: ToolCallResult): void
}

export interface HostFilesOptions {
  library: FileLibrary
  store: ConversationStore
  clock: HostClock
  ids: HostIds
  sandboxPort(): number
  trace(name: string, detail: Record<string, unknown>): void
}

export function createHostFiles({ library, store, clock, ids, sandboxPort, trace }: HostFilesOptions): HostFiles {
  const addresses = createFileAddresses({ clock, ids, sandboxPort })
  const downloads: DownloadStage = createDownloadStage()

  const hasGrant = (scope: string, fileId: string): boolean =>
    store.get().fileGrants.some((grant) => grant.scope === scope && grant.fileId === fileId)
  const grant = (scope: string, fileId: string): void => {
    if (!hasGrant(scope, fileId)) store.dispatch({ type: 'file.granted', grant: { scope, fileId } })
  }
  const serverFile = (app: string, fileId: string) => store.get().serverFiles.find((known) => known.file.app === app && known.file.id === fileId)

  function mayRead(fileId: string, view: FileViewer): boolean {
    const scopes = [scopeOf.view(view), scopeOf.entry(view.entryId), scopeOf.app(view.app)]
    return serverFile(view.app, fileId) !== undefined || (library.find(fileId) !== null && scopes.some((scope) => hasGrant(scope, fileId)))
  }

  function known(fileId: string, what: string): HostFile {
    const file = library.find(fileId)
    if (file !== null) return file
    throw new AppError('HOST_NO_SUCH_FILE', `Expected the id of a file as ${what}, got ${fileId.slice(0, 100)}. Attach the file again.`, {
      blame: 'user',
    })
  }

  return {
    library,
    stage: createUploadStage(ids),
    list: () => [...library.list(), ...store.get().serverFiles.map(({ file }) => file)],
    attach: (fileIds) =>
      fileIds.map((fileId) => {
        const { id, name, mimeType, sizeBytes } = known(fileId, 'an attachment')
        return { fileId: id, name, mimeType, sizeBytes: sizeBytes ?? 0 }
      }),
    grantToView: (view, fileId) => grant(scopeOf.view(view), fileId),
    mayRead,
    addressFor(fileId, view) {
      if (!mayRead(fileId, view)) return null
      trace('file.url_issued', { fileId, instanceId: view.id })
      return library.find(fileId) === null
        ? (serverFile(view.app, fileId)?.downloadUrl ?? null)
        : addresses.issue(fileId, { kind: 'view', origin: view.innerOrigin })
    },
    saveAddress: (fileId) => addresses.issue(known(fileId, 'a download').id, { kind: 'page' }),
    holdDownload: downloads.hold,
    takeDownload: (downloadId) => downloads.take(downloadId).map((item) => addresses.issueContent(item)),
    dropDownload: (downloadId) => void downloads.take(downloadId),
    expandArguments: (tool, args, origin) =>
      expandFileParams(tool.fileParams, args, (fileId, field) => {
        const what = `the argument ${field} of ${tool.name}`
        if (origin.kind === 'view' && !mayRead(fileId, origin.view)) {
          throw new AppError('HOST_NO_SUCH_FILE', `Expected the id of a file of this view as ${what}, got ${fileId.slice(0, 100)}.`, {
            blame: 'user',
          })
        }
        const foreign = serverFile(tool.app, fileId)
        if (library.find(fileId) === null && foreign !== undefined) {
          return { download_url: foreign.downloadUrl, file_id: fileId, mime_type: foreign.file.mimeType, file_name: foreign.file.name }
        }
        const { id, name, mimeType } = known(fileId, what)
        grant(scopeOf.server(tool.app), id)
        if (origin.kind === 'entry') grant(scopeOf.entry(origin.entryId), id)
        return { download_url: addresses.issue(id, { kind: 'server' }), file_id: id, mime_type: mimeType, file_name: name }
      }),
    noteResult(app, { structuredContent, content, _meta }) {
      for (const { fileId, downloadUrl, name, mimeType } of fileReferences({ structuredContent, content, _meta })) {
        if (library.find(fileId) !== null) {
          // Naming an id proves nothing: only what the app's server was given may it hand to its views.
          if (hasGrant(scopeOf.server(app), fileId)) grant(scopeOf.app(app), fileId)
          else trace('file.refused', { fileId, app, reason: 'The result names a file that this app was never given.' })
        } else if (downloadUrl !== null) {
          const file: HostFile = {
            ...{ id: fileId, name, mimeType, sizeBytes: null, sha256: null, source: 'server' },
            ...{ app, at: clock.now(), isInLibrary: false },
          }
          store.dispatch({ type: 'file.told', serverFile: { file, downloadUrl } })
        }
      }
    },
    async open(key) {
      const address = addresses.find(key)
      if (address === null) return null
      if (address.isExpired) return 'expired'
      if (typeof address.content === 'object') return { ...address.content, reader: address.reader }
      const file = library.find(address.content)
      const bytes = file === null ? null : await library.read(file.id)
      return file === null || bytes === null ? null : { name: file.name, mimeType: file.mimeType, bytes, reader: address.reader }
    },
  }
}

/** Whom a grant is for: one view with its dialog, the views of one call, the views of an app, or (no view at all) an app's server. */
const scopeOf = {
  view: ({ id, modal }: FileViewer): string => `view:${modal?.openerId ?? id}`,
  entry: (entryId: string): string => `entry:${entryId}`,
  app: (app: string): string => `app:${app}`,
  server: (app: string): string => `server:${app}`,
}
