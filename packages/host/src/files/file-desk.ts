import { AppError } from '@lockstep/contract'
import type { HostFile } from '../api/file-state.ts'
import { findView } from '../core/conversation.ts'
import type { ConversationStore } from '../core/conversation-store.ts'
import type { PersonAnswers } from '../core/person-answers.ts'
import type { HostFiles } from './host-files.ts'
import type { ServedFile } from './serve-file.ts'
import type { StagedUpload } from './upload-stage.ts'

/** What the person and the page do with files. */
export interface FileDesk {
  list(): HostFile[]
  /** Takes a file of the person into the library. @throws {AppError} HOST_BAD_FILE, HOST_FILES_FULL */
  add(file: StagedUpload): Promise<HostFile>
  read(fileId: string): Promise<Uint8Array | null>
  /** @throws {AppError} HOST_NO_SUCH_FILE */
  remove(fileId: string): void
  /** An address from which the page saves it. @throws {AppError} HOST_NO_SUCH_FILE */
  saveUrl(fileId: string): string
  /** Brings the bytes of a view's upload; the id takes their place in its message. @throws {AppError} HOST_NO_SUCH_VIEW */
  stage(instanceId: string, upload: StagedUpload): string
  /** No files = none chosen. @throws {AppError} HOST_NO_SUCH_PICK, HOST_NO_SUCH_FILE */
  answerPick(pickId: string, fileIds: readonly string[]): void
  /** The addresses to save from. @throws {AppError} HOST_NO_SUCH_DOWNLOAD */
  answerDownload(downloadId: string, isSaved: boolean): string[]
  open(key: string): Promise<ServedFile | 'expired' | null>
}

export function createFileDesk(files: HostFiles, store: ConversationStore, answers: PersonAnswers): FileDesk {
  const { library } = files
  return {
    list: files.list,
    add: (file) => library.add({ ...file, source: 'person', app: null, isInLibrary: true }),
    read: library.read,
    remove(fileId) {
      if (library.find(fileId) === null) throw missing('FILE', 'a file of the library')
      library.remove(fileId)
    },
    saveUrl: files.saveAddress,
    stage(instanceId, upload) {
      if (findView(store.get(), instanceId) === null) throw missing('VIEW', 'a view of this conversation')
      return files.stage.put(instanceId, upload)
    },
    answerPick(pickId, fileIds) {
      if (!store.get().picks.some(({ id }) => id === pickId)) throw missing('PICK', 'a choice of files that waits for an answer')
      if (fileIds.some((fileId) => library.find(fileId) === null)) throw missing('FILE', 'files of the library')
      answers.give(pickId, [...fileIds])
      store.dispatch({ type: 'pick.answered', pickId })
    },
    answerDownload(downloadId, isSaved) {
      if (!store.get().downloads.some(({ id }) => id === downloadId)) throw missing('DOWNLOAD', 'a download that waits for an answer')
      const urls = isSaved ? files.takeDownload(downloadId) : []
      files.dropDownload(downloadId)
      answers.give(downloadId, isSaved)
      store.dispatch({ type: 'download.answered', downloadId })
      return urls
    },
    open: files.open,
  }
}

function missing(what: 'FILE' | 'PICK' | 'DOWNLOAD' | 'VIEW', expected: string): AppError {
  return new AppError(`HOST_NO_SUCH_${what}`, `Expected the id of ${expected}, got another. Look at the list again.`, { blame: 'user' })
}
