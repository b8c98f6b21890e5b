import { z } from 'zod'
import type { HostCore } from '../../core/host-core.ts'
import type { Empty } from '../host-commands.ts'
import type { AddCommand } from './add-command.ts'
import { emptyBody, idValue } from './command-values.ts'

/** Files of one message or one choice. */
const MESSAGE_FILES_MAX = 20

export interface FileCommands {
  /** What the person chose for a `selectFiles`; none = they changed their mind. */
  '/api/pick': { body: { pickId: string; fileIds: string[] }; answer: Empty }
  /** When `save`, the page saves from each address of the answer. */
  '/api/download': { body: { downloadId: string; save: boolean }; answer: { urls: string[] } }
  '/api/files/remove': { body: { fileId: string }; answer: Empty }
  /** A temporary address from which the page saves the file. */
  '/api/files/url': { body: { fileId: string }; answer: { url: string } }
  /** Takes away what a view told the model. */
  '/api/instances/:id/model-context/remove': { body: Empty; answer: Empty }
  /** The draft of a view stands in the message field. */
  '/api/draft/taken': { body: { draftId: string }; answer: Empty }
}

/** Ids of files, as a body brings them. */
export const fileIdsValue = z.array(idValue).max(MESSAGE_FILES_MAX)

export function addFileCommands(add: AddCommand, core: HostCore): void {
  const fileBody = z.strictObject({ fileId: idValue })
  add('/api/pick', z.strictObject({ pickId: idValue, fileIds: fileIdsValue }), ({ pickId, fileIds }) => core.files.answerPick(pickId, fileIds))
  add('/api/download', z.strictObject({ downloadId: idValue, save: z.boolean() }), ({ downloadId, save }) => ({
    urls: core.files.answerDownload(downloadId, save),
  }))
  add('/api/files/remove', fileBody, ({ fileId }) => core.files.remove(fileId))
  add('/api/files/url', fileBody, ({ fileId }) => ({ url: core.files.saveUrl(fileId) }))
  add('/api/instances/:id/model-context/remove', emptyBody, (_body, id) => core.removeModelContext(id))
  add('/api/draft/taken', z.strictObject({ draftId: idValue }), ({ draftId }) => core.takeDraft(draftId))
}
