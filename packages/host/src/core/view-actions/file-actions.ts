import { AppError, isRecord } from '@lockstep/contract'
import type { SelectedFile } from '@lockstep/contract'
import { FILE_MAX_BYTES, tooLarge } from '../../files/check-file.ts'
import { resourceFile, type Block, type BlockFile } from '../content-blocks.ts'
import { toMcpFault } from '../mcp-fault.ts'
import { invalidParams, refused } from '../view-refusal.ts'
import type { ActionContext } from './action-context.ts'
import { createLinkActions, PENDING_LINKS_MAX } from './link-actions.ts'

/** Files of one `ui/download-file`. */
const DOWNLOADS_MAX = 20

/** A view reaches the files it was given, and no others. */
export interface FileActions {
  /** The bytes came before, through the page. */
  uploadFile(stagedId: string, isForLibrary: boolean): Promise<{ fileId: string }>
  /** What the person chose; none = they changed their mind. */
  selectFiles(): Promise<SelectedFile[]>
  getFileDownloadUrl(fileId: string): { downloadUrl: string }
  /** True: the person saved them. */
  downloadFiles(contents: readonly Block[]): Promise<boolean>
}

export function createFileActions(context: ActionContext): FileActions {
  const { files, store, answers, ids, instanceId } = context

  async function contentsOf(block: Block): Promise<BlockFile> {
    if (block['type'] === 'resource') return resourceFile(block['resource'])
    const { uri, name, mimeType } = block
    if (block['type'] !== 'resource_link' || typeof uri !== 'string')
      throw invalidParams('ui/download-file expects embedded resources and resource links as contents.')
    const found = context.apps.find(context.current().app)
    if (found === null) throw refused(`The app ${context.current().app} is not configured any more.`)
    try {
      const contents = await found.connection.readResource(uri, { meta: context.requestMeta(instanceId), by: 'view', instanceId })
      const [first] = Array.isArray(contents) ? contents : []
      const file = resourceFile(isRecord(first) ? { ...first, uri } : null)
      return { ...file, ...(typeof name === 'string' ? { name } : {}), ...(typeof mimeType === 'string' ? { mimeType } : {}) }
    } catch (error) {
      throw refused(`${uri.slice(0, 200)} could not be read from its server: ${toMcpFault(error, found.app.mcpUrl).message}`)
    }
  }

  function refuseSecondQuestion(app: string): void {
    if (store.get().downloads.some((download) => download.app === app)) throw refused('The person is asked about a download of this app already.')
  }

  function askToSave(read: readonly BlockFile[]): Promise<boolean> {
    const large = read.find(({ bytes }) => bytes.length > FILE_MAX_BYTES)
    if (large !== undefined) throw invalidParams(tooLarge(large.name, large.bytes.length))
    const { app } = context.current()
    // Another may have been read, and asked about, in the meantime.
    refuseSecondQuestion(app)
    const id = ids.newId('download')
    const answer = answers.wait(id, false)
    const held = files.holdDownload(id, read)
    store.dispatch({ type: 'download.asked', download: { id, app, instanceId, files: held } })
    return answer
  }

  return {
    async uploadFile(stagedId, isInLibrary) {
      const view = context.current()
      const { app } = view
      const upload = files.stage.take(instanceId, stagedId)
      if (context.faults.take('failed-upload') !== null) throw refused('The upload failed (a fault that is switched on).')
      if (upload === null) throw invalidParams('uploadFile expects (file, { library? }) with a File, and its bytes did not arrive. Upload it again.')
      try {
        const file = await files.library.add({ ...upload, source: 'upload', app, isInLibrary })
        files.grantToView(view, file.id)
        context.trace('file.stored', { fileId: file.id, instanceId, name: file.name, sizeBytes: file.sizeBytes, isInLibrary })
        return { fileId: file.id }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        context.trace('file.refused', { instanceId, name: upload.name, reason: error.message })
        throw error.code === 'HOST_BAD_FILE' ? invalidParams(error.message) : refused(error.message)
      }
    },
    async selectFiles() {
      const view = context.current()
      const { app } = view
      if (store.get().picks.some((pick) => pick.app === app)) throw refused('The person is choosing files for this app already.')
      const id = ids.newId('pick')
      const answer = answers.wait<string[]>(id, [])
      store.dispatch({ type: 'pick.asked', pick: { id, app, instanceId } })
      const chosen = (await answer).flatMap((fileId) => files.library.find(fileId) ?? [])
      for (const file of chosen) files.grantToView(view, file.id)
      return chosen.map(({ id: fileId, name, mimeType }) => ({ fileId, fileName: name, mimeType }))
    },
    getFileDownloadUrl(fileId) {
      const downloadUrl = files.addressFor(fileId, context.current())
      if (downloadUrl !== null) return { downloadUrl }
      context.trace('file.refused', { fileId: fileId.slice(0, 200), instanceId, reason: 'This view was never given the file.' })
      throw refused('Expected the id of a file that this view uploaded, was given to choose, got as an argument or in a result of its app.')
    },
    async downloadFiles(contents) {
      const { app } = context.current()
      if (contents.length === 0 || contents.length > DOWNLOADS_MAX)
        throw invalidParams(`ui/download-file expects 1 to ${DOWNLOADS_MAX} items as contents, got ${contents.length}.`)
      refuseSecondQuestion(app)
      // What lies on the web is opened like any link, so that the person sees the address; the rest is saved.
      const read = await Promise.all(contents.filter((block) => webAddress(block) === null).map(contentsOf))
      const addresses = contents.flatMap((block) => webAddress(block) ?? [])
      const room = PENDING_LINKS_MAX - store.get().links.filter((link) => link.app === app).length
      if (addresses.length > room) throw refused(`Expected at most ${room} addresses on the web for now, got ${addresses.length}. Ask for fewer.`)
      const opened = addresses.map((address) => createLinkActions(context).openLink(address))
      const isSaved = read.length === 0 || (await askToSave(read))
      return (await Promise.all(opened)).every(Boolean) && isSaved
    },
  }
}

function webAddress({ type, uri }: Block): string | null {
  return type === 'resource_link' && typeof uri === 'string' && /^https?:/i.test(uri) ? uri : null
}
