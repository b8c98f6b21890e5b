import type { HostFile, HostState } from '../../src/api/host-state.ts'
import { formatBytes } from '../../src/page/format.ts'
import { usePage } from '../store/page.ts'
import { saveAddress } from '../store/save-address.ts'

const SOURCES: Record<HostFile['source'], string> = {
  person: 'attached by you',
  upload: 'uploaded by',
  message: 'in a message of',
  server: 'told of by the server of',
}

/** Every file the host knows of: whose it is, what it is, and what a person may do with it. */
export function FilesPanel({ host }: { host: HostState }) {
  const { files, settings } = host
  if (files.length === 0)
    return <p class="quiet">No files yet. Attach one to a message, or let a view upload one; files that tools return are listed here too.</p>
  return (
    <ul class="file-cards">
      {files.toReversed().map((file) => (
        <FileCard key={`${file.app ?? ''}:${file.id}`} file={file} locale={settings.locale} />
      ))}
    </ul>
  )
}

function FileCard({ file, locale }: { file: HostFile; locale: string }) {
  const page = usePage()
  const { id, name, mimeType, sizeBytes, sha256, source, app, at, isInLibrary } = file

  async function save(): Promise<void> {
    const reply = await page.run('/api/files/url', { fileId: id })
    if (reply.ok) saveAddress(reply.answer.url)
  }

  return (
    <li>
      <p class="file-name" dir="auto">
        {name}
      </p>
      <dl class="facts">
        <dt>Type</dt>
        <dd>{sizeBytes === null ? mimeType : `${mimeType} · ${formatBytes(sizeBytes, locale)}`}</dd>
        <dt>From</dt>
        <dd>
          {SOURCES[source]} {app} · {new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })}
        </dd>
        <dt>Kept</dt>
        <dd>{sizeBytes === null ? 'by its server' : isInLibrary ? 'in the library' : 'until this conversation ends'}</dd>
        <dt>Id</dt>
        <dd class="mono">{id}</dd>
        {sha256 === null ? null : (
          <>
            <dt>SHA-256</dt>
            <dd class="mono">{sha256}</dd>
          </>
        )}
      </dl>
      {sizeBytes === null ? null : (
        <div class="actions">
          <button type="button" class="button small" aria-label={`Save ${name}`} onClick={() => void save()}>
            Save
          </button>
          <button type="button" class="button small" aria-label={`Remove ${name}`} onClick={() => void page.run('/api/files/remove', { fileId: id })}>
            Remove
          </button>
        </div>
      )}
    </li>
  )
}
