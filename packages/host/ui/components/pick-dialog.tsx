import { useRef, useState } from 'preact/hooks'
import type { HostState, PendingPick } from '../../src/api/host-state.ts'
import { formatBytes } from '../../src/page/format.ts'
import { usePage } from '../store/page.ts'
import { useModal } from './use-modal.ts'

/** The person chooses, among the files of the library, those that a view may read. */
export function PickDialog({ host, pick }: { host: HostState; pick: PendingPick }) {
  const page = usePage()
  const { ref, answer } = useModal()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const picker = useRef<HTMLInputElement>(null)
  const files = host.files.filter(({ isInLibrary }) => isInLibrary).toReversed()
  const decide = (fileIds: string[]): Promise<void> => answer(() => page.run('/api/pick', { pickId: pick.id, fileIds }))

  function toggle(fileId: string, isChosen: boolean): void {
    setChosen((current) => {
      const next = new Set(current)
      if (isChosen) next.add(fileId)
      else next.delete(fileId)
      return next
    })
  }

  async function add(given: FileList | null): Promise<void> {
    for (const file of given ?? []) {
      const reply = await page.api.sendFile(file, { name: file.name, mimeType: file.type, instanceId: null })
      if (!reply.ok) page.dispatch({ type: 'toast', text: reply.failure.message })
      else if ('file' in reply.answer) toggle(reply.answer.file.id, true)
    }
  }

  return (
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby="pick-title"
      onCancel={(event) => {
        event.preventDefault()
        void decide([])
      }}
    >
      <h2 id="pick-title">Choose files for {pick.app}</h2>
      <p>The app can read the files you choose, and no others.</p>
      {files.length === 0 ? (
        <p class="quiet file-list">Your library is empty. Add a file from this machine.</p>
      ) : (
        <ul class="file-list scrolls">
          {files.map(({ id, name, sizeBytes }, index) => (
            <li key={id}>
              <label class="file-choice">
                <input
                  type="checkbox"
                  autofocus={index === 0}
                  checked={chosen.has(id)}
                  onChange={(event) => toggle(id, event.currentTarget.checked)}
                />
                <span class="file-name" dir="auto">
                  {name}
                </span>
                <span class="quiet">{formatBytes(sizeBytes ?? 0, host.settings.locale)}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files to add"
        onChange={(event) => {
          void add(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
      <div class="actions">
        <button type="button" class="button primary" aria-disabled={chosen.size === 0} onClick={() => chosen.size > 0 && void decide([...chosen])}>
          {chosen.size <= 1 ? 'Use the file' : `Use ${chosen.size} files`}
        </button>
        <button type="button" class="button" autofocus={files.length === 0} onClick={() => picker.current?.click()}>
          Add from this machine…
        </button>
        <button type="button" class="button" onClick={() => void decide([])}>
          Cancel
        </button>
      </div>
    </dialog>
  )
}
