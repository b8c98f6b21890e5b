import type { HostState, PendingDownload } from '../../src/api/host-state.ts'
import { formatBytes } from '../../src/page/format.ts'
import { usePage } from '../store/page.ts'
import { saveAddress } from '../store/save-address.ts'
import { useModal } from './use-modal.ts'

/** Files that a view wants to save on this machine. */
export function DownloadDialog({ host, download }: { host: HostState; download: PendingDownload }) {
  const page = usePage()
  const { ref, answer } = useModal()
  const { id, app, files } = download

  async function decide(save: boolean): Promise<void> {
    await answer(async () => {
      const reply = await page.run('/api/download', { downloadId: id, save })
      if (reply.ok) reply.answer.urls.forEach(saveAddress)
      return reply
    })
  }

  return (
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby="download-title"
      onCancel={(event) => {
        event.preventDefault()
        void decide(false)
      }}
    >
      <h2 id="download-title">{files.length === 1 ? 'Save this file?' : `Save these ${files.length} files?`}</h2>
      <p>
        <strong>{app}</strong> wants to save {files.length === 1 ? 'a file' : 'files'} on your machine:
      </p>
      <ul class="file-list">
        {files.map((file, index) => (
          <li key={index}>
            <span class="file-name" dir="auto">
              {file.name}
            </span>
            <span class="quiet">
              {file.mimeType} · {formatBytes(file.sizeBytes, host.settings.locale)}
            </span>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void decide(true)}>
          Save
        </button>
        <button type="button" class="button" autofocus onClick={() => void decide(false)}>
          Do not save
        </button>
      </div>
    </dialog>
  )
}
